import type { Database, Tx } from '../database/database.ts';
import { deliveriesOfAll, type DeliveryHead } from '../database/deliveries.ts';
import { openOfAll, type ExceptionRecord } from '../database/exceptions.ts';
import { cursorAfter, ledgersBetween, ledgersNamed, versionOf, type LedgerRow } from '../database/ledgers.ts';
import { lookUp } from '../database/mappings.ts';
import { labelId, lookupId, type LookupKey } from '../domain/mapping.ts';
import { SubjectKey } from '../domain/reference.ts';
import type { OrderLedger } from '../ledgers/order/ledger.ts';
import { readLedger } from '../ledgers/order/read-ledger.ts';
import { lookupsNeeded } from '../ledgers/order/lookups.ts';
import { plan } from '../ledgers/order/plan.ts';
import { record } from '../ledgers/order/record.ts';
import { viewOf } from '../ledgers/order/view.ts';
import type { ReplanAnswer, Replanned, ReplanRequest } from '../protocol/replan.ts';
import { rowOf, saysTheSame } from './subject-exceptions.ts';
import { isPassing, needsArming, recordFacts, save, type Recorded, type RecordingContext, type Seen } from './subject.ts';

/** What planning many subjects again needs. */
export interface ReplanContext extends RecordingContext {
  readonly database: Database;
  readonly onRecorded: (recorded: readonly Recorded[]) => void;
}

/** So many are looked at between two turns of the event loop, so that orders that come meanwhile do not wait. */
const CHUNK = 250;

/**
 * Plans subjects again with the mappings and the policy of now. Looking is done purely, on values that are read in pages; only
 * what would come out otherwise is recorded, each in a transaction that reads it anew.
 */
export async function replan(context: ReplanContext, request: ReplanRequest): Promise<ReplanAnswer> {
  const rows = await pageOf(context.database, request);
  const codes = new CodeBook(context.database);
  const changed: Replanned[] = [];
  for (let at = 0; at < rows.length; at += CHUNK) {
    const found = await look(context, rows.slice(at, at + CHUNK), codes);
    changed.push(...(await Promise.all(found.map((one) => (request.dryRun ? one.change : carryOut(context, one))))));
    await new Promise((next) => setImmediate(next));
  }
  const last = rows.at(-1);
  const more = request.subjects === null && last !== undefined && rows.length === request.limit;
  return { looked: rows.length, changed, next: more ? cursorAfter(last) : null };
}

function pageOf({ read }: Database, { subjects, since, until, after, limit }: ReplanRequest): Promise<LedgerRow[]> {
  if (subjects) return ledgersNamed(read, subjects);
  const ms = (time: string | null): number | null => (time === null ? null : Date.parse(time));
  return ledgersBetween(read, { since: ms(since), until: ms(until), after, limit });
}

async function look(context: ReplanContext, rows: readonly LedgerRow[], codes: CodeBook): Promise<Found[]> {
  const { read } = context.database;
  const subjects = rows.map((row) => row.subject);
  const deliveries = await deliveriesOfAll(read, subjects);
  const exceptions = await openOfAll(read, subjects);
  const changed: Found[] = [];
  for (const row of rows) {
    const stored = { deliveries: deliveries.get(row.subject) ?? [], exceptions: exceptions.get(row.subject) ?? [] };
    const found = await lookAtOne(context, row, codes, stored).catch((error: unknown) => failedOne(context, row, error));
    if (found) changed.push(found);
  }
  return changed;
}

/** A change, with what it was found in; `seen` is null when looking failed. */
interface Found {
  readonly change: Replanned;
  readonly row: LedgerRow;
  readonly seen: Seen | null;
}

interface Stored {
  readonly deliveries: readonly DeliveryHead[];
  readonly exceptions: readonly ExceptionRecord[];
}

async function lookAtOne(context: ReplanContext, row: LedgerRow, codes: CodeBook, stored: Stored): Promise<Found | null> {
  const { policy } = context;
  const before = readLedger(row.body);
  const found = await codes.of(lookupsNeeded(before, policy, true));
  const ledger = record(before, { kind: 'matched', at: new Date(context.now()).toISOString(), codes: found });
  const seen = { ledger, planned: plan(ledger, policy, context.now()), policy };
  const change = compare(row, before, seen, stored);
  return change && { change, row, seen };
}

