import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { FulfillmentState } from '../../domain/fulfillment-state.ts';
import { Milestone } from '../../domain/milestone.ts';
import { quantity } from '../../domain/quantity.ts';
import type { Shipment } from '../../domain/shipment.ts';

const RawShipment = z.object({
  id: z.string().min(1),
  shippedAt: z.iso.datetime(),
  lines: z
    .array(
      z.object({
        ref: z.string(),
        sku: z.string(),
        quantity: z.string().regex(/^\d+(\.\d+)?$/),
        unit: z.string().min(1).max(3),
        lots: z.array(z.string()),
        serials: z.array(z.string()),
      }),
    )
    .min(1),
  packages: z.array(
    z.object({
      id: z.string(),
      carrier: z.string(),
      trackingNumber: z.string().nullable(),
      trackingUrl: z.string().nullable(),
      weightGrams: z.number().int().nonnegative().nullable(),
    }),
  ),
});

/** The warehouse's order, as far as we read it; its states carry the names of our milestones. */
const RawOrder = z.object({
  id: z.string().min(1),
  number: z.string(),
  reference: z.string(),
  status: Milestone,
  history: z.array(z.object({ status: Milestone, at: z.iso.datetime() })),
  shipments: z.array(RawShipment),
  updatedAt: z.iso.datetime(),
});

/** The warehouse's view of one of our orders; throws ContractError when it is not in the documented shape. */
export function stateOf(raw: unknown): FulfillmentState {
  const order = parseRaw(RawOrder, raw, "The warehouse's order");
  return {
    kind: 'fulfillment-state',
    schema: 1,
    id: order.id,
    number: order.number,
    reference: order.reference,
    milestone: order.status,
    history: order.history.map(({ status, at }) => ({ milestone: status, at })),
    lines: [],
    wave: null,
    shipments: order.shipments.map((shipment) => shipmentOf(shipment, order.reference)),
    updatedAt: order.updatedAt,
  };
}

function shipmentOf(raw: z.output<typeof RawShipment>, reference: string): Shipment {
  return {
    kind: 'shipment',
    schema: 1,
    id: raw.id,
    fulfillmentReference: reference,
    shippedAt: raw.shippedAt,
    voidedAt: null,
    lines: raw.lines.map(({ ref, sku, lots, serials, ...line }) => ({
      lineId: ref,
      sku,
      quantity: quantity(line.quantity, line.unit),
      lots,
      serials,
      packageId: null,
    })),
    packages: raw.packages.map(({ id, carrier, trackingNumber, trackingUrl, weightGrams }) => ({
      id,
      trackingNumber: trackingNumber === '' ? null : trackingNumber,
      carrierCode: carrier,
      trackingUrl,
      weightGrams,
      dimensionsMm: null,
    })),
  };
}
