import { z } from 'zod';
import { Mapping } from '../domain/mapping.ts';

/** A mapping row with its version for optimistic saving; `waiting` counts the orders that wait for exactly this key (0 for most). */
export const MappingRow = Mapping.extend({ version: z.number().int(), updatedAt: z.string(), updatedBy: z.string() });
export type MappingRow = z.infer<typeof MappingRow>;

/** A key that orders wait for and that has no mapping yet. */
export const MissingMapping = Mapping.pick({ kind: true, connection: true, key: true }).extend({
  waiting: z.number(),
  example: z.string(),
});
export type MissingMapping = z.infer<typeof MissingMapping>;

/** GET /v1/mappings/:kind?q=&cursor= */
export const MappingList = z.object({ items: z.array(MappingRow), missing: z.array(MissingMapping), next: z.string().nullable() });
export type MappingList = z.infer<typeof MappingList>;

/** PUT /v1/mappings/:kind — adds or changes one row. `version` is the one shown to the person, null for a new row; another version in the database is a conflict. `woke` counts what went on because of it. */
export const MappingSave = Mapping.omit({ kind: true }).extend({ version: z.number().int().nullable() });
export type MappingSave = z.infer<typeof MappingSave>;
export const MappingSaved = z.object({ row: MappingRow, woke: z.number() });
export type MappingSaved = z.infer<typeof MappingSaved>;

/** POST /v1/mappings/:kind/delete */
export const MappingDelete = z.object({ connection: Mapping.shape.connection, key: Mapping.shape.key, version: z.number().int() });

/** GET /v1/options/:kind?connection=&q= — choices live from the party; `options` null when it cannot list them. */
export const OptionList = z.object({
  options: z.array(z.object({ value: z.string(), label: z.string() })).nullable(),
  message: z.string().nullable(),
});
export type OptionList = z.infer<typeof OptionList>;
