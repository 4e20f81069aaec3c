import type { Reader } from '../connector/contract.ts';
import { InboundDocument } from '../domain/inbound.ts';
import type { ConnectionId } from '../domain/reference.ts';
import { ContractError, CrossdockError } from '../errors/errors.ts';

/** A canonical document, or why the raw one cannot be read. */
export type Normalized =
  { readonly kind: 'document'; readonly document: InboundDocument } | { readonly kind: 'unreadable'; readonly error: CrossdockError };

/** Makes a canonical document of a stored payload by the connector's pure mapper, and checks it. */
export function normalize(reader: Pick<Reader, 'toCanonical'>, foreignId: string, payload: string, from: ConnectionId): Normalized {
  try {
    const { version, raw } = JSON.parse(payload) as { version: string | null; raw: unknown };
    const checked = InboundDocument.safeParse(reader.toCanonical({ id: foreignId, version, raw }, from));
    if (checked.success) return { kind: 'document', document: checked.data };
    const issue = checked.error.issues[0];
    return unreadable(`${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'not valid'}`, foreignId);
  } catch (error) {
    if (error instanceof CrossdockError) return { kind: 'unreadable', error };
    return unreadable(error instanceof Error ? error.message : String(error), foreignId, error);
  }
}

function unreadable(reason: string, foreignId: string, cause?: unknown): Normalized {
  const message = `Document ${foreignId} cannot be read (${reason}).`;
  return { kind: 'unreadable', error: new ContractError({ code: 'document.unreadable', message, cause }) };
}
