import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { obtainCore } from '../../../e2e/setup/core.ts';
import { createSite, type Site } from '../../../e2e/setup/site.ts';
import { woocommerce } from '../../src/connectors/woocommerce/index.ts';
import { pathId } from '../../src/connectors/woocommerce/path-id.ts';
import type { OutboundCustomerNote, OutboundDocument, OutboundRefund, OutboundShipment } from '../../src/domain/outbound.ts';
import { startFaultProxy } from '../peers/fault-proxy.ts';
import { sampleOrder } from '../peers/store-order.ts';
import { pairSite } from '../support/pair-site.ts';
import { describeConnector } from './describe-connector.ts';
import type { PeerUnderTest } from './peer-under-test.ts';

const TIMEOUT_MS = 4_000;
/** Orders made beforehand for the writing tests, because each call of PHP costs a second. */
const POOL = 60;

const SHOP = `
update_option('woocommerce_calc_taxes', 'yes');
WC_Tax::_insert_tax_rate(['tax_rate_country' => '', 'tax_rate_state' => '', 'tax_rate' => '20.0000', 'tax_rate_name' => 'VAT', 'tax_rate_priority' => 1, 'tax_rate_compound' => 0, 'tax_rate_shipping' => 1, 'tax_rate_order' => 1, 'tax_rate_class' => '']);
$mug = new WC_Product_Simple();
$mug->set_name('Mug & saucer'); $mug->set_sku('MUG'); $mug->set_regular_price('9.99'); $mug->save();
`;

const ORDERS = (count: number): string => `
$made = [];
for ($n = 0; $n < ${count}; $n++) {
  $order = wc_create_order();
  $order->set_address(['first_name' => 'Zoë', 'last_name' => 'Müller', 'address_1' => 'Kade 1', 'city' => 'Gent', 'postcode' => '9000', 'country' => 'BE', 'email' => 'z@shop.example'], 'billing');
  $line = $order->add_product(wc_get_product(wc_get_product_id_by_sku('MUG')), 3);
  $shipping = new WC_Order_Item_Shipping();
  $shipping->set_method_title('Flat rate'); $shipping->set_method_id('flat_rate'); $shipping->set_total('4.95');
  $order->add_item($shipping);
  $order->set_payment_method('bacs');
  $order->calculate_totals();
  $order->payment_complete();
  $made[] = ['id' => (string) $order->get_id(), 'line' => (string) $line];
}
echo json_encode($made);
`;

interface Made {
  readonly id: string;
  readonly line: string;
}

async function makeOrders(site: Site, count: number): Promise<Made[]> {
  return JSON.parse(await site.php(ORDERS(count))) as Made[];
}

let parcels = 0;

function shipmentOf(order: Made, lineId = order.line): OutboundShipment {
  parcels += 1;
  return {
    kind: 'shipment',
    schema: 1,
    reference: `shop:${order.id}`,
    shipmentId: `SHP/${parcels} é`,
    orderForeignId: order.id,
    warehouseCode: 'MAIN',
    shippedAt: '2026-11-01T10:00:00.000Z',
    lines: [
      { lineId, foreignLineId: null, itemCode: 'MUG', quantity: { value: '3', unit: 'C62' }, lots: [], serials: [], packageId: null },
    ],
    packages: [
      {
        id: 'P1',
        trackingNumber: `T-${parcels}`,
        carrierCode: 'dhl',
        carrierName: 'DHL',
        trackingUrl: null,
        weightGrams: null,
        dimensionsMm: null,
      },
    ],
    voided: false,
    message: 'On its way.',
  };
}

const statusOf = (orderId: string): OutboundDocument => ({
  kind: 'order-status',
  schema: 1,
  orderId,
  status: 'completed',
  note: 'All shipped.',
});

const noteTo = (orderId: string): OutboundCustomerNote => ({
  kind: 'customer-note',
  schema: 1,
  orderId,
  noteId: `delay/${orderId} é`,
  message: 'It takes longer.',
});

/** One of three mugs at 9.99 with 20 % tax. */
function refundOf(order: Made, minor = 1199): OutboundRefund {
  const usd = (amount: number) => ({ minor: amount, currency: 'USD' });
  const tax = { code: 'VAT-1', name: 'VAT', rate: '20', amount: usd(200) };
  return {
    kind: 'refund',
    schema: 1,
    reference: `shop:${order.id}/R1/refund`,
    orderId: order.id,
    amount: usd(minor),
    lines: [{ lineId: order.line, quantity: { value: '1', unit: 'C62' }, net: usd(999), taxes: [tax] }],
    charges: [],
    reason: 'It came back.',
    callGateway: false,
    restock: true,
  };
}

