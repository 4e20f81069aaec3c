import { z } from 'zod';
import type { CheckResult } from '../../connector/contract.ts';
import { CrossdockError, TransientError } from '../../errors/errors.ts';
import type { Shop } from './client.ts';
import { expectShape, hasReason } from './errors.ts';

/** The plugin's answer to GET /site. */
export const Site = z.object({
  site_id: z.string(),
  home_url: z.string(),
  name: z.string(),
  wordpress: z.string(),
  woocommerce: z.string(),
  plugin: z.string(),
  hpos: z.boolean(),
  currency: z.string(),
  timezone: z.string(),
  tracking_adapter: z.enum(['fulfillments', 'shipment-tracking', 'own']),
  fenced: z.boolean(),
  time: z.string(),
});
export type Site = z.output<typeof Site>;

const MAX_SKEW_MS = 120_000;

const TRACKING: Record<Site['tracking_adapter'], string> = {
  fulfillments: 'WooCommerce Fulfillments',
  'shipment-tracking': 'Shipment Tracking plugin',
  own: 'Crossdock (own tracking block)',
};

/** Asks both namespaces, so that a key which reaches the plugin but may not read orders is found out too. */
export async function checkShop(shop: Shop, now: () => number): Promise<CheckResult> {
  let site: Site;
  try {
    site = expectShape(Site, await shop.own.get('site'), 'GET site');
    await shop.v3.get('orders', { per_page: '1', _fields: 'id' });
  } catch (error) {
    if (!(error instanceof CrossdockError)) throw error;
    return { ok: false, message: inWords(error), facts: factsOf(error) };
  }
  return told(site, Date.parse(site.time) - now());
}

function told(site: Site, skewMs: number): CheckResult {
  const facts = {
    Shop: site.name,
    'Home URL': site.home_url,
    WordPress: site.wordpress,
    WooCommerce: site.woocommerce,
    Plugin: site.plugin,
    'Order storage': site.hpos ? 'HPOS tables' : 'posts (legacy)',
    'Tracking shown by': TRACKING[site.tracking_adapter],
    Currency: site.currency,
    'Time zone': site.timezone,
    'Clock difference': `${(skewMs / 1000).toFixed(1)} s`,
  };
  if (site.fenced)
    return { ok: false, message: `${site.name} is a copy of the paired shop and stays silent. Pair it if it is meant to be live.`, facts };
  if (Math.abs(skewMs) > MAX_SKEW_MS) {
    const minutes = Math.round(Math.abs(skewMs) / 60_000);
    const message = `${site.name} answers, but its clock is ${minutes} minutes ${skewMs > 0 ? 'ahead' : 'behind'}. Set both clocks by NTP.`;
    return { ok: false, message, facts };
  }
  return { ok: true, message: `${site.name} answers: orders can be read and written.`, facts };
}

function inWords(error: CrossdockError): string {
  if (hasReason(error, 'rest_no_route'))
    return 'The shop answers, but the Crossdock plugin is not active there. Activate it under Plugins.';
  if (error instanceof TransientError) return `The shop cannot be used at the moment: ${error.message}`;
  return error.message;
}

function factsOf(error: CrossdockError): Record<string, string> {
  return { Code: error.code, ...Object.fromEntries(Object.entries(error.facts).map(([name, value]) => [name, String(value)])) };
}
