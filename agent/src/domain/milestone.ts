import { z } from 'zod';

/** Internal steps of fulfilment, in the order in which they normally happen; never shown raw to a customer. */
export const Milestone = z.enum([
  'allocated',
  'released',
  'picked',
  'packed',
  'partially-shipped',
  'shipped',
  'backordered',
  'exception',
  'cancelled',
  'returned',
]);
export type Milestone = z.infer<typeof Milestone>;

/** A milestone with the time at which the party says that it was reached (ISO 8601 UTC). */
export const MilestoneReached = z.object({ milestone: Milestone, at: z.string() });
export type MilestoneReached = z.infer<typeof MilestoneReached>;

/** Milestones from which the warehouse can no longer give the goods back by a plain cancellation. */
export const TOO_LATE_TO_CANCEL: ReadonlySet<Milestone> = new Set(['picked', 'packed', 'partially-shipped', 'shipped']);