/** One that cannot be read never keeps the others from being planned. */
function failedOne(context: ReplanContext, row: LedgerRow, error: unknown): Found {
  const { subject, number, stage } = row;
  context.log.error({ err: error, subject }, 'An order could not be planned again.');
  const problem = error instanceof Error ? error.message : String(error);
  const nothing = { sends: [], withdraws: [], opens: [], closes: [], codes: [] };
  return { change: { subject, number, stage: { before: stage, after: stage }, ...nothing, problem }, row, seen: null };
}

/** What recording the plan would change in the books; null when nothing. */
function compare(
  row: LedgerRow,
  before: OrderLedger,
  { ledger, planned, policy }: Seen,
  { deliveries, exceptions }: Stored,
): Replanned | null {
  const stored = new Map(deliveries.map((head) => [head.key, head]));
  const open = new Map(exceptions.map((record) => [record.key, record]));
  const subject = SubjectKey.parse(row.subject);
  const sends = planned.deliveries.filter((one) => {
    const head = stored.get(one.key);
    stored.delete(one.key);
    return !head || needsArming(head, one);
  });
  const opens = planned.exceptions.filter((one) => {
    const record = open.get(one.key);
    open.delete(one.key);
    return !record || !saysTheSame(record, rowOf(subject, ledger, one, 0));
  });
  const difference: Replanned = {
    subject,
    number: row.number,
    stage: { before: row.stage, after: viewOf(ledger, planned, policy).stage },
    sends: sends.map((one) => one.key),
    withdraws: [...stored.values()].filter(isPassing).map((head) => head.key),
    opens: opens.map((one) => one.key),
    closes: [...open.keys()],
    codes: ledger === before ? [] : Object.keys(ledger.codes).filter((id) => ledger.codes[id] !== before.codes[id]),
    problem: null,
  };
  const { stage, ...lists } = difference;
  const news = Object.values(lists).some((list) => Array.isArray(list) && list.length > 0);
  return news || stage.before !== stage.after || planned.wakeAt !== row.wake_at ? difference : null;
}

async function carryOut(context: ReplanContext, { change, row, seen }: Found): Promise<Replanned> {
  if (!seen) return change;
  try {
    const recorded = await context.database.write((tx) => recordOne(tx, context, change, row, seen));
    context.onRecorded([recorded]);
    return change;
  } catch (error) {
    return failedOne(context, row, error).change;
  }
}

/** Where nobody is told and nothing is sent, what was seen is written as it is, unless a fact has come in between; else all is read anew. */
async function recordOne(tx: Tx, context: ReplanContext, change: Replanned, row: LedgerRow, seen: Seen): Promise<Recorded> {
  const { sends, withdraws, opens, closes } = change;
  const quiet = [sends, withdraws, opens, closes].every((keys) => keys.length === 0);
  if (!quiet || (await versionOf(tx, row.subject)) !== row.version) return recordFacts(tx, context, SubjectKey.parse(row.subject), []);
  await save(tx, row, seen, true, context.now());
  return { subject: SubjectKey.parse(row.subject), connections: [], wakeAt: seen.planned.wakeAt };
}

/** The codes of many subjects, each looked up once: orders of one shop need the same few. */
class CodeBook {
  readonly #database: Database;
  readonly #known = new Map<string, readonly [string, string][]>();

  constructor(database: Database) {
    this.#database = database;
  }

  async of(keys: readonly LookupKey[]): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const key of keys) {
      const id = lookupId(key);
      const known = this.#known.get(id) ?? (await this.#lookUp(key, id));
      for (const [name, code] of known) found[name] = code;
    }
    return found;
  }

  async #lookUp(key: LookupKey, id: string): Promise<readonly [string, string][]> {
    const codes = await lookUp(this.#database.read, [key]);
    const entries = [id, labelId(key)].flatMap((name): [string, string][] => (codes[name] === undefined ? [] : [[name, codes[name]]]));
    this.#known.set(id, entries);
    return entries;
  }
}
