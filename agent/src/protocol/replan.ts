import { z } from 'zod';

/** POST /v1/replan — plans orders again: those that are named, or a page of those made in a period (all when neither is given). `dryRun` only tells what would change. */
export const ReplanRequest = z.object({
  subjects: z.array(z.string().max(200)).max(500).nullable().default(null),
  since: z.iso.datetime().nullable().default(null),
  until: z.iso.datetime().nullable().default(null),
  after: z.string().max(300).nullable().default(null),
  limit: z.number().int().min(1).max(1000).default(500),
  dryRun: z.boolean().default(false),
});
export type ReplanRequest = z.infer<typeof ReplanRequest>;

/** What planning again changed about one order. `sends` and `withdraws` are keys of deliveries, `opens` and `closes` keys of exceptions, `codes` lookup keys whose codes are new; `problem` says why it failed, null when it did not. */
export const Replanned = z.object({
  subject: z.string(),
  number: z.string(),
  stage: z.object({ before: z.string(), after: z.string() }),
  sends: z.array(z.string()),
  withdraws: z.array(z.string()),
  opens: z.array(z.string()),
  closes: z.array(z.string()),
  codes: z.array(z.string()),
  problem: z.string().nullable(),
});
export type Replanned = z.infer<typeof Replanned>;

/** `looked` counts the orders of this page; `next` is the cursor of the next one, null after the last. */
export const ReplanAnswer = z.object({ looked: z.number(), changed: z.array(Replanned), next: z.string().nullable() });
export type ReplanAnswer = z.infer<typeof ReplanAnswer>;