/** How often the shop knows of it: entries of the shipment book and notes, whichever is more. */
async function countOf(site: Site, document: OutboundDocument): Promise<number> {
  const id = 'orderForeignId' in document ? document.orderForeignId : 'orderId' in document ? document.orderId : '0';
  const told = await site.php(`
    $order = wc_get_order(${id});
    if (!$order) { echo json_encode(['status' => '', 'notes' => [], 'book' => '', 'refunds' => 0]); return; }
    $notes = array_column(wc_get_order_notes(['order_id' => ${id}]), 'content');
    echo json_encode(['status' => $order->get_status(), 'notes' => $notes, 'refunds' => count($order->get_refunds()), 'book' => wp_json_encode($order->get_meta('_crossdock_shipments'))]);`);
  const { status, notes, book, refunds } = JSON.parse(told) as { status: string; notes: string[]; book: string; refunds: number };
  const times = (text: string): number => notes.filter((note) => note === text).length;
  if (document.kind === 'refund') return refunds;
  if (document.kind === 'customer-note') return times(document.message);
  if (document.kind === 'order-status') return status === 'completed' ? times('All shipped.') : 0;
  const entered = document.kind === 'shipment' ? book.split(pathId(document.shipmentId)).length - 1 : 0;
  return entered === 0 ? 0 : Math.max(1, times('On its way.'));
}

async function makePeer(): Promise<PeerUnderTest> {
  const dir = await mkdtemp(join(tmpdir(), 'crossdock-shop-'));
  const site = await createSite({ dir, core: await obtainCore('7.1'), database: 'sqlite', store: 'woocommerce', plugin: true });
  const paired = { ...(await pairSite(site)), timeoutMs: TIMEOUT_MS };
  await site.php(SHOP);
  const pool = await makeOrders(site, POOL);
  const next = (): Made => pool.pop() ?? { id: '0', line: '0' };
  const proxy = await startFaultProxy(site.url);
  // The proxy is dialled, but the shop's own URL is signed.
  const settings = { ...paired, dial: `127.0.0.1:${proxy.port}` };
  return {
    settings,
    wrongSettings: { ...settings, consumerSecret: 'cs_wrong' },
    timeoutMs: TIMEOUT_MS,
    lists: ['carrier', 'shipping-method', 'payment-method', 'tax', 'sku', 'status'],
    inbound: {
      'sales-order': {
        make: async () => (await makeOrders(site, 1))[0]?.id ?? '',
        unknownId: '99999999',
        overlap: true,
        garbage: [null, {}, { ...sampleOrder(1), total: 'much' }],
      },
    },
    outbound: {
      shipment: {
        fresh: () => Promise.resolve(shipmentOf(next())),
        count: (document) => countOf(site, document),
        refused: { fresh: () => Promise.resolve(shipmentOf(next(), '7777777')), code: 'shipment.store-refused' },
      },
      'customer-note': {
        fresh: () => Promise.resolve(noteTo(next().id)),
        count: (document) => countOf(site, document),
        refused: { fresh: () => Promise.resolve(noteTo('99999999')), code: 'store.note-refused' },
      },
      refund: {
        fresh: () => Promise.resolve(refundOf(next())),
        count: (document) => countOf(site, document),
        refused: { fresh: () => Promise.resolve(refundOf(next(), 999_999)), code: 'refund.refused' },
      },
      'order-status': {
        fresh: () => Promise.resolve(statusOf(next().id)),
        count: (document) => countOf(site, document),
        refused: { fresh: () => Promise.resolve(statusOf('99999999')), code: 'shipment.store-refused' },
      },
    },
    hook: {
      sign: (body) => ({
        headers: {
          'x-wc-webhook-resource': 'order',
          'x-wc-webhook-signature': createHmac('sha256', paired.sharedSecret).update(body).digest('base64'),
        },
        body,
      }),
      body: '{"id":12,"status":"processing"}',
      expects: [{ kind: 'sales-order', id: '12' }],
    },
    fault: (spec) => proxy.fault(spec),
    clearFault: () => proxy.clearFault(),
    async close() {
      await proxy.close();
      await site.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

// Only where a real WooCommerce is given: the stand-in of e2e/ has its own conformance specs.
describe.skipIf(process.env['CROSSDOCK_WOOCOMMERCE_DIR'] === undefined)('on real WooCommerce,', () => {
  describeConnector(woocommerce, makePeer);
});
