import { z } from 'zod';
import type { Reader } from '../../connector/contract.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { changesReader, IdRow, searchAll, searchIn, storedRaw } from './changes.ts';
import type { Erp } from './erp.ts';
import type { Holds } from './holds.ts';
import { readOrders, RawOrder, shipmentIdOf } from './order-raw.ts';
import { lastStamp, orderState } from './order-state.ts';
import { isOrderReference } from './sale-values.ts';

/** Reads the states of our sales by what changed: the sale itself, its shipments, its moves, and what suppliers owe of its goods. */
export function orderStates(erp: Erp, holds: Holds): Reader {
  const ours = async (ids: readonly number[]): Promise<RawOrder[]> =>
    (await readOrders(erp, ids)).filter(({ sale }) => isOrderReference(sale.web_id));
  return changesReader<RawOrder>({
    all: () => searchAll(erp, 'sale.sale', [['web_id', '!=', null]], IdRow, ({ id }) => id),
    changed: (domain) => changedSales(erp, domain),
    read: (ids) => holds.reading(ids, ours, NAMED),
    stamp: lastStamp,
    document: (raw) => ({ id: String(raw.sale.id), version: fingerprint({ ...orderState(raw), updatedAt: '' }), raw }),
    toCanonical: (document) => orderState(storedRaw(RawOrder, document, 'Sale')),
  });
}

const NAMED = { id: ({ sale }: RawOrder) => sale.id, reference: ({ sale }: RawOrder) => sale.web_id ?? '' };
const ShipmentRow = z.object({ shipment: z.string().nullable() });
const SaleRow = z.object({ sale: z.number().nullable() });

async function changedSales(erp: Erp, changed: readonly unknown[]): Promise<number[]> {
  const sales = await searchAll(erp, 'sale.sale', [['web_id', '!=', null], changed], IdRow, ({ id }) => id);
  const moves = [['shipment', 'like', 'stock.shipment.out,%'], changed];
  const moved = await searchAll(erp, 'stock.move', moves, ShipmentRow, ({ shipment }) => shipmentIdOf(shipment));
  const shipped = await searchAll(erp, 'stock.shipment.out', [changed], IdRow, ({ id }) => id);
  const shipments = [...new Set([...moved, ...shipped])].map((id) => `stock.shipment.out,${id}`);
  const ofSales = ['origin', 'like', 'sale.line,%'];
  const behind = await searchIn(
    erp,
    'stock.move',
    shipments,
    (some) => [['shipment', 'in', some], ofSales],
    SaleRow,
    ({ sale }) => sale,
  );
  return [...new Set([...sales, ...behind, ...(await waitingFor(erp, changed))])].sort((a, b) => a - b);
}

/** Sales that wait for goods of which a supplier's delivery was planned or moved. */
async function waitingFor(erp: Erp, changed: readonly unknown[]): Promise<number[]> {
  const owed = [['from_location.type', '=', 'supplier'], changed];
  const products = await searchAll(erp, 'stock.move', owed, z.object({ product: z.number() }), ({ product }) => product);
  const open = [
    ['state', '=', 'draft'],
    ['origin', 'like', 'sale.line,%'],
  ];
  return searchIn(
    erp,
    'stock.move',
    products,
    (some) => [['product', 'in', some], ...open],
    SaleRow,
    ({ sale }) => sale,
  );
}
