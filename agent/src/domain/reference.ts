import { z } from 'zod';

/** The name of one configured instance of a system ("shop", "erp", "wms"); lower-case, stable for ever because every stored key holds it. */
export const ConnectionId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/)
  .brand<'ConnectionId'>();
export type ConnectionId = z.infer<typeof ConnectionId>;

/** What a party is to us. */
export const Role = z.enum(['store', 'erp', 'wms', 'carrier', 'notifier']);
export type Role = z.infer<typeof Role>;

/** What a ledger is about: `connection/kind/id`, never a bare order number ("shop/sales-order/1001"). */
export const SubjectKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\/[a-z-]+\/.+$/)
  .brand<'SubjectKey'>();
export type SubjectKey = z.infer<typeof SubjectKey>;

/** Builds the key of a subject from its parts. */
export function subjectKey(connection: ConnectionId, kind: string, id: string): SubjectKey {
  return SubjectKey.parse(`${connection}/${kind}/${id}`);
}

/** Splits a subject key; the id may itself contain slashes. */
export function splitSubject(key: SubjectKey): { connection: ConnectionId; kind: string; id: string } {
  const [connection = '', kind = '', ...rest] = key.split('/');
  return { connection: ConnectionId.parse(connection), kind, id: rest.join('/') };
}

/** The reference that we give other parties for an order ("shop:1001"): unique over all shops, readable by people. */
export function orderReference(subject: SubjectKey): string {
  const { connection, id } = splitSubject(subject);
  return `${connection}:${id}`;
}

/** The subject of an order reference that we once gave away, or null when the text is not one of ours. A suffix after "/" (a fulfillment order) is dropped. */
export function subjectOfReference(reference: string): SubjectKey | null {
  const parts = /^([a-z][a-z0-9-]{0,30}):([^/\s]+)(?:\/.+)?$/.exec(reference);
  return parts ? SubjectKey.parse(`${parts[1]}/sales-order/${parts[2]}`) : null;
}

/** A document at a party: its kind and its id there, with the number that people use when it has one. */
export const ForeignRef = z.object({ id: z.string().min(1), number: z.string().nullable() });
export type ForeignRef = z.infer<typeof ForeignRef>;
