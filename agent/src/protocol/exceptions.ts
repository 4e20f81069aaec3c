import { z } from 'zod';
import { LookupKey } from '../domain/mapping.ts';

/** A thing that a person must see. `key` is its name within its order; `title` and `cure` come from the code table, `message` holds the values at fault; `missing` is the mapping that cures it, or null; `choices` are the ways out that a person can choose, empty when there are none. */
export const ExceptionRow = z.object({
  id: z.string(),
  key: z.string(),
  code: z.string(),
  class: z.enum(['technical', 'master-data', 'business']),
  owner: z.enum(['integration', 'ecommerce', 'erp', 'warehouse', 'finance']),
  title: z.string(),
  message: z.string(),
  cure: z.string(),
  subject: z.string().nullable(),
  orderId: z.string().nullable(),
  orderNumber: z.string().nullable(),
  connection: z.string().nullable(),
  missing: LookupKey.nullable(),
  retriable: z.boolean(),
  choices: z.array(z.object({ id: z.string(), label: z.string() })),
  state: z.enum(['open', 'closed']),
  since: z.string(),
  closedAt: z.string().nullable(),
});
export type ExceptionRow = z.infer<typeof ExceptionRow>;

/** GET /v1/exceptions: newest first; `next` is the cursor of the next page or null; `counts` are of all open ones. */
export const ExceptionList = z.object({
  items: z.array(ExceptionRow),
  next: z.string().nullable(),
  counts: z.object({ open: z.number(), byClass: z.record(z.string(), z.number()) }),
});
export type ExceptionList = z.infer<typeof ExceptionList>;

export const ExceptionQuery = z.object({
  state: z.enum(['open', 'closed']).default('open'),
  class: z.enum(['technical', 'master-data', 'business']).optional(),
  q: z.string().max(200).optional(),
  orderId: z.string().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ExceptionQuery = z.infer<typeof ExceptionQuery>;

/** POST /v1/exceptions/retry: tries again all that is named; the answer counts the subjects woken. */
export const RetryRequest = z.object({ ids: z.array(z.string()).min(1).max(500) });
export const RetryAnswer = z.object({ retried: z.number() });
export type RetryAnswer = z.infer<typeof RetryAnswer>;

/** POST /v1/exceptions/:id/decide: the person's choice, one of those that the open exception offers. */
export const DecideRequest = z.object({ choice: z.string().min(1).max(100) });
export const DecideAnswer = z.object({ decided: z.literal(true) });
