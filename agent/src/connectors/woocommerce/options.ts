import { z } from 'zod';
import type { Option } from '../../connector/contract.ts';
import type { MappingKind } from '../../domain/mapping.ts';
import { AuthenticationError } from '../../errors/errors.ts';
import { CARRIERS } from './carriers.ts';
import type { Shop } from './client.ts';
import { expectShape } from './errors.ts';
import { plainText } from './plain-text.ts';
import { usedInOrders } from './used-options.ts';

type Source = (shop: Shop, search: string) => Promise<readonly Option[]>;

/** Choices for the mapping tables, live from the shop; null for tables that the shop does not keep or does not show to the agent's user. */
export async function shopOptions(shop: Shop, kind: MappingKind, search: string): Promise<readonly Option[] | null> {
  const source = SOURCES[kind];
  if (source === undefined) return null;
  const wanted = kind === 'sku' ? '' : search.trim();
  try {
    return matching(await source(shop, search.trim()), wanted);
  } catch (error) {
    // The agent's user may read orders but not the shop's settings; what orders have used is then the next best list.
    if (!(error instanceof AuthenticationError)) throw error;
    const used = await usedInOrders(shop, kind);
    return used === null ? null : matching(used, wanted);
  }
}

const SOURCES: Partial<Record<MappingKind, Source>> = {
  carrier: async () => CARRIERS,
  'shipping-method': shippingMethods,
  'payment-method': paymentMethods,
  tax: taxRates,
  sku: products,
  status: orderStatuses,
};

function matching(options: readonly Option[], search: string): Option[] {
  const wanted = search.toLowerCase();
  return options.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(wanted));
}

const Zones = z.array(z.object({ id: z.number(), name: z.string() }));
const Methods = z.array(z.object({ method_id: z.string(), title: z.string().default(''), method_title: z.string().default('') }));

async function shippingMethods(shop: Shop): Promise<readonly Option[]> {
  const zones = expectShape(Zones, await shop.v3.get('shipping/zones'), 'GET shipping/zones');
  const titles = new Map<string, Set<string>>();
  for (const zone of zones) {
    const methods = expectShape(Methods, await shop.v3.get(`shipping/zones/${zone.id}/methods`), 'GET shipping/zones/methods');
    for (const method of methods) {
      const known = titles.get(method.method_id) ?? new Set<string>();
      titles.set(method.method_id, known.add(`${method.title || method.method_title} (${zone.name})`));
    }
  }
  return [...titles].map(([value, labels]) => ({ value, label: [...labels].join(', ') }));
}

const Gateways = z.array(
  z.object({ id: z.string(), title: z.string().nullish(), method_title: z.string().nullish(), enabled: z.boolean() }),
);

async function paymentMethods(shop: Shop): Promise<readonly Option[]> {
  const gateways = expectShape(Gateways, await shop.v3.get('payment_gateways'), 'GET payment_gateways');
  return gateways
    .toSorted((a, b) => Number(b.enabled) - Number(a.enabled))
    .map((gateway) => ({
      value: gateway.id,
      label: `${gateway.title || gateway.method_title || gateway.id}${gateway.enabled ? '' : ' (off)'}`,
    }));
}

const Rates = z.array(
  z.object({ country: z.string(), state: z.string(), name: z.string(), rate: z.string(), priority: z.coerce.number(), class: z.string() }),
);

/** The value is WooCommerce's rate code, as orders carry it: country, state, name and priority. */
async function taxRates(shop: Shop): Promise<readonly Option[]> {
  const rates = expectShape(Rates, await shop.v3.get('taxes', { per_page: '100' }), 'GET taxes');
  const options = rates.map((rate) => {
    const parts = [rate.country, rate.state, rate.name || 'TAX', String(Math.abs(Math.trunc(rate.priority)))];
    const value = parts
      .filter((part) => part !== '' && part !== '0')
      .join('-')
      .toUpperCase();
    return { value, label: `${rate.name || 'Tax'} ${Number(rate.rate)} % (${rate.country || 'all countries'}, ${rate.class})` };
  });
  return [...new Map(options.map((option) => [option.value, option])).values()];
}

const Products = z.array(z.object({ sku: z.string().nullish(), name: z.string() }));

async function products(shop: Shop, search: string): Promise<readonly Option[]> {
  const common = { per_page: '50', _fields: 'sku,name' };
  const queries =
    search === ''
      ? [common]
      : [
          { ...common, sku: search },
          { ...common, search },
        ];
  const found = await Promise.all(
    queries.map(async (query) => expectShape(Products, await shop.v3.get('products', query), 'GET products')),
  );
  const withSku = found.flat().flatMap(({ sku, name }) => (sku ? [{ value: sku, label: `${sku} · ${plainText(name)}` }] : []));
  return [...new Map(withSku.map((option) => [option.value, option])).values()];
}

const Totals = z.array(z.object({ slug: z.string(), name: z.string() }));

async function orderStatuses(shop: Shop): Promise<readonly Option[]> {
  const totals = expectShape(Totals, await shop.v3.get('reports/orders/totals'), 'GET reports/orders/totals');
  return totals.map(({ slug, name }) => ({ value: slug, label: name }));
}
