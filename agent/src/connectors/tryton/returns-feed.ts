import { z } from 'zod';
import type { Reader } from '../../connector/contract.ts';
import { addQuantity, quantity, type Quantity } from '../../domain/quantity.ts';
import type { ReturnAuthorization } from '../../domain/return.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { changesReader, IdRow, newestStamp, searchAll, searchIn, storedRaw } from './changes.ts';
import type { Erp } from './erp.ts';
import { CREDIT_SUFFIX, isOrderReference, lineIdOf } from './sale-values.ts';

const stamps = { create_date: z.string(), write_date: z.string().nullable() };
const SaleRow = z.object({
  id: z.number(),
  number: z.string().nullable(),
  state: z.string(),
  web_id: z.string().nullable(),
  origin: z.string().nullable(),
  comment: z.string().nullable(),
  ...stamps,
});
const LineRow = z.object({
  sale: z.number(),
  note: z.string().nullable(),
  quantity: z.number(),
  'product.': z.object({ type: z.string(), code: z.string().nullable() }).nullable(),
});
const MoveRow = z.object({ sale: z.number().nullable(), shipment: z.string().nullable(), ...stamps });
const ShipmentRow = z.object({ id: z.number(), state: z.string(), ...stamps });

/** A sale that takes back goods of one of our orders, with the customer returns that receive them. */
export const RawReturn = z.object({
  sale: SaleRow,
  orderReference: z.string(),
  lines: z.array(LineRow),
  moves: z.array(MoveRow),
  shipments: z.array(ShipmentRow),
});
export type RawReturn = z.infer<typeof RawReturn>;

const RETURN = 'stock.shipment.out.return';
const OF_SALE = ['origin', 'like', 'sale.sale,%'];
const SaleOfMove = z.object({ sale: z.number().nullable() });

/** Reads the returns on our orders, those too that people began in Tryton with its wizard. */
export function returnAuthorizations(erp: Erp): Reader {
  return changesReader<RawReturn>({
    all: () => searchAll(erp, 'sale.sale', [OF_SALE], IdRow, ({ id }) => id),
    changed: async (domain) => {
      const sales = await searchAll(erp, 'sale.sale', [OF_SALE, domain], IdRow, ({ id }) => id);
      const shipments = (await searchAll(erp, RETURN, [domain], IdRow, ({ id }) => id)).map((id) => `${RETURN},${id}`);
      const behind = await searchIn(
        erp,
        'stock.move',
        shipments,
        (some) => [['shipment', 'in', some]],
        SaleOfMove,
        ({ sale }) => sale,
      );
      const moved = await searchAll(erp, 'stock.move', [['shipment', 'like', `${RETURN},%`], domain], SaleOfMove, ({ sale }) => sale);
      return [...new Set([...sales, ...behind, ...moved])];
    },
    read: (ids) => readReturns(erp, ids),
    stamp: stampOf,
    document: (raw) => ({ id: String(raw.sale.id), version: fingerprint({ ...returnAuthorization(raw), updatedAt: '' }), raw }),
    toCanonical: (document) => returnAuthorization(storedRaw(RawReturn, document, 'Return')),
  });
}

async function readReturns(erp: Erp, ids: readonly number[]): Promise<RawReturn[]> {
  const sales = await erp.search('sale.sale', [['id', 'in', ids], OF_SALE], SaleRow);
  const orders = await orderReferences(
    erp,
    sales.map(({ origin }) => originId(origin)).filter((id) => id !== null),
  );
  const ours = sales.flatMap((sale) => {
    const orderReference = orders.get(originId(sale.origin) ?? 0);
    return orderReference === undefined || sale.web_id?.endsWith(CREDIT_SUFFIX) === true ? [] : [{ sale, orderReference }];
  });
  if (ours.length === 0) return [];
  const of = ours.map(({ sale }) => sale.id);
  const lines = await erp.search(
    'sale.line',
    [
      ['sale', 'in', of],
      ['type', '=', 'line'],
    ],
    LineRow,
  );
  const moves = await erp.search('stock.move', [['sale', 'in', of]], MoveRow);
  const shipmentIds = [...new Set(moves.map(({ shipment }) => returnId(shipment)).filter((id) => id !== null))];
  const shipments = shipmentIds.length === 0 ? [] : await erp.search(RETURN, [['id', 'in', shipmentIds]], ShipmentRow);
  return ours.map(({ sale, orderReference }) => {
    const own = moves.filter((move) => move.sale === sale.id);
    const refs = new Set(own.map(({ shipment }) => returnId(shipment)));
    return {
      sale,
      orderReference,
      lines: lines.filter((line) => line.sale === sale.id),
      moves: own,
      shipments: shipments.filter(({ id }) => refs.has(id)),
    };
  });
}

