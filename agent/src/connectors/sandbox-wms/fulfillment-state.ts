import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { FulfillmentLine, FulfillmentState } from '../../domain/fulfillment-state.ts';
import { Milestone } from '../../domain/milestone.ts';
import { quantity } from '../../domain/quantity.ts';
import type { Shipment } from '../../domain/shipment.ts';

const Units = z.string().regex(/^\d+(\.\d+)?$/);
const Unit = z.string().min(1).max(3);

const RawShipment = z.object({
  id: z.string().min(1),
  shippedAt: z.iso.datetime(),
  voidedAt: z.iso.datetime().nullable(),
  lines: z
    .array(
      z.object({
        ref: z.string(),
        sku: z.string(),
        quantity: Units,
        unit: Unit,
        lots: z.array(z.string()),
        serials: z.array(z.string()),
        packageId: z.string().nullable(),
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
      dimensionsMm: z.object({ length: z.number(), width: z.number(), height: z.number() }).nullable(),
    }),
  ),
});

const RawLine = z.object({
  ref: z.string(),
  quantity: Units,
  unit: Unit,
  picked: Units,
  shipped: Units,
  short: Units,
  reason: z.string().nullable(),
  substitute: z.object({ item: z.string(), sku: z.string(), name: z.string() }).nullable(),
});

/** The warehouse's order, as far as we read it; its states carry the names of our milestones. */
const RawOrder = z.object({
  id: z.string().min(1),
  number: z.string(),
  reference: z.string(),
  status: Milestone,
  wave: z.string().nullable(),
  lines: z.array(RawLine),
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
    lines: order.lines.map(lineOf),
    wave: order.wave,
    shipments: order.shipments.map((shipment) => shipmentOf(shipment, order.reference)),
    updatedAt: order.updatedAt,
  };
}

function lineOf({ ref, unit, substitute, ...line }: z.output<typeof RawLine>): FulfillmentLine {
  return {
    lineId: ref,
    requested: quantity(line.quantity, unit),
    picked: quantity(line.picked, unit),
    shipped: quantity(line.shipped, unit),
    short: quantity(line.short, unit),
    reason: line.reason,
    substitute: substitute && { itemCode: substitute.item, sku: substitute.sku, name: substitute.name },
  };
}

function shipmentOf({ id, shippedAt, voidedAt, lines, packages }: z.output<typeof RawShipment>, reference: string): Shipment {
  return {
    kind: 'shipment',
    schema: 1,
    id,
    fulfillmentReference: reference,
    shippedAt,
    voidedAt,
    lines: lines.map(({ ref, unit, ...line }) => ({ ...line, lineId: ref, quantity: quantity(line.quantity, unit) })),
    packages: packages.map(({ carrier, trackingNumber, ...parcel }) => ({
      ...parcel,
      trackingNumber: trackingNumber === '' ? null : trackingNumber,
      carrierCode: carrier,
    })),
  };
}
