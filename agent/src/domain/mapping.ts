import { z } from 'zod';
import { ConnectionId } from './reference.ts';

/** The code tables that a merchant maintains. */
export const MappingKind = z.enum(['sku', 'location', 'carrier', 'shipping-method', 'payment-method', 'tax', 'status', 'unit']);
export type MappingKind = z.infer<typeof MappingKind>;

/** One row: in table `kind`, our `key` (a SKU, a location code, a warehouse's carrier code) is `value` at the party `connection`; `label` is the party's name for it, for people. */
export const Mapping = z.object({
  kind: MappingKind,
  connection: ConnectionId,
  key: z.string().min(1).max(200),
  value: z.string().min(1).max(200),
  label: z.string().max(200),
});
export type Mapping = z.infer<typeof Mapping>;

/** What has to be looked up before a document can go on. */
export const LookupKey = Mapping.pick({ kind: true, connection: true, key: true });
export type LookupKey = z.infer<typeof LookupKey>;

/** Codes found for lookup keys, by `lookupId`; a key that is absent has no mapping. */
export type Codes = Readonly<Record<string, string>>;

/** The one text form of a lookup key, used in ledgers, waits and exceptions ("sku|erp|MUG-01"). */
export function lookupId(key: LookupKey): string {
  return `${key.kind}|${key.connection}|${key.key}`;
}

/** Where a carrier mapping's label stands among codes: customers read it, so it travels with the code. */
export function labelId(key: LookupKey): string {
  return `${lookupId(key)}#label`;
}
