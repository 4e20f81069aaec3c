import { join } from 'node:path';
import { openForReading } from '../src/database/database.ts';
import { percentile, type Bench, type Figure } from './result.ts';
import { post, startSite, type Site } from './site.ts';

/** When something was done in the shop, by the id of its order. */
export type Moments = ReadonlyMap<number, number>;

const PAUSE_MS = 150;
const PATIENCE_MS = 30_000;

/** Single orders in a quiet hour: how soon the agent knows of each, and how soon the ERP has accepted it. */
export async function latency(dir: string, orders: number): Promise<Bench> {
  const site = await startSite({ dir, latency: 50 });
  try {
    await placeOneByOne(site, 5);
    const placed = await placeOneByOne(site, orders);
    await waitFor(site, placed);
    const seen = await millisecondsUntil(site, placed, 'fact');
    const accepted = await millisecondsUntil(site, placed, 'accepted');
    return {
      title: 'One order at a time, sandbox shop, every peer answers in 50 ms',
      figures: [...spread('change in the shop → fact in the agent', seen, 1000), ...spread('paid → accepted by the ERP', accepted, 2000)],
      skipped: null,
    };
  } finally {
    await site.stop();
  }
}

async function placeOneByOne(site: Site, orders: number): Promise<Moments> {
  const placed = new Map<number, number>();
  for (let n = 0; n < orders; n += 1) {
    const at = Date.now();
    const { ids } = (await post(`${String(site.shop['url'])}/_place`, { count: 1 })) as { ids: number[] };
    for (const id of ids) placed.set(id, at);
    await new Promise((next) => setTimeout(next, PAUSE_MS));
  }
  return placed;
}

/** Waits until the ERP has accepted each of them. */
export async function waitFor(site: Site, moments: Moments): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while ((await times(site, 'accepted', moments)).size < moments.size) {
    if (Date.now() > until) throw new Error('The ERP did not accept every order within half a minute.');
    await new Promise((next) => setTimeout(next, 200));
  }
}

/** From the shop to the first fact recorded, or to the ERP's acceptance, one figure for each order. */
export async function millisecondsUntil(site: Site, moments: Moments, what: 'fact' | 'accepted'): Promise<number[]> {
  const found = await times(site, what, moments);
  return [...moments].map(([id, at]) => (found.get(id) ?? Number.POSITIVE_INFINITY) - at);
}

async function times(site: Site, what: 'fact' | 'accepted', moments: Moments): Promise<Map<number, number>> {
  const db = openForReading(join(site.dir, 'data/crossdock.sqlite'));
  try {
    if (what === 'accepted') {
      const rows = await db.selectFrom('ledgers').select(['order_id', 'accepted_at']).where('accepted_at', 'is not', null).execute();
      return new Map(rows.flatMap((row) => (moments.has(Number(row.order_id)) ? [[Number(row.order_id), row.accepted_at ?? 0]] : [])));
    }
    const first = db
      .selectFrom('trace')
      .select((eb) => ['subject', eb.fn.min('at').as('at')])
      .where('kind', '=', 'fact')
      .groupBy('subject');
    return new Map((await first.execute()).map((row) => [Number(row.subject.split('/').pop()), row.at]));
  } finally {
    await db.destroy();
  }
}

/** Half and nearly all of a sample, the latter with its target. */
export function spread(name: string, sample: readonly number[], atMost: number | null): Figure[] {
  const note = `${sample.length} samples`;
  return [
    { name: `${name}, p50`, value: percentile(sample, 0.5), unit: 'ms', target: null, note },
    { name: `${name}, p95`, value: percentile(sample, 0.95), unit: 'ms', target: atMost === null ? null : { atMost }, note },
  ];
}
