import type { Selectable } from 'kysely';
import type { Codes, LookupKey, Mapping } from '../domain/mapping.ts';
import { labelId, lookupId } from '../domain/mapping.ts';
import { memoryOf } from './code-memory.ts';
import type { Readable, Tx } from './database.ts';
import type { MappingsTable } from './tables.ts';

export type MappingRecord = Selectable<MappingsTable>;

/** The codes for those of the keys that have a mapping. */
export async function lookUp(db: Readable, keys: readonly LookupKey[]): Promise<Codes> {
  const codes: Record<string, string> = {};
  const memory = memoryOf(db);
  for (const key of keys) {
    const id = lookupId(key);
    const known = memory?.get(id);
    const found = known === undefined ? ((await mappingOf(db, key)) ?? null) : known;
    if (known === undefined) memory?.set(id, found && { value: found.value, label: found.label });
    if (!found) continue;
    codes[id] = found.value;
    if (key.kind === 'carrier' && found.label !== '') codes[labelId(key)] = found.label;
  }
  return codes;
}

/** One row, or undefined when the key is not mapped. */
export function mappingOf(db: Readable, key: LookupKey): Promise<MappingRecord | undefined> {
  return db
    .selectFrom('mappings')
    .selectAll()
    .where('kind', '=', key.kind)
    .where('connection', '=', key.connection)
    .where('key', '=', key.key)
    .executeTakeFirst();
}

/** A page of one table in the order of its keys; `q` matches anywhere in key, value or label. */
export function listMappings(
  db: Readable,
  query: { kind: string; q: string | null; cursor: string | null; limit: number },
): Promise<MappingRecord[]> {
  let select = db.selectFrom('mappings').selectAll().where('kind', '=', query.kind).orderBy('key').orderBy('connection').limit(query.limit);
  if (query.cursor !== null) {
    const cut = query.cursor.lastIndexOf('|');
    const [key, connection] = [query.cursor.slice(0, cut), query.cursor.slice(cut + 1)];
    select = select.where((eb) => eb.or([eb('key', '>', key), eb.and([eb('key', '=', key), eb('connection', '>', connection)])]));
  }
  const q = query.q?.trim() ?? '';
  if (q !== '') {
    const like = `%${q.replace(/[%_]/g, '')}%`;
    select = select.where((eb) => eb.or([eb('key', 'like', like), eb('value', 'like', like), eb('label', 'like', like)]));
  }
  return select.execute();
}

/** Adds or changes a row if its version is still the expected one (null: must be new); returns the row now stored, with `saved` false when somebody else was faster. */
export async function saveMapping(
  tx: Tx,
  mapping: Mapping,
  expected: number | null,
  by: string,
  now: number,
): Promise<{ saved: boolean; row: MappingRecord }> {
  const stored = await mappingOf(tx, mapping);
  if (stored && stored.version !== expected) return { saved: false, row: stored };
  memoryOf(tx)?.forget();
  const row = { ...mapping, version: (stored?.version ?? 0) + 1, updated_at: now, updated_by: by };
  await tx
    .insertInto('mappings')
    .values(row)
    .onConflict((conflict) => conflict.columns(['kind', 'connection', 'key']).doUpdateSet(row))
    .execute();
  return { saved: true, row };
}

/** Removes a row if its version is still the expected one. */
export async function deleteMapping(tx: Tx, key: LookupKey, expected: number): Promise<boolean> {
  memoryOf(tx)?.forget();
  const result = await tx
    .deleteFrom('mappings')
    .where('kind', '=', key.kind)
    .where('connection', '=', key.connection)
    .where('key', '=', key.key)
    .where('version', '=', expected)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
