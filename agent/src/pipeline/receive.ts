import { createHash } from 'node:crypto';
import type { Page } from '../connector/contract.ts';
import type { InboundKind } from '../domain/inbound.ts';
import type { ConnectionId } from '../domain/reference.ts';

/** A received document, ready to be stored: its payload as text and the hash by which an unchanged one is recognised. */
export interface ReceivedDocument {
  readonly connection: ConnectionId;
  readonly kind: InboundKind;
  readonly foreignId: string;
  readonly hash: string;
  readonly payload: string;
  readonly at: number;
}

/** What a page brings, one row per document; of a document that stands twice in a page only the last counts. */
export function receive(page: Page, connection: ConnectionId, kind: InboundKind, at: number): ReceivedDocument[] {
  const byId = new Map<string, ReceivedDocument>();
  for (const { id, version, raw } of page.documents) {
    const payload = JSON.stringify({ version, raw });
    const hash = createHash('sha256').update(payload).digest('base64url');
    byId.set(id, { connection, kind, foreignId: id, hash, payload, at });
  }
  return [...byId.values()];
}
