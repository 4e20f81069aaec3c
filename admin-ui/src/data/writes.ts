import type { RetryAnswer } from '../../../agent/src/protocol/exceptions.ts';
import type { MappingSaved } from '../../../agent/src/protocol/mappings.ts';
import type { MappingKind } from './reads.ts';
import { request, withQuery } from './request.ts';

/** One mapping as a person typed it; `version` is the one that was shown, null for a new row. */
export interface MappingDraft {
  readonly connection: string;
  readonly key: string;
  readonly value: string;
  readonly label: string;
  readonly version: number | null;
}

/** A one-time pairing code; `expires_at` ISO 8601 UTC. */
export interface PairingCode {
  readonly code: string;
  readonly expires_at: string;
  readonly command: string;
}

const post = (path: string, body: unknown = {}): Promise<unknown> => request(path, { method: 'POST', body });

export async function retryExceptions(ids: readonly string[]): Promise<number> {
  const answer = (await post('agent/exceptions/retry', { ids })) as RetryAnswer;
  return answer.retried;
}

export async function retryOrder(orderId: string, connection?: string): Promise<boolean> {
  const answer = (await post(withQuery(`agent/orders/${encodeURIComponent(orderId)}/retry`, { connection }))) as { retried: boolean };
  return answer.retried;
}

export async function decideException(id: string, choice: string): Promise<void> {
  await post(`agent/exceptions/${encodeURIComponent(id)}/decide`, { choice });
}

export async function saveMapping(kind: MappingKind, draft: MappingDraft): Promise<MappingSaved> {
  return (await request(`agent/mappings/${kind}`, { method: 'PUT', body: draft })) as MappingSaved;
}

export async function deleteMapping(kind: MappingKind, row: { connection: string; key: string; version: number }): Promise<void> {
  await post(`agent/mappings/${kind}/delete`, { connection: row.connection, key: row.key, version: row.version });
}

export async function makePairingCode(): Promise<PairingCode> {
  return (await post('pairing-code')) as PairingCode;
}

export async function unpair(): Promise<void> {
  await post('unpair');
}

export async function acceptFence(): Promise<void> {
  await post('fence/accept');
}
