import { lookupId, type LookupKey } from '../../domain/mapping.ts';
import type { ConnectionId } from '../../domain/reference.ts';
import { allocationNeeds, carrierNeeds, lookupOf, orderNeeds, statusNeeds, substituteNeed, warehouseNeeds, type Need } from './codes.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger } from './ledger.ts';
import { policyAt, policyFor, routeOf } from './locations.ts';
import type { OrderPolicy } from './policy.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { substitutionsIn } from './substitutes.ts';

/** Keys whose codes the order and its shipments need but that have not been found yet; each once. `anew` asks for the found ones too, because a person may have corrected them. */
export function lookupsNeeded(ledger: OrderLedger, policy: OrderPolicy, anew = false): LookupKey[] {
  const { order } = ledger;
  if (!order) return [];
  const missing = new Map<string, LookupKey>();
  const add = (needs: Iterable<Need>, at: OrderPolicy): void => {
    for (const need of needs) {
      const key = lookupOf(order, at, need);
      const id = lookupId(key);
      if (anew || own(ledger.codes, id) === undefined) missing.set(id, key);
    }
  };
  const theirs = policyFor(order, policy, takenBy(ledger));
  add(allNeeds(ledger, order, theirs), theirs);
  if (policy.locations.length === 0 && policy.routing.length === 0) return [...missing.values()];
  const { locations } = routeOf(order, theirs);
  add(
    allocationNeeds(
      locations.map(({ code }) => code),
      theirs,
    ),
    theirs,
  );
  if (order.lines.length > policy.maxLines) return [...missing.values()];
  for (const { code, wms } of locations) {
    const at = policyAt(theirs, wms);
    add(warehouseNeeds(order, at, code, order.lines), at);
  }
  return [...missing.values()];
}

/** The ERP that took the order, null before one did. */
function takenBy({ receipts }: OrderLedger): ConnectionId | null {
  return own(receipts, KEYS.salesOrder)?.connection ?? null;
}

function* allNeeds(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy): Generator<Need> {
  if (order.lines.length <= policy.maxLines) yield* orderNeeds(order, policy);
  yield* statusNeeds(policy);
  for (const { shipment } of ledger.shipments) {
    yield* carrierNeeds(shipment.packages, 'erp', policy);
    yield* carrierNeeds(shipment.packages, 'store', policy);
    for (const { sku } of substitutionsIn(ledger, order, policy, shipment)) yield* substituteNeed(sku, policy);
  }
}
