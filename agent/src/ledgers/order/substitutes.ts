import { MappingKind } from '../../domain/mapping.ts';
import type { SalesOrder, SalesOrderLine } from '../../domain/sales-order.ts';
import type { Shipment, ShipmentLine } from '../../domain/shipment.ts';
import { skuKey } from './codes.ts';
import { own, type HeldFulfillment, type OrderLedger } from './ledger.ts';
import { lineOf } from './order-lines.ts';
import type { OrderPolicy } from './policy.ts';

/** The choices of an exception about a substitute. */
export const APPROVE = 'approve';
export const REJECT = 'reject';

/** What is thought of a substitute: by policy or by a person, `open` while nobody has said. */
export type Opinion = 'approved' | 'rejected' | 'open';

/** Another item than the ordered one, sent (`where` is the shipment's id) or proposed (`where` is the fulfillment order's reference). */
export interface Substitution {
  readonly key: string;
  readonly where: string;
  readonly line: SalesOrderLine;
  readonly sku: string;
  readonly name: string;
  readonly opinion: Opinion;
}

type Rules = Pick<OrderPolicy, 'substitutes'>;

/** The name of the exception about one substitute; it holds the SKU, so that a decision counts for no other. */
export function substitutionKey(where: string, lineId: string, sku: string): string {
  return `wms.substitution:${where}:${lineId}:${sku}`;
}

/** What a parcel holds instead of what was ordered. */
export function substitutionsIn(ledger: OrderLedger, order: SalesOrder, policy: Rules, shipment: Shipment): Substitution[] {
  return shipment.lines.flatMap((sent) => {
    const line = lineOf(order, sent.lineId);
    if (!line || !isOther(ledger, line, sent)) return [];
    const { sku } = sent;
    const proposed = own(ledger.fulfillments, shipment.fulfillmentReference)?.lines.find((each) => each.substitute?.sku === sku);
    const places = [shipment.id, shipment.fulfillmentReference];
    const key = substitutionKey(shipment.id, line.id, sku);
    const opinion = opinionOn(ledger, policy, line, sku, places);
    return [{ key, where: shipment.id, line, sku, name: proposed?.substitute?.name || sku, opinion }];
  });
}

/** What a warehouse proposes to send instead, line by line of its fulfillment order. */
export function substitutionsProposed(ledger: OrderLedger, order: SalesOrder, policy: Rules, state: HeldFulfillment): Substitution[] {
  return state.lines.flatMap(({ lineId, substitute }) => {
    const line = lineOf(order, lineId);
    if (!line || !substitute) return [];
    const { sku, name } = substitute;
    const key = substitutionKey(state.reference, lineId, sku);
    return [
      { key, where: state.reference, line, sku, name: name || sku, opinion: opinionOn(ledger, policy, line, sku, [state.reference]) },
    ];
  });
}

function opinionOn(ledger: OrderLedger, { substitutes }: Rules, line: SalesOrderLine, sku: string, places: readonly string[]): Opinion {
  for (const place of places) {
    const choice = own(ledger.decisions, substitutionKey(place, line.id, sku))?.choice;
    if (choice === APPROVE) return 'approved';
    if (choice === REJECT) return 'rejected';
  }
  return own(substitutes, line.sku)?.includes(sku) ? 'approved' : 'open';
}

/** A warehouse may write a SKU in its own manner, or name its own code of the item: that is no other item. */
function isOther(ledger: OrderLedger, line: SalesOrderLine, { sku }: ShipmentLine): boolean {
  const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
  if (sku.trim() === '' || line.sku.trim() === '' || same(sku, line.sku)) return false;
  const ending = `|${skuKey(line)}`;
  return !Object.entries(ledger.codes).some(([id, code]) => id.startsWith(SKU_CODE) && id.endsWith(ending) && same(code, sku));
}

const SKU_CODE = `${MappingKind.enum.sku}|`;
