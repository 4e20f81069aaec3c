import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { obtainCore } from '../../../e2e/setup/core.ts';
import { startMariadb, type Mariadb } from '../../../e2e/setup/mariadb.ts';
import { createSite, type Site } from '../../../e2e/setup/site.ts';
import { callStore, createKey } from '../../../e2e/setup/store-client.ts';
import { pairSite, type PairedSite } from '../support/pair-site.ts';
import { CATALOGUE } from './catalogue.ts';

/** A real WordPress with WooCommerce and the plugin, paired, with all that the catalogue sells; one for all scenarios. */
export interface RealSite {
  readonly paired: PairedSite;
  readonly productOf: ReadonlyMap<string, number>;
  /** What a person does in the shop, by the shop's own REST interface; fails on any refusal. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Looks into the shop's database, a hundred times cheaper than a page. */
  look(sql: string): Promise<string>;
  /** Sets an option of WooCommerce, once. */
  set(group: string, option: string, value: string): Promise<void>;
  /** What PHP complained of in the plugin. */
  complaints(): string[];
  close(): Promise<void>;
}

/** Tax class of goods with two taxes; all others have 20 %. */
export const TWO_TAXES = 'two-taxes';

/** What other plugins do in the shops of the stories, at its smallest: an own status, and gift cards as YITH Gift Cards takes them off the total. */
const OTHER_PLUGINS = `<?php
add_action( 'init', static fn() => register_post_status( 'wc-in-preparation', array( 'label' => 'In preparation', 'public' => false, 'show_in_admin_status_list' => true ) ) );
add_filter( 'wc_order_statuses', static fn( array $all ): array => $all + array( 'wc-in-preparation' => 'In preparation' ) );
add_action( 'woocommerce_order_after_calculate_totals', static function ( $and_taxes, $order ): void {
	$cards = $order->get_meta( '_ywgc_applied_gift_cards' );
	if ( is_array( $cards ) ) {
		$order->set_total( $order->get_total( 'edit' ) - array_sum( $cards ) );
	}
}, 10, 2 );
`;

export async function startRealSite(): Promise<RealSite> {
  const dir = await mkdtemp(join(tmpdir(), 'crossdock-catalogue-'));
  const mariadb = await startMariadb(join(dir, 'mariadb'));
  try {
    const root = join(dir, 'shop');
    const core = await obtainCore('7.1');
    const site = await createSite({ dir: root, core, database: mariadb, store: 'woocommerce', plugin: true, workers: 6 });
    await writeFile(join(root, 'wp-content/mu-plugins/other-plugins.php'), OTHER_PLUGINS);
    const close = async (): Promise<void> => {
      await site.stop();
      await mariadb.stop();
      await rm(dir, { recursive: true, force: true });
    };
    return { ...(await stocked(site, mariadb)), close };
  } catch (error) {
    await mariadb.stop();
    throw error;
  }
}

async function stocked(site: Site, mariadb: Mariadb): Promise<Omit<RealSite, 'close'>> {
  const paired = await pairSite(site);
  const key = await createKey(site);
  const database = (await site.php('echo DB_NAME;')).trim();
  const call: RealSite['call'] = async (method, path, body) => {
    const answer = await callStore(site, key, method, `wc/v3/${path}`, { body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 400)}`);
    return answer.body;
  };
  const known = new Map<string, string>();
  const set: RealSite['set'] = async (group, option, value) => {
    if (known.get(option) === value) return;
    await call('PUT', `settings/${group}/${option}`, { value });
    known.set(option, value);
  };
  await set('general', 'woocommerce_calc_taxes', 'yes');
  await set('general', 'woocommerce_currency', 'EUR');
  await layInTaxes(call);
  await call('POST', 'coupons', { code: 'save15', discount_type: 'percent', amount: '15' });
  const productOf = await layInGoods(call);
  return { paired, productOf, call, set, look: (sql) => mariadb.sql(`USE ${database}; ${sql}`), complaints: () => complaintsOf(site) };
}

function complaintsOf(site: Site): string[] {
  const lines = [site.logPath, site.debugLogPath].flatMap((file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []));
  return lines.filter((line) => /PHP (Fatal|Parse|Warning|Notice|Deprecated).*plugins\/crossdock/.test(line));
}

async function layInTaxes(call: RealSite['call']): Promise<void> {
  await call('POST', 'taxes/classes', { name: 'Two taxes' });
  const rate = (percent: string, priority: number, taxClass: string): Promise<unknown> =>
    call('POST', 'taxes', { rate: percent, name: 'VAT', priority, class: taxClass, shipping: true, compound: false });
  await rate('20', 1, 'standard');
  await rate('20', 1, TWO_TAXES);
  await rate('7', 2, TWO_TAXES);
}

async function layInGoods(call: RealSite['call']): Promise<ReadonlyMap<string, number>> {
  const sold = CATALOGUE.flatMap(({ order }) => order.lines ?? []);
  const skus = [...new Set([...sold.map(({ sku }) => sku), 'MUG-RED', 'SOCKS'])];
  const create = skus.map((sku) => ({
    sku,
    name: sold.find((line) => line.sku === sku)?.name ?? sku,
    regular_price: '6.67',
    manage_stock: true,
    stock_quantity: 100_000,
  }));
  const made = (await call('POST', 'products/batch', { create })) as { create: { id: number; sku: string }[] };
  return new Map(made.create.map(({ sku, id }) => [sku, id]));
}
