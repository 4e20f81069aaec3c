import { z } from 'zod';
import type { Option } from '../../connector/contract.ts';
import type { MappingKind } from '../../domain/mapping.ts';
import type { Shop } from './client.ts';
import { expectShape } from './errors.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const UsedOrders = z.array(
  z.object({
    status: text,
    payment_method: text,
    payment_method_title: text,
    shipping_lines: z.array(z.object({ method_id: text, method_title: text })),
    tax_lines: z.array(z.object({ rate_code: text, label: text, rate_percent: z.union([z.number(), z.string()]).nullish() })),
  }),
);
type UsedOrder = z.output<typeof UsedOrders>[number];

const FIELDS = 'status,payment_method,payment_method_title,shipping_lines,tax_lines';

const PICKS: Partial<Record<MappingKind, (order: UsedOrder) => readonly Option[]>> = {
  status: (order) => [{ value: order.status, label: order.status }],
  'payment-method': (order) => [{ value: order.payment_method, label: order.payment_method_title || order.payment_method }],
  'shipping-method': (order) => order.shipping_lines.map((line) => ({ value: line.method_id, label: line.method_title || line.method_id })),
  tax: (order) =>
    order.tax_lines.map((line) => ({ value: line.rate_code, label: `${line.label} ${line.rate_percent ?? ''} % (${line.rate_code})` })),
};

/** The codes that the last hundred orders used; null for a table that orders do not show. */
export async function usedInOrders(shop: Shop, kind: MappingKind): Promise<readonly Option[] | null> {
  const pick = PICKS[kind];
  if (pick === undefined) return null;
  const orders = expectShape(UsedOrders, await shop.v3.get('orders', { per_page: '100', _fields: FIELDS }), 'GET orders');
  const options = orders.flatMap(pick).filter(({ value }) => value !== '');
  return [...new Map(options.map((option) => [option.value, option])).values()];
}
