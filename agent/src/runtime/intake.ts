import type { Page, Reader, Session } from '../connector/contract.ts';
import { count } from '../database/counters.ts';
import { cursorOf, moveCursor } from '../database/cursors.ts';
import type { Database } from '../database/database.ts';
import { storeReceived } from '../database/envelopes.ts';
import type { InboundKind } from '../domain/inbound.ts';
import { receive } from '../pipeline/receive.ts';
import type { Connection } from './connections.ts';
import { concernsConnection } from './health.ts';

/** What reading needs, and whom to tell that something came. */
export interface IntakeContext {
  readonly database: Database;
  readonly now: () => number;
  readonly onReceived: () => void;
}

const CLAIM_LIMIT = 100;

/** Reads everything of one kind since the stored cursor; raw documents and cursor are stored together. Returns how many were new. */
export async function pollOnce(context: IntakeContext, connection: Connection, kind: InboundKind): Promise<number> {
  let fresh = 0;
  await connection.use(async (session) => {
    const reader = readerOf(session, kind);
    if (!reader) return;
    const cursor = await cursorOf(context.database.read, connection.id, kind);
    for await (const page of reader.read(cursor)) fresh += await store(context, connection, kind, page);
  }, 'poll');
  return fresh;
}

/** Takes what the party keeps for us until it keeps no more. Returns how many were new. */
export async function claimAll(context: IntakeContext, connection: Connection, kind: InboundKind): Promise<number> {
  let fresh = 0;
  await connection.use(async (session) => {
    const reader = readerOf(session, kind);
    for (;;) {
      const page = await reader?.claim?.(CLAIM_LIMIT);
      if (!page || (page.documents.length === 0 && !page.acknowledge)) return;
      fresh += await store(context, connection, kind, page);
    }
  }, 'feed');
  return fresh;
}

/** Reads single documents that somebody named. */
export async function readNamed(context: IntakeContext, connection: Connection, kind: InboundKind, ids: readonly string[]): Promise<void> {
  await connection.use(async (session) => {
    const reader = readerOf(session, kind);
    for (const id of ids) {
      const document = await reader?.readOne(id);
      if (document) await store(context, connection, kind, { documents: [document], cursor: null });
    }
  }, 'poll');
}

async function store(context: IntakeContext, connection: Connection, kind: InboundKind, page: Page): Promise<number> {
  const now = context.now();
  const rows = receive(page, connection.id, kind, now);
  const { fresh } = await context.database.write(async (tx) => {
    const stored = await storeReceived(tx, rows);
    if (page.cursor !== null) await moveCursor(tx, connection.id, kind, page.cursor, now);
    await count(tx, 'duplicates-prevented', now, stored.unchanged);
    return stored;
  });
  await page.acknowledge?.();
  if (fresh > 0) context.onReceived();
  return fresh;
}

function readerOf(session: Session, kind: InboundKind): Reader | undefined {
  return session.readers[kind];
}

/** Runs a read and turns a failing connection into a later try; anything else is thrown on. */
export async function unlessDown(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (concernsConnection(error)) return false;
    throw error;
  }
}
