import { z } from 'zod';
import type { OutboundShipment } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import type { Shop } from './client.ts';
import { expectShape } from './errors.ts';
import { pathId } from './path-id.ts';
import { itemNumber } from './refused.ts';

const ShipmentWritten = z.object({ result: z.enum(['created', 'updated', 'voided', 'unchanged']), adapter: z.string() });

/** Shows a parcel in the shop, corrects what is shown, or takes it back. */
export async function writeShipment(shop: Shop, shipment: OutboundShipment): Promise<Receipt> {
  const path = `orders/${encodeURIComponent(shipment.orderForeignId)}/shipments/${pathId(shipment.shipmentId)}`;
  const parcels = shipment.packages.map(({ id }) => id);
  const answer = await shop.own.put(path, {
    shipped_at: shipment.shippedAt,
    lines: shipment.lines.map((line) => ({
      line_id: itemNumber(line.lineId, 'shipment.store-refused', 'a line'),
      quantity: Number(line.quantity.value),
      sku: line.itemCode,
      package: positionOf(parcels, line.packageId),
    })),
    packages: shipment.packages.map((parcel) => ({
      number: parcel.trackingNumber ?? '',
      carrier: parcel.carrierCode,
      carrier_name: parcel.carrierName,
      url: parcel.trackingUrl ?? '',
    })),
    voided: shipment.voided,
    // WordPress takes null for a missing parameter; an empty text is "no message" there as well.
    message: shipment.message ?? '',
  });
  const { result, adapter } = expectShape(ShipmentWritten, answer, `PUT ${path}`);
  return receiptFor(shipment.shipmentId, null, { existed: result !== 'created', note: noteOf(result, adapter, shipment.voided) });
}

/** With one parcel there is nothing to tell apart. */
function positionOf(parcels: readonly string[], id: string | null): number | null {
  const at = id === null ? -1 : parcels.indexOf(id);
  return at < 0 ? (parcels.length === 1 ? 0 : null) : at;
}

const ADAPTERS: Readonly<Record<string, string>> = {
  fulfillments: 'shown by WooCommerce Fulfillments',
  'shipment-tracking': 'shown by the Shipment Tracking plugin',
  own: 'shown on the order page and in e-mails',
};

// Made anew needs no word.
const OUTCOMES: Readonly<Record<string, string>> = { updated: ', brought up to date', unchanged: '; it was there already' };

function noteOf(result: string, adapter: string, voided: boolean): string {
  if (voided) return result === 'voided' ? 'no longer shown to the customer' : 'was not shown to the customer';
  return `${ADAPTERS[adapter] ?? adapter}${OUTCOMES[result] ?? ''}`;
}
