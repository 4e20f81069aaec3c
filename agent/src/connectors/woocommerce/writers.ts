import { z } from 'zod';
import type { Session } from '../../connector/contract.ts';
import { asBug, writeEach } from '../../connector/outcome.ts';
import type { OutboundOrderStatus, OutboundShipment } from '../../domain/outbound.ts';
import { plainReceipt, receiptFor, type Receipt } from '../../domain/receipt.ts';
import { CrossdockError, RejectedError } from '../../errors/errors.ts';
import type { Shop } from './client.ts';
import { expectShape } from './errors.ts';
import { pathId } from './path-id.ts';

const ShipmentWritten = z.object({ result: z.enum(['created', 'updated', 'unchanged']), adapter: z.string() });
const StatusWritten = z.object({ result: z.enum(['changed', 'unchanged']), status: z.string() });

/** What the shop can be told: that goods left, and which state its order is in. Both routes of the plugin are idempotent. */
export function shopWriters(shop: Shop): Session['writers'] {
  return {
    shipment: writeEach<OutboundShipment>('shipment', ({ document }) => writeShipment(shop, document), asRefusal),
    'order-status': writeEach<OutboundOrderStatus>('order-status', ({ document }) => writeStatus(shop, document), asRefusal),
  };
}

/** The shop's plain no has a code of its own, so that it lands with the people who look after the shop. */
function asRefusal(error: unknown): CrossdockError {
  if (!(error instanceof CrossdockError)) return asBug(error);
  if (!(error instanceof RejectedError) || error.code !== 'delivery.refused') return error;
  return new RejectedError({ code: 'shipment.store-refused', message: error.message, facts: error.facts, cause: error });
}

async function writeShipment(shop: Shop, shipment: OutboundShipment): Promise<Receipt> {
  const path = `orders/${encodeURIComponent(shipment.orderForeignId)}/shipments/${pathId(shipment.shipmentId)}`;
  const answer = await shop.own.put(path, {
    shipped_at: shipment.shippedAt,
    lines: shipment.lines.map((line) => ({ line_id: lineNumber(line.lineId), quantity: Number(line.quantity.value) })),
    packages: shipment.packages.map((parcel) => ({
      number: parcel.trackingNumber ?? '',
      carrier: parcel.carrierCode,
      carrier_name: parcel.carrierName,
      url: parcel.trackingUrl ?? '',
    })),
    // WordPress takes null for a missing parameter; an empty text is "no message" there as well.
    message: shipment.message ?? '',
  });
  const { result, adapter } = expectShape(ShipmentWritten, answer, `PUT ${path}`);
  return receiptFor(shipment.shipmentId, null, {
    existed: result !== 'created',
    note: `${ADAPTERS[adapter] ?? adapter}${OUTCOMES[result] ?? ''}`,
  });
}

const ADAPTERS: Readonly<Record<string, string>> = {
  fulfillments: 'shown by WooCommerce Fulfillments',
  'shipment-tracking': 'shown by the Shipment Tracking plugin',
  own: 'shown on the order page and in e-mails',
};

// Made anew needs no word.
const OUTCOMES: Readonly<Record<string, string>> = { updated: ', brought up to date', unchanged: '; it was there already' };

function lineNumber(lineId: string): number {
  if (/^\d{1,15}$/.test(lineId)) return Number(lineId);
  throw new RejectedError({
    code: 'shipment.store-refused',
    message: `"${lineId}" is not a line of an order of the shop.`,
    facts: { line: lineId },
  });
}

async function writeStatus(shop: Shop, given: OutboundOrderStatus): Promise<Receipt> {
  const path = `orders/${encodeURIComponent(given.orderId)}/status`;
  const { result, status } = expectShape(
    StatusWritten,
    await shop.own.put(path, { status: given.status, note: given.note }),
    `PUT ${path}`,
  );
  if (status !== given.status) {
    // WooCommerce swallows errors of third-party callbacks and answers with the old state.
    const message = `The shop took the status "${given.status}" but the order still is "${status}".`;
    throw new RejectedError({ code: 'shipment.store-refused', message, facts: { order: given.orderId, status } });
  }
  return plainReceipt({
    existed: result === 'unchanged',
    note: result === 'unchanged' ? `the order was ${status} already` : `the order is now ${status}`,
  });
}
