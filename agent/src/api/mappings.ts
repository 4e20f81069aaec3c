import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { missingKeys, subjectsMissing } from '../database/exceptions.ts';
import { deleteMapping, listMappings, mappingOf, saveMapping, type MappingRecord } from '../database/mappings.ts';
import { audit } from '../database/settings.ts';
import { Mapping, MappingKind, type LookupKey } from '../domain/mapping.ts';
import { CrossdockError, TransientError } from '../errors/errors.ts';
import { MappingDelete, MappingSave, MissingMapping, type MappingList, type MappingSaved, type OptionList } from '../protocol/mappings.ts';
import type { Controls } from '../runtime/controls.ts';
import { allow, nameOf } from './caller.ts';
import { knownConnection } from './hooks.ts';
import { bodyOf, fit } from './input.ts';
import { Refused } from './refused.ts';
import { mappingRow } from './rows.ts';

const PAGE = 100;
/** The plugin waits ten seconds for an answer and would then take the agent for dead. */
const OPTIONS_WITHIN_MS = 8000;
const OfKind = z.object({ kind: MappingKind });
const ListQuery = z.object({ q: z.string().max(200).optional(), cursor: z.string().max(300).optional() });
const OptionQuery = z.object({ connection: z.string(), q: z.string().max(200).default('') });

export function mappingRoutes(app: FastifyInstance, controls: Controls): void {
  app.get('/v1/mappings/:kind', (request) => {
    allow(request, 'view_woocommerce_reports');
    return mappingPage(controls, fit(OfKind, request.params).kind, fit(ListQuery, request.query));
  });
  app.put('/v1/mappings/:kind', (request) => {
    const by = nameOf(allow(request, 'manage_woocommerce'));
    const { version, ...row } = bodyOf(request, MappingSave);
    return save(controls, tidy(controls, { ...fit(OfKind, request.params), ...row }), version, by);
  });
  app.post('/v1/mappings/:kind/delete', (request) => {
    const by = nameOf(allow(request, 'manage_woocommerce'));
    const { version, ...key } = bodyOf(request, MappingDelete);
    return remove(controls, { ...fit(OfKind, request.params), ...key }, version, by);
  });
  app.get('/v1/options/:kind', (request) => {
    allow(request, 'view_woocommerce_reports');
    const { connection, q } = fit(OptionQuery, request.query);
    return options(controls, fit(OfKind, request.params).kind, connection, q);
  });
}

async function mappingPage(controls: Controls, kind: MappingKind, query: z.infer<typeof ListQuery>): Promise<MappingList> {
  const db = controls.database.read;
  const records = await listMappings(db, { kind, q: query.q ?? null, cursor: query.cursor ?? null, limit: PAGE + 1 });
  const shown = records.slice(0, PAGE);
  const last = records.length > PAGE ? shown.at(-1) : undefined;
  const missing = (await missingKeys(db, kind)).flatMap(
    (row) => MissingMapping.safeParse({ ...row, kind, example: row.example ?? '' }).data ?? [],
  );
  return { items: shown.map(mappingRow), missing, next: last ? `${last.key}|${last.connection}` : null };
}

/** A code copied from elsewhere often brings blanks along; they would never match. Keys stay as they are: they must equal what the order holds. */
function tidy(controls: Controls, row: Mapping): Mapping {
  knownConnection(controls, row.connection);
  return fit(Mapping, { ...row, value: row.value.trim(), label: row.label.trim() });
}

async function save(controls: Controls, mapping: Mapping, version: number | null, by: string): Promise<MappingSaved> {
  const now = controls.now();
  const record = await controls.database.write(async (tx) => {
    if (version !== null && !(await mappingOf(tx, mapping))) throw conflict(null);
    const { saved, row } = await saveMapping(tx, mapping, version, by, now);
    if (!saved) throw conflict(row);
    await audit(tx, now, by, 'mapping.save', JSON.stringify({ ...mapping, version: row.version }));
    return row;
  });
  const woke = await controls.rematch(await subjectsMissing(controls.database.read, mapping));
  return { row: mappingRow(record), woke };
}

async function remove(controls: Controls, key: LookupKey, version: number, by: string): Promise<{ deleted: true }> {
  await controls.database.write(async (tx) => {
    const stored = await mappingOf(tx, key);
    if (!stored) throw new Refused(404, 'api.not-found', `"${key.key}" has no mapping any more; somebody else deleted it.`);
    if (!(await deleteMapping(tx, key, version))) throw conflict(stored);
    await audit(tx, controls.now(), by, 'mapping.delete', JSON.stringify({ ...key, value: stored.value, version }));
  });
  return { deleted: true };
}

function conflict(row: MappingRecord | null): Refused {
  const message = row
    ? `${row.updated_by} changed this row meanwhile: it now leads to "${row.value}". Look at it, then save again.`
    : 'Somebody deleted this row meanwhile. Look at the table, then save it as a new one.';
  return new Refused(409, 'api.conflict', message, { row: row ? mappingRow(row) : null });
}

/** A party that does not answer must not keep a person from typing a code by hand. */
async function options(controls: Controls, kind: MappingKind, connection: string, search: string): Promise<OptionList> {
  try {
    const found = await inTime(controls.options(knownConnection(controls, connection), kind, search));
    return { options: found === null ? null : found.map(({ value, label }) => ({ value, label })), message: null };
  } catch (error) {
    if (error instanceof CrossdockError && !(error instanceof Refused)) return { options: null, message: error.message };
    throw error;
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new TransientError({
      code: 'connection.timeout',
      message: 'The system did not answer in time. You can type the code by hand.',
    });
    timer = setTimeout(() => reject(error), OPTIONS_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
