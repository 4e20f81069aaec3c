import { RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';
import { readOrder, type RawOrder } from './order-raw.ts';

/** Reserves what is on the shelf for every shipment of the sale that waits; what is short stays waiting. Returns the order as it then is. */
export async function reserve(erp: Erp, id: number): Promise<RawOrder> {
  const raw = await orderOf(erp, id);
  const waiting = raw.shipments.filter((shipment) => shipment.state === 'draft' || shipment.state === 'waiting');
  for (const shipment of waiting) {
    if (shipment.state === 'draft') await erp.press('stock.shipment.out', 'wait', [shipment.id]);
    await erp.press('stock.shipment.out', 'assign_try', [shipment.id]);
  }
  return waiting.length === 0 ? raw : orderOf(erp, id);
}

async function orderOf(erp: Erp, id: number): Promise<RawOrder> {
  const raw = await readOrder(erp, id);
  if (raw === null)
    throw new RejectedError({ code: 'erp.order-refused', message: `The sale ${id} is gone from Tryton.`, facts: { sale: id } });
  return raw;
}
