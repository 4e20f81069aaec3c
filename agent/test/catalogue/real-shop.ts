import { setTimeout as pause } from 'node:timers/promises';
import { digitsOf, minorOf, written } from '../peers/store-money.ts';
import { wooOrder } from './real-order.ts';
import type { RealSite } from './real-site.ts';
import type { Outcome, Units } from './scenario.ts';
import type { OpenShop, ShopAct } from './shop.ts';

/** What is read of a wc/v3 order. */
interface Order {
  readonly id: number;
  readonly status: string;
  readonly currency: string;
  readonly line_items: readonly Line[];
  readonly shipping_lines: readonly Part[];
  readonly meta_data: readonly { readonly key: string; readonly value: unknown }[];
}

interface Part {
  readonly id: number;
  readonly total: string;
  readonly taxes: readonly { readonly id: number; readonly total: string }[];
}

interface Line extends Part {
  readonly sku: string;
  readonly quantity: number;
  readonly subtotal: string;
}

/** A shop that starts PHP for every call is slower than the sandbox store by far. */
const PACE = { sameForMs: 900, patienceMs: 60_000 };
const CONNECTION = { pollSeconds: 0.25, sweepSeconds: 600, limits: { concurrency: 3 } };
const BETWEEN_LOOKS_MS = 120;

/** A real WooCommerce as the shop of a scenario; what scenarios leave behind is taken out of it. */
export function realShop(site: RealSite): OpenShop {
  return () => {
    let placed = 0;
    const order = (id: number): Promise<Order> => site.call('GET', `orders/${id}?dp=6`) as Promise<Order>;
    return {
      connection: { ...CONNECTION, settings: site.paired },
      pace: PACE,
      place: async (spec) => {
        await site.set('general', 'woocommerce_price_num_decimals', String(digitsOf(spec.currency ?? 'EUR')));
        await site.set('tax', 'woocommerce_prices_include_tax', spec.order?.['prices_include_tax'] === true ? 'yes' : 'no');
        const made = (await site.call('POST', 'orders', wooOrder(spec, site.productOf))) as Order;
        return (placed = made.id);
      },
      act: async (id, act) => perform(site, await order(id), act),
      lineOf: async (id, sku) => String(lineOf(await order(id), sku).id),
      seen: async (id) => seen(site, await order(id)),
      pulse: async (id) => {
        await pause(BETWEEN_LOOKS_MS);
        const [waiting = '', ...rows] = (await site.look(pulseOf(id))).split('\n');
        return { busy: waiting !== '0', picture: rows.join() };
      },
      close: async () => {
        if (placed !== 0) await site.call('DELETE', `orders/${placed}?force=true`);
        await site.look('DELETE FROM wp_crossdock_feed');
      },
    };
  };
}

const pulseOf = (id: number): string => `
  SELECT COUNT(*) FROM wp_crossdock_feed;
  SELECT id, status, total_amount, date_updated_gmt FROM wp_wc_orders WHERE ${id} IN (id, parent_order_id);
  SELECT MAX(comment_ID) FROM wp_comments WHERE comment_post_ID = ${id};
  SELECT COUNT(*), MAX(id) FROM wp_wc_orders_meta WHERE order_id = ${id};`;

async function perform(site: RealSite, order: Order, act: ShopAct): Promise<void> {
  const change = (body: object): Promise<unknown> => site.call('PUT', `orders/${order.id}`, body);
  switch (act.do) {
    case 'shop.pay':
      await change({ set_paid: true, transaction_id: 'ch_2' });
      break;
    case 'shop.status':
      await change({ status: act.status });
      break;
    case 'shop.cancel':
      await change({ status: 'cancelled' });
      break;
    case 'shop.edit':
      await change({
        ...(act.units ? { line_items: Object.entries(act.units).map((each) => editedLine(site, order, ...each)) } : {}),
        ...(act.address ? { shipping: act.address } : {}),
        ...(act.note === undefined ? {} : { customer_note: act.note }),
      });
      break;
    case 'shop.refund':
      await site.call('POST', `orders/${order.id}/refunds`, refundOf(order, act));
  }
}

/** A line at another quantity and its old price, none of it, or a new line at 6.67. */
function editedLine(site: RealSite, order: Order, sku: string, units: number): object {
  const line = order.line_items.find((each) => each.sku === sku);
  const digits = digitsOf(order.currency);
  if (!line) {
    const net = written(667 * units, digits);
    return { product_id: site.productOf.get(sku), quantity: units, subtotal: net, total: net };
  }
  if (units === 0) return { id: line.id, quantity: 0 };
  const share = (amount: string): string => ((Number(amount) * units) / line.quantity).toFixed(digits);
  return { id: line.id, quantity: units, subtotal: share(line.subtotal), total: share(line.total) };
}

/** What a person enters on the order page under "Refund": units with their money, the shipping, or only an amount. */
function refundOf(order: Order, act: Extract<ShopAct, { do: 'shop.refund' }>): object {
  const digits = digitsOf(order.currency);
  const shares = [
    ...Object.entries(act.units ?? {}).map(([sku, units]) => ({
      part: lineOf(order, sku),
      units,
      share: units / lineOf(order, sku).quantity,
    })),
    ...(act.shipping === true ? order.shipping_lines : []).map((part) => ({ part, units: 0, share: 1 })),
  ];
  const of = (amount: string, share: number): number => Math.round(minorOf(amount, digits) * share);
  const rows = shares.map(({ part, units, share }) => ({
    id: part.id,
    quantity: units,
    refund_total: of(part.total, share),
    refund_tax: part.taxes.map((tax) => ({ id: tax.id, refund_total: of(tax.total, share) })),
  }));
  const sum = rows.reduce((all, row) => all + row.refund_total + row.refund_tax.reduce((taxes, tax) => taxes + tax.refund_total, 0), 0);
  const money = (minor: number): number => Number(written(minor, digits));
  return {
    amount: act.amount ?? written(sum, digits),
    reason: 'The customer asked for it.',
    api_refund: false,
    api_restock: act.restock ?? false,
    line_items: rows.map((row) => ({
      ...row,
      refund_total: money(row.refund_total),
      refund_tax: row.refund_tax.map((tax) => ({ id: tax.id, refund_total: money(tax.refund_total) })),
    })),
  };
}

/** The plugin's book of parcels, as it lies on the order. */
type Parcel = { readonly voided: boolean; readonly lines: Readonly<Record<string, number>> };

async function seen(site: RealSite, order: Order): Promise<Outcome['shop']> {
  const list = async <T>(path: string): Promise<T[]> => {
    const all = (await site.call('GET', `orders/${order.id}/${path}`)) as (T & { id: number })[];
    return all.sort((a, b) => a.id - b.id);
  };
  const skuOf = new Map(order.line_items.map(({ id, sku }) => [String(id), sku]));
  const parcels = (order.meta_data.find(({ key }) => key === '_crossdock_shipments')?.value ?? []) as readonly Parcel[];
  const units = ({ lines }: Parcel): Units => Object.fromEntries(Object.entries(lines).map(([id, count]) => [skuOf.get(id) ?? id, count]));
  return {
    status: order.status,
    parcels: parcels.filter(({ voided }) => !voided).map(units),
    told: (await list<{ note: string }>('notes?type=customer')).map(({ note }) => note),
    refunds: (await list<{ amount: string }>('refunds')).map(({ amount }) => amount),
  };
}

function lineOf(order: Order, sku: string): Line {
  const line = order.line_items.find((each) => each.sku === sku);
  if (!line) throw new Error(`order ${order.id} has no ${sku}`);
  return line;
}
