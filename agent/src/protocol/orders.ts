import { z } from 'zod';
import { OrderView } from '../domain/order-view.ts';
import { ExceptionRow } from './exceptions.ts';

/** One step in the life of a subject. `kind` groups it: fact (we learned), delivery (we wrote), person (somebody did), system. `durationMs` null when it has none. */
export const TraceStep = z.object({
  at: z.string(),
  kind: z.enum(['fact', 'delivery', 'exception', 'person', 'system']),
  party: z.string().nullable(),
  title: z.string(),
  detail: z.string(),
  outcome: z.enum(['ok', 'waiting', 'retrying', 'refused', 'info']),
  attempt: z.number().nullable(),
  durationMs: z.number().nullable(),
});
export type TraceStep = z.infer<typeof TraceStep>;

/** GET /v1/orders/:orderId?connection= */
export const OrderDetail = z.object({
  order: OrderView,
  correlationId: z.string(),
  exceptions: z.array(ExceptionRow),
  trace: z.array(TraceStep),
});
export type OrderDetail = z.infer<typeof OrderDetail>;

/** GET /v1/orders?q=&cursor= — q matches order id, number, ERP, WMS and tracking numbers exactly, customer by its beginning. */
export const OrderList = z.object({
  items: z.array(
    OrderView.omit({ lines: true, shipments: true, fulfillments: true, changes: true, returns: true, milestones: true }).extend({
      exceptions: z.number(),
    }),
  ),
  next: z.string().nullable(),
});
export type OrderList = z.infer<typeof OrderList>;
export const OrderQuery = z.object({
  q: z.string().max(200).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** POST /v1/orders/:orderId/retry */
export const OrderRetryAnswer = z.object({ retried: z.boolean() });

/** POST /v1/orders/:orderId/hold — a person holds the order back; `reason` is shown to whoever may release it. */
export const HoldRequest = z.object({ reason: z.string().trim().min(1).max(500) });
export const HoldAnswer = z.object({ held: z.literal(true) });

/** POST /v1/orders/:orderId/release — ends a person's hold. */
export const ReleaseAnswer = z.object({ released: z.literal(true) });

const Units = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, 'it must be a count like "2" or "0.75"');

/** POST /v1/orders/:orderId/returns — goods that the customer may send back; `exchange` is what goes out instead. */
export const ReturnRequest = z.object({
  lines: z
    .array(z.object({ lineId: z.string().min(1).max(100), quantity: Units, reason: z.string().max(500).default('') }))
    .min(1)
    .max(1000),
  exchange: z
    .array(z.object({ sku: z.string().min(1).max(200), quantity: Units }))
    .max(1000)
    .default([]),
  trackingNumber: z.string().min(1).max(200).nullable().default(null),
});
export type ReturnRequest = z.infer<typeof ReturnRequest>;
export const ReturnAnswer = z.object({ requested: z.literal(true) });