/** Our references of sales, by their id in Tryton; those that are no orders of ours are left out. */
export async function orderReferences(erp: Erp, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await erp.search(
    'sale.sale',
    [['id', 'in', [...new Set(ids)]]],
    z.object({ id: z.number(), web_id: z.string().nullable() }),
  );
  return new Map(rows.flatMap(({ id, web_id }) => (web_id !== null && isOrderReference(web_id) ? [[id, web_id]] : [])));
}

/** The id in a reference to a sale ("sale.sale,7"). */
export function originId(origin: string | null): number | null {
  const parts = /^sale\.sale,(\d+)$/.exec(origin ?? '');
  return parts ? Number(parts[1]) : null;
}

function returnId(shipment: string | null): number | null {
  const parts = /^stock\.shipment\.out\.return,(\d+)$/.exec(shipment ?? '');
  return parts ? Number(parts[1]) : null;
}

function stampOf(raw: RawReturn): string {
  return newestStamp([raw.sale, ...raw.moves, ...raw.shipments]);
}

/** Pure: Tryton's return in our words. */
export function returnAuthorization(raw: RawReturn): ReturnAuthorization {
  const { sale, orderReference } = raw;
  const goods = raw.lines.filter((line) => line['product.'] !== null && line['product.'].type !== 'service');
  const back = unitsOf(goods.filter(({ quantity: units }) => units < 0));
  const instead = unitsOf(goods.filter(({ quantity: units }) => units > 0));
  return {
    kind: 'return-authorization',
    schema: 1,
    id: String(sale.id),
    number: sale.number,
    reference: sale.web_id?.startsWith(`${orderReference}/`) === true ? sale.web_id : null,
    orderReference,
    status: statusOf(raw),
    lines: back.map((line) => ({ ...line, reason: sale.comment ?? '' })),
    exchange: instead.map(({ sku, quantity: units }) => ({ sku, quantity: units })),
    trackingNumber: null,
    updatedAt: stampOf(raw),
  };
}

/** Units by line, whatever their sign. */
function unitsOf(lines: RawReturn['lines']): { lineId: string | null; sku: string; quantity: Quantity }[] {
  const rows = new Map<string, { lineId: string | null; sku: string; quantity: Quantity }>();
  for (const line of lines) {
    const lineId = lineIdOf(line.note);
    const sku = line['product.']?.code ?? '';
    const before = rows.get(`${lineId ?? ''}/${sku}`)?.quantity ?? quantity(0);
    rows.set(`${lineId ?? ''}/${sku}`, { lineId, sku, quantity: addQuantity(before, quantity(Math.abs(line.quantity))) });
  }
  return [...rows.values()];
}

// "received": the goods are at the dock; "closed": they are on the shelf and nothing is left to do.
function statusOf({ sale, shipments }: RawReturn): ReturnAuthorization['status'] {
  if (sale.state === 'cancelled') return 'cancelled';
  const live = shipments.filter(({ state }) => state !== 'cancelled');
  if (shipments.length > 0 && live.length === 0) return 'cancelled';
  if (live.length === 0 || live.some(({ state }) => state === 'draft')) return sale.state === 'done' ? 'closed' : 'open';
  return live.every(({ state }) => state === 'done') && sale.state === 'done' ? 'closed' : 'received';
}
