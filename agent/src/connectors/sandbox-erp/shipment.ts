import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundShipment } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';

/** A shipment as the ERP books it; our line id is sent beside the ERP's own, which is absent when the ERP never told it. */
export function fromCanonical(shipment: OutboundShipment): Record<string, unknown> {
  return {
    id: shipment.shipmentId,
    shippedAt: shipment.shippedAt,
    warehouse: shipment.warehouseCode,
    lines: shipment.lines.map((line) => ({
      line: line.foreignLineId ?? '',
      ref: line.lineId,
      item: line.itemCode,
      quantity: line.quantity.value,
      lots: line.lots,
      serials: line.serials,
      package: line.packageId,
    })),
    packages: shipment.packages.map((parcel) => ({
      id: parcel.id,
      carrier: parcel.carrierCode,
      trackingNumber: parcel.trackingNumber,
      trackingUrl: parcel.trackingUrl,
      weightGrams: parcel.weightGrams,
      dimensionsMm: parcel.dimensionsMm,
    })),
  };
}

const Answer = z.object({ id: z.string().min(1), number: z.string(), existed: z.boolean() });

export function toReceipt(raw: unknown): Receipt {
  const { id, number, existed } = parseRaw(Answer, raw, "The ERP's answer about the shipment");
  return receiptFor(id, number, { existed });
}
