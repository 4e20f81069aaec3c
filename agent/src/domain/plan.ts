import type { ErrorCode, Owner } from '../errors/codes.ts';
import type { LookupKey } from './mapping.ts';
import type { HoldView } from './order-view.ts';
import type { OutboundDocument } from './outbound.ts';
import type { ConnectionId } from './reference.ts';

/** Which deliveries go first: orders before shipments before stock before catalogue before backfill. */
export const LANES = ['orders', 'shipments', 'stock', 'catalogue', 'backfill'] as const;
export type Lane = (typeof LANES)[number];

/** One write that should happen. `key` names it within its subject ("erp.sales-order") and stays the same for ever; `fingerprint` changes when the document's meaning changes. */
export interface PlannedDelivery {
  readonly key: string;
  readonly connection: ConnectionId;
  readonly lane: Lane;
  readonly fingerprint: string;
  readonly document: OutboundDocument;
}

/** One way out that a person can choose for an exception: `id` goes into the fact ("release"), `label` on the button. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** What a person must see about a subject; it closes by itself when the next plan no longer holds it. `key` is unique within the subject. */
export interface PlannedException {
  readonly key: string;
  readonly code: ErrorCode;
  /** One sentence in plain words with the values at fault. */
  readonly message: string;
  /** The lookup key whose mapping cures it, or null. */
  readonly missing: LookupKey | null;
  /** True when the retry button is of use. */
  readonly retriable: boolean;
  /** The team that is asked, when it is another than the code's. */
  readonly owner?: Owner;
  /** Ways out beside the retry; empty when there are none. */
  readonly choices: readonly Choice[];
}

/** What should be done about one subject: nothing in it is new when nothing has happened. `wakeAt` (ms since the epoch) asks to be planned again then. */
export interface Plan {
  readonly deliveries: readonly PlannedDelivery[];
  readonly exceptions: readonly PlannedException[];
  readonly wakeAt: number | null;
  /** What keeps the subject back on purpose; absent when nothing does. */
  readonly holds?: readonly HoldView[];
}
