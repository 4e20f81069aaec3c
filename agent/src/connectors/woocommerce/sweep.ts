import { z } from 'zod';
import type { Page, RawDocument } from '../../connector/contract.ts';
import type { Params, Shop } from './client.ts';
import { expectShape } from './errors.ts';
import { DECIMALS, rawOrder } from './raw-order.ts';
import { withRefunds } from './read-refunds.ts';

/** Any order: only what paging needs is looked at here, the rest is the mapper's. */
export const Orders = z.array(z.looseObject({ id: z.number().int(), date_modified_gmt: z.string().nullish() }));

const PAGE = 100;

/** Where the sweep stands: one position for orders, one for the trash, because WooCommerce lists them apart. Both are the shop's own times. */
interface Position {
  readonly any: string | null;
  readonly trash: string | null;
}

/** Reads all orders that changed since the cursor, oldest change first. */
export async function* sweepOrders(shop: Shop, cursor: string | null, overlapSeconds: number): AsyncIterable<Page> {
  let position = parsePosition(cursor);
  for (const status of ['any', 'trash'] as const) {
    const from = position[status] === null ? null : shift(position[status], -overlapSeconds);
    for await (const { documents, until } of windows(shop, status, from)) {
      position = { ...position, [status]: later(position[status], until) };
      yield { documents, cursor: JSON.stringify(position) };
    }
  }
}

/**
 * Times have whole seconds and "after" is strict, so each window starts one second before the last change seen and known orders are
 * dropped. When one second fills a page, the window cannot move and its pages are counted instead.
 */
async function* windows(
  shop: Shop,
  status: string,
  from: string | null,
): AsyncIterable<{ documents: readonly RawDocument[]; until: string | null }> {
  let seen = new Set<string>();
  let after = from;
  let page = 1;
  for (;;) {
    const given = expectShape(Orders, await shop.v3.get('orders', query(status, after, page)), 'GET orders');
    const documents = (await withRefunds(shop, given)).map(rawOrder).filter((document) => isNew(seen, document));
    const until = given.reduce<string | null>((latest, order) => later(latest, order.date_modified_gmt ?? null), null);
    if (documents.length > 0) yield { documents, until };
    if (given.length < PAGE) return;
    const next = until === null ? null : shift(until, -1);
    const moves = next !== null && (after === null || next > after);
    page = moves ? 1 : page + 1;
    if (!moves) continue;
    after = next;
    // Only the orders of the last second can come again.
    const again = new Set(given.filter((order) => order.date_modified_gmt === until).map((order) => String(order.id)));
    seen = new Set([...seen].filter((key) => again.has(key.split(' ')[0] ?? '')));
  }
}

function isNew(seen: Set<string>, { id, version }: RawDocument): boolean {
  const key = `${id} ${version}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function query(status: string, after: string | null, page: number): Params {
  return {
    status,
    orderby: 'modified',
    order: 'asc',
    per_page: String(PAGE),
    page: String(page),
    dp: DECIMALS,
    dates_are_gmt: 'true',
    ...(after === null ? {} : { modified_after: after }),
  };
}

function shift(time: string, seconds: number): string {
  return new Date(Date.parse(`${time}Z`) + seconds * 1000).toISOString().slice(0, 19);
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

const StoredPosition = z.object({ any: z.iso.datetime({ local: true }).nullable(), trash: z.iso.datetime({ local: true }).nullable() });

function parsePosition(cursor: string | null): Position {
  if (cursor === null) return { any: null, trash: null };
  return expectShape(StoredPosition, JSON.parse(cursor), 'its own cursor');
}
