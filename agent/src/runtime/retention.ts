import type { Database } from '../database/database.ts';
import { emptyOldPayloads, forgetClosedExceptions } from '../database/prune.ts';

const DAY_MS = 86_400_000;

/** How long things are kept, in days. */
export interface Retention {
  readonly payloadDays: number;
  readonly closedExceptionDays: number;
}

/** The nightly clean-up: in small steps, so that orders never wait for it. */
export async function prune(database: Database, retention: Retention, now: number): Promise<void> {
  for (const [days, step] of [
    [retention.payloadDays, emptyOldPayloads],
    [retention.closedExceptionDays, forgetClosedExceptions],
  ] as const) {
    while ((await database.write((tx) => step(tx, now - days * DAY_MS))) > 0);
  }
}
