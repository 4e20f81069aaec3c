import { z } from 'zod';
import type { Shop } from './client.ts';
import { expectShape } from './errors.ts';
import { DECIMALS, type GivenOrder } from './raw-order.ts';

const PAGE = 100;
/** How many orders are asked for their refunds at a time. */
const LANES = 4;

const Meta = z.array(z.object({ key: z.string(), value: z.unknown() })).default([]);
const Part = z.looseObject({ id: z.number(), meta_data: Meta });
const Refunds = z.array(
  z.looseObject({
    id: z.number(),
    meta_data: Meta,
    line_items: z.array(Part).default([]),
    // Older shops leave these out.
    shipping_lines: z.array(Part).default([]),
    fee_lines: z.array(Part).default([]),
  }),
);
type Refund = z.output<typeof Refunds>[number];

/** Order meta by which our own refunds are known again. */
const REFERENCE = '_crossdock_refund';

/**
 * Orders with what their refunds are made of: an order itself only tells id, reason and sum of each. Refunds made since the order was read
 * are left for the next reading, so that the two never contradict each other.
 */
export async function withRefunds<O extends GivenOrder>(shop: Shop, orders: readonly O[]): Promise<O[]> {
  const done = [...orders];
  const waiting = orders.map((order, at) => ({ order, at })).filter(({ order }) => toldRefunds(order).length > 0);
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      done[next.at] = await detailed(shop, next.order);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return done;
}

const Told = z.array(z.looseObject({ id: z.number() }));

function toldRefunds(order: GivenOrder): z.output<typeof Told> {
  return Told.safeParse(order['refunds']).data ?? [];
}

async function detailed<O extends GivenOrder>(shop: Shop, order: O): Promise<O> {
  const known = new Map((await allRefunds(shop, order.id)).map((refund) => [refund.id, refund]));
  // A refund that was deleted meanwhile is no refund any more.
  const refunds = toldRefunds(order).flatMap(({ id, reason, total }) => {
    const details = known.get(id);
    return details ? [{ id, reason, total, ...kept(details) }] : [];
  });
  return { ...order, refunds };
}

/** Empty also when the order has gone since it was listed. */
async function allRefunds(shop: Shop, orderId: number): Promise<Refund[]> {
  const found: Refund[] = [];
  for (let page = 1; ; page += 1) {
    const params = { per_page: String(PAGE), page: String(page), orderby: 'id', order: 'asc', dp: DECIMALS };
    const given = expectShape(Refunds, await shop.v3.get(`orders/${orderId}/refunds`, params), `GET orders/${orderId}/refunds`);
    found.push(...given);
    if (given.length < PAGE) return found;
  }
}

/** The refund without names and pictures, which the order itself holds already. */
function kept(refund: Refund): Record<string, unknown> {
  const reference = refund.meta_data.find(({ key }) => key === REFERENCE)?.value;
  return {
    date_created_gmt: refund['date_created_gmt'],
    amount: refund['amount'],
    reference: typeof reference === 'string' && reference !== '' ? reference : null,
    parts: [
      ...refund.line_items.map((part) => ({ kind: 'line', ...keptPart(part) })),
      ...[...refund.shipping_lines, ...refund.fee_lines].map((part) => ({ kind: 'charge', ...keptPart(part) })),
    ],
  };
}

/** A part of a refund has an id of its own; the part of the order that it gives back stands in its meta. */
function keptPart(part: z.output<typeof Part>): Record<string, unknown> {
  const of = part.meta_data.find(({ key }) => key === '_refunded_item_id')?.value;
  return { of: of === undefined ? null : String(of), quantity: part['quantity'] ?? 0, total: part['total'], taxes: part['taxes'] ?? [] };
}
