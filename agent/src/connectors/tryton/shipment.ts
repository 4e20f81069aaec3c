import type { OutboundShipment } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import { bookShipment } from './booking.ts';
import { lotsLeftOut, portionsLeft, portionsOf } from './contents.ts';
import type { Erp } from './erp.ts';
import { keepsLots } from './lots.ts';
import { readOrder, type RawOrder } from './order-raw.ts';
import { orderState } from './order-state.ts';
import { refusedAs } from './refusals.ts';
import { reserve } from './stock.ts';
import { takeBack } from './voiding.ts';
import { excessLine, lineIdsByOrigin, remainingOf, takeFrom } from './shipment-plan.ts';

type TrytonShipment = RawOrder['shipments'][number];

const OPEN = new Set(['draft', 'waiting', 'assigned']);
const TAKEN = new Set(['picked', 'packed']);

/** Books what left the warehouse: exactly these units become done under the parcel's id, the rest stays open in a shipment of its own. A repeat goes on where the last attempt stopped. */
export function writeShipment(erp: Erp, document: OutboundShipment): Promise<Receipt> {
  return refusedAs('erp.shipment-refused', async () => {
    const sale = Number(document.orderForeignId);
    let raw = await orderOf(erp, sale, document);
    if (document.voided) return takeBack(erp, document, raw);
    const lots = await keepsLots(erp);
    const existed =
      raw.shipments.some((shipment) => isOurs(shipment, document) && shipment.state === 'done') && remainingOf(document, raw).size === 0;
    // One pass for each shipment of Tryton that the parcel is spread over; normally one.
    for (let passes = raw.shipments.length + 1; remainingOf(document, raw).size > 0; passes--) {
      const shipment = passes > 0 ? nextShipment(document, raw) : null;
      if (shipment === null) throw refusedFor(document, raw);
      const remaining = remainingOf(document, raw);
      const content = { portions: portionsLeft(portionsOf(document), remaining), lineIds: lineIdsByOrigin(document, raw), lots };
      await bookShipment(erp, document, shipment, takeFrom(shipment.id, remaining, document, raw), content);
      raw = await orderOf(erp, sale, document);
    }
    // Making room for this parcel took the reservation from the rest; give it back.
    raw = await reserve(erp, sale);
    const booked = raw.shipments.filter((shipment) => isOurs(shipment, document));
    const first = booked[0];
    const numbers = booked.map((shipment) => shipment.number).filter((number) => number !== null);
    const note = lots ? lotsLeftOut(document) : null;
    return receiptFor(String(first?.id ?? document.shipmentId), numbers.join(', ') || null, { existed, state: orderState(raw), note });
  });
}

/** The shipment that an earlier attempt had begun with, else one that nobody has claimed and that holds some of the units. */
function nextShipment(document: OutboundShipment, raw: RawOrder): TrytonShipment | null {
  const begun = raw.shipments.find((shipment) => isOurs(shipment, document) && (OPEN.has(shipment.state) || TAKEN.has(shipment.state)));
  if (begun !== undefined) return begun;
  const remaining = remainingOf(document, raw);
  if (excessLine(remaining, document, raw) !== null) return null;
  const free = raw.shipments.filter((shipment) => OPEN.has(shipment.state) && (shipment.reference ?? '') === '');
  const counted = free.map((shipment) => ({ shipment, size: takeFrom(shipment.id, remaining, document, raw).size }));
  return counted.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size)[0]?.shipment ?? null;
}

function refusedFor(document: OutboundShipment, raw: RawOrder): RejectedError {
  const lineId = excessLine(remainingOf(document, raw), document, raw);
  const line = document.lines.find((each) => each.lineId === lineId);
  if (line === undefined) {
    return new RejectedError({
      code: 'erp.shipment-refused',
      message: `Tryton has no open shipment for parcel ${document.shipmentId}; somebody works on it there.`,
    });
  }
  return new RejectedError({
    code: 'shipment.more-than-ordered',
    message: `Parcel ${document.shipmentId} holds ${line.quantity.value} × "${line.itemCode}", more than Tryton still has to ship of sale ${raw.sale.number ?? raw.sale.id}.`,
    facts: { shipment: document.shipmentId, itemCode: line.itemCode },
  });
}

function isOurs(shipment: TrytonShipment, document: OutboundShipment): boolean {
  return shipment.reference === document.shipmentId;
}

async function orderOf(erp: Erp, sale: number, document: OutboundShipment): Promise<RawOrder> {
  const raw = Number.isSafeInteger(sale) ? await readOrder(erp, sale) : null;
  if (raw !== null) return raw;
  throw new RejectedError({
    code: 'erp.shipment-refused',
    message: `Tryton has no sale ${document.orderForeignId} for parcel ${document.shipmentId}.`,
  });
}
