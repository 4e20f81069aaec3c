import { z } from 'zod';
import type { Page, RawDocument, Reader } from '../../connector/contract.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { subjectOfReference } from '../../domain/reference.ts';
import { ContractError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';
import { readOrder, readOrders, RawOrder, shipmentIdOf } from './order-raw.ts';
import { lastStamp, orderState } from './order-state.ts';
import { datetime } from './wire.ts';

/** Where we are in the changes: the newest stamp seen, and what changed so shortly before it that it will be read again. */
const Position = z.object({ at: z.string(), seen: z.record(z.string(), z.object({ version: z.string(), at: z.string() })) });
type Position = z.infer<typeof Position>;

// A stamp is taken when a transaction begins, so a long one shows up behind newer stamps.
const OVERLAP_MS = 30_000;
const PAGE = 50;
const BATCH = 500;

/** Reads the states of our sales by what changed: the sale itself, its shipments, its moves. */
export function orderStates(erp: Erp): Reader {
  return {
    read: (cursor) => pages(erp, positionOf(cursor)),
    readOne: async (id) => {
      const raw = /^\d+$/.test(id) ? await readOrder(erp, Number(id)) : null;
      return raw !== null && isOurs(raw) ? documentOf(raw) : null;
    },
    toCanonical: (document) => orderState(parseRaw(document)),
  };
}

async function* pages(erp: Erp, from: Position | null): AsyncIterable<Page> {
  const ids = from === null ? await allSales(erp) : await changedSales(erp, overlapped(from.at));
  let position = from ?? { at: '', seen: {} };
  const raws: RawOrder[] = [];
  for (let start = 0; start < ids.length; start += PAGE)
    raws.push(...(await readOrders(erp, ids.slice(start, start + PAGE))).filter(isOurs));
  raws.sort((a, b) => (lastStamp(a) < lastStamp(b) ? -1 : 1));
  for (let start = 0; start < raws.length; start += PAGE) {
    const documents = raws.slice(start, start + PAGE).map((raw) => ({ document: documentOf(raw), at: lastStamp(raw) }));
    const news = documents.filter(({ document }) => position.seen[document.id]?.version !== document.version);
    position = movedOn(position, documents);
    if (news.length > 0) yield { documents: news.map(({ document }) => document), cursor: JSON.stringify(position) };
  }
}

/** Pure: the position after these documents; forgets versions that the overlap no longer reaches. */
function movedOn(position: Position, documents: readonly { document: RawDocument; at: string }[]): Position {
  const at = documents.reduce((last, each) => (each.at > last ? each.at : last), position.at);
  const seen = { ...position.seen };
  for (const each of documents) seen[each.document.id] = { version: each.document.version ?? '', at: each.at };
  const since = overlapped(at);
  return { at, seen: Object.fromEntries(Object.entries(seen).filter(([, entry]) => entry.at >= since)) };
}

async function allSales(erp: Erp): Promise<number[]> {
  return search(erp, 'sale.sale', [['web_id', '!=', null]], z.object({ id: z.number() }), (row) => row.id);
}

async function changedSales(erp: Erp, since: string): Promise<number[]> {
  const stamp = datetime(since);
  const changed = [
    'OR',
    ['write_date', '>=', stamp],
    [
      ['write_date', '=', null],
      ['create_date', '>=', stamp],
    ],
  ];
  const sales = await search(erp, 'sale.sale', [['web_id', '!=', null], changed], z.object({ id: z.number() }), (row) => row.id);
  const moved = await search(
    erp,
    'stock.move',
    [['shipment', 'like', 'stock.shipment.out,%'], changed],
    z.object({ shipment: z.string().nullable() }),
    (row) => shipmentIdOf(row.shipment),
  );
  const shipped = await search(erp, 'stock.shipment.out', [changed], z.object({ id: z.number() }), (row) => row.id);
  const shipments = [...new Set([...moved, ...shipped])].map((id) => `stock.shipment.out,${id}`);
  const behind: number[] = [];
  for (let start = 0; start < shipments.length; start += BATCH) {
    const domain = [
      ['shipment', 'in', shipments.slice(start, start + BATCH)],
      ['origin', 'like', 'sale.line,%'],
    ];
    behind.push(...(await search(erp, 'stock.move', domain, z.object({ sale: z.number().nullable() }), (row) => row.sale)));
  }
  return [...new Set([...sales, ...behind])].sort((a, b) => a - b);
}

async function search<S extends z.ZodRawShape>(
  erp: Erp,
  model: string,
  domain: readonly unknown[],
  schema: z.ZodObject<S>,
  pick: (row: z.output<z.ZodObject<S>>) => number | null,
): Promise<number[]> {
  const ids: number[] = [];
  for (let offset = 0; ; offset += BATCH) {
    const rows = await erp.search(model, domain, schema, { offset, limit: BATCH });
    ids.push(...rows.map(pick).filter((id) => id !== null));
    if (rows.length < BATCH) return ids;
  }
}

function documentOf(raw: RawOrder): RawDocument {
  return { id: String(raw.sale.id), version: fingerprint({ ...orderState(raw), updatedAt: '' }), raw };
}

// A sale of another web shop has a web id too, but not one that we gave.
function isOurs(raw: RawOrder): boolean {
  return raw.sale.web_id !== null && subjectOfReference(raw.sale.web_id) !== null;
}

function overlapped(stamp: string): string {
  const time = Date.parse(stamp);
  return Number.isNaN(time) ? stamp : new Date(time - OVERLAP_MS).toISOString();
}

function positionOf(cursor: string | null): Position | null {
  if (cursor === null) return null;
  const position = Position.safeParse(jsonOf(cursor));
  if (position.success) return position.data;
  throw new ContractError({ code: 'document.unreadable', message: "The stored position in Tryton's changes cannot be read." });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function parseRaw(document: RawDocument): RawOrder {
  const raw = RawOrder.safeParse(document.raw);
  if (raw.success) return raw.data;
  const issue = raw.error.issues[0];
  throw new ContractError({
    code: 'document.unreadable',
    message: `Sale ${document.id} of Tryton has an unexpected ${issue?.path.join('.') ?? 'shape'}.`,
    facts: { field: issue?.path.join('.') ?? '', issue: issue?.message ?? '' },
  });
}
