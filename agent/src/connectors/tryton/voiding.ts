import type { OutboundShipment } from '../../domain/outbound.ts';
import { plainReceipt, receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';
import { readOrder, type RawOrder } from './order-raw.ts';
import { orderState } from './order-state.ts';
import { reserve } from './stock.ts';
import { runWizard } from './wizard.ts';

/** Takes a parcel back that never left. Tryton can do so until the goods are booked out; after that only a person can, with a customer return. */
export async function takeBack(erp: Erp, document: OutboundShipment, raw: RawOrder): Promise<Receipt> {
  const booked = raw.shipments.filter(({ reference }) => reference === document.shipmentId);
  const done = booked.find(({ state }) => state === 'done');
  if (done) {
    throw new RejectedError({
      code: 'erp.shipment-refused',
      message: `Parcel ${document.shipmentId} never left, but Tryton has booked shipment ${done.number ?? done.id} out, and that is final there. Book the goods back with a customer return.`,
      facts: { shipment: document.shipmentId },
    });
  }
  const open = booked.filter(({ state }) => state !== 'cancelled');
  for (const { id, state } of open) await release(erp, raw.sale.id, id, state);
  const after = open.length === 0 ? raw : await reserve(erp, raw.sale.id);
  const state = orderState(after);
  const [first] = booked;
  return first ? receiptFor(String(first.id), first.number, { existed: open.length === 0, state }) : plainReceipt({ existed: true, state });
}

/** Before the pick the shipment only loses the parcel's id; after it, it is cancelled and Tryton makes a new one for the same goods. */
async function release(erp: Erp, sale: number, id: number, state: string): Promise<void> {
  if (state !== 'picked' && state !== 'packed') {
    await erp.write('stock.shipment.out', [id], { reference: null });
    await erp.press('stock.shipment.out', 'wait', [id]);
    return;
  }
  await erp.press('stock.shipment.out', 'cancel', [id]);
  await runWizard(erp, 'sale.handle.shipment.exception', { model: 'sale.sale', id: sale }, 'handle', ({ domain_moves: moves }) => ({
    recreate_moves: moves ?? [],
    domain_moves: moves ?? [],
  }));
  const raw = await readOrder(erp, sale);
  if (raw?.shipments.some((shipment) => shipment.id === id && shipment.state === 'cancelled') === true) return;
  throw new RejectedError({ code: 'erp.shipment-refused', message: `Tryton did not cancel shipment ${id}.`, facts: { shipment: id } });
}
