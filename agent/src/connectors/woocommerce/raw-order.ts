import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RawDocument } from '../../connector/contract.ts';
import { maskCardMeta, maskCards, maskFeeName } from './card-codes.ts';

/** Decimals asked of the shop: WooCommerce keeps six, and rounding them away would lose the cent that makes an order tie. */
export const DECIMALS = '6';

// WooCommerce writes an empty text where a rate does not touch a line, and null where a plugin removed a value.
const decimal = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value)));
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const count = z.coerce.number().int().nonnegative();
const meta = z.array(z.object({ key: z.string(), value: z.json() })).default([]);
const taxes = z.array(z.object({ id: z.coerce.string(), total: decimal })).default([]);

const RawAddress = z.object({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  city: text,
  state: text,
  postcode: text,
  country: text,
  email: text,
  phone: text,
});
export type RawAddress = z.output<typeof RawAddress>;

const RawLine = z.object({
  id: count,
  name: text,
  product_id: count.default(0),
  variation_id: count.default(0),
  quantity: z.coerce.number(),
  subtotal: decimal,
  total: decimal,
  taxes,
  meta_data: meta,
  sku: text,
});

const RawCharge = z.object({ id: count, total: decimal, taxes, meta_data: meta });

/** A refund in an order; `parts` is missing in orders that were kept before refunds were read, `of` names the part of the order that is given back. */
const RawRefund = z.object({
  id: count.default(0),
  total: decimal,
  reason: text,
  date_created_gmt: text,
  amount: decimal,
  reference: z.string().nullable().default(null),
  parts: z
    .array(z.object({ kind: z.enum(['line', 'charge']), of: z.string().nullable(), quantity: z.coerce.number(), total: decimal, taxes }))
    .optional(),
});

/** An order of wc/v3, as far as we read it. */
export const RawOrder = z.object({
  id: count,
  number: z.coerce.string(),
  status: z.string(),
  created_via: text,
  currency: z.string().regex(/^[A-Z]{3}$/, 'is not a currency code'),
  date_created_gmt: text,
  date_modified_gmt: text,
  date_paid_gmt: text,
  prices_include_tax: z.boolean(),
  customer_id: count,
  customer_note: text,
  billing: RawAddress,
  shipping: RawAddress,
  payment_method: text,
  payment_method_title: text,
  transaction_id: text,
  total: decimal,
  total_tax: decimal,
  meta_data: meta,
  line_items: z.array(RawLine),
  tax_lines: z.array(
    z.object({
      rate_id: z.coerce.string(),
      rate_code: text,
      label: text,
      rate_percent: z.union([z.number(), z.string()]).nullish(),
      tax_total: decimal,
      shipping_tax_total: decimal,
    }),
  ),
  shipping_lines: z.array(RawCharge.extend({ method_id: text, instance_id: text, method_title: text })),
  fee_lines: z.array(RawCharge.extend({ name: text })),
  coupon_lines: z.array(z.object({ code: z.string() })),
  refunds: z.array(RawRefund).default([]),
  gift_cards: z.array(z.object({ id: z.coerce.string(), code: text, amount: decimal })).default([]),
  pw_gift_card_lines: z.array(z.object({ id: z.coerce.string(), card_number: text, amount: decimal })).default([]),
});
export type RawOrder = z.output<typeof RawOrder>;

/** An order as the shop gives it. */
export interface GivenOrder {
  readonly id: number;
  readonly [field: string]: unknown;
}

/** What stands for an order that the shop no longer has; `at` is when the shop told of it. */
export const DeletedOrder = z.object({ id: z.string(), deleted: z.literal(true), at: z.string() });

/** What stands for an order whose reading makes the shop fail. */
export const UnreadableOrder = z.object({ id: z.string(), unreadable: z.string() });

const DROPPED = [
  '_links',
  'payment_url',
  'cart_hash',
  'order_key',
  'customer_ip_address',
  'customer_user_agent',
  'is_editable',
  'needs_payment',
  'needs_processing',
];
const NOISE = /^_(wc_order_attribution_|crossdock_|edit_lock|wc_shipment_tracking_items|fulfillment_status)/;
const CLOCK = new Set(['date_modified', 'date_modified_gmt']);

/** Trims what is noise or too personal to keep, and versions the rest: our own writes move the modification date but not the version. */
export function rawOrder(given: GivenOrder): RawDocument {
  const kept = Object.entries(given).filter(([field]) => !DROPPED.includes(field));
  const raw = Object.fromEntries(kept.map(([field, value]) => [field, trim(field, value)]));
  const content = Object.fromEntries(Object.entries(raw).filter(([field]) => !CLOCK.has(field)));
  // WooCommerce writes the fields of an order always in the same sequence, so nothing has to be sorted for the hash.
  const version = createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
  return { id: String(given.id), version, raw };
}

function trim(field: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (field === 'meta_data') return withoutNoise(value);
  if (field === 'gift_cards' || field === 'pw_gift_card_lines') return maskCards(field, value);
  if (!field.endsWith('_lines') && field !== 'line_items') return value;
  return value.map((line: unknown) => {
    if (line === null || typeof line !== 'object') return line;
    const { image: _image, meta_data: lineMeta, ...rest } = line as Record<string, unknown>;
    if (field === 'fee_lines' && typeof rest['name'] === 'string') rest['name'] = maskFeeName(rest['name']);
    return { ...rest, meta_data: Array.isArray(lineMeta) ? withoutNoise(lineMeta) : [] };
  });
}

function withoutNoise(metas: readonly unknown[]): unknown[] {
  const plain = metas.filter((row): row is { key: string; value: unknown } => typeof (row as { key?: unknown } | null)?.key === 'string');
  return plain.filter(({ key }) => !NOISE.test(key)).map(({ key, value }) => ({ key, value: maskCardMeta(key, value) }));
}
