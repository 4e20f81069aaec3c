import { sandboxWms } from '../../src/connectors/sandbox-wms/index.ts';
import type { OutboundFulfillmentOrder } from '../../src/domain/outbound.ts';
import { signBody } from '../peers/hooks.ts';
import { SAMPLE_WMS } from '../peers/sample-seeds.ts';
import type { WmsOrder } from '../peers/wms-documents.ts';
import { startSandboxWms, type SandboxWms } from '../peers/wms.ts';
import { describeConnector } from './describe-connector.ts';
import type { PeerUnderTest } from './peer-under-test.ts';
import { sampleCancellation, sampleFulfillmentOrder } from './samples.ts';

const SECRET = 'a-webhook-secret';

/** Books an order as another customer of the warehouse would, past all faults. */
async function bookAside(wms: SandboxWms): Promise<WmsOrder> {
  const { reference } = sampleFulfillmentOrder();
  const lines = [{ ref: '11', item: 'MUG-BLUE', sku: 'MUG-BLUE', quantity: '2' }];
  const shipTo = { line1: 'Hauptstraße 5', country: 'DE' };
  return (await wms.control('/fulfillment-orders', { reference, warehouse: 'MAIN', service: 'DHL-STD', shipTo, lines })) as WmsOrder;
}

function outboundSamples(wms: SandboxWms): PeerUnderTest['outbound'] {
  const order = (id: string): WmsOrder | undefined => wms.books().fulfillmentOrders.find((known) => known.id === id);
  return {
    'fulfillment-order': {
      fresh: () => Promise.resolve(sampleFulfillmentOrder()),
      refused: { fresh: () => Promise.resolve(sampleFulfillmentOrder({}, 'NO-SUCH-ITEM')), code: 'wms.item-unknown' },
      count: (document) => {
        const { reference } = document as OutboundFulfillmentOrder;
        return Promise.resolve(wms.books().fulfillmentOrders.filter((known) => known.reference === reference).length);
      },
      narrow: { method: 'POST' },
    },
    cancellation: {
      fresh: async () => {
        const { id, reference } = await bookAside(wms);
        return sampleCancellation('fulfillment-order', id, reference);
      },
      refused: { fresh: () => Promise.resolve(sampleCancellation('fulfillment-order', 'FO-999999', 'shop:0/1')), code: 'delivery.refused' },
      count: (document) => Promise.resolve('foreignId' in document && order(document.foreignId)?.status === 'cancelled' ? 1 : 0),
    },
  };
}

async function makePeer(): Promise<PeerUnderTest> {
  // Everything is held before it is picked, so that each cancellation is in time.
  const wms = await startSandboxWms({ latency: 0, work: 0, seed: SAMPLE_WMS, rules: [{ hold: true }] });
  const shipped = async (): Promise<WmsOrder> =>
    (await wms.control('/_advance', { id: (await bookAside(wms)).id, to: 'shipped' })) as WmsOrder;
  const first = await shipped();
  const settings = { url: wms.url, apiKey: wms.key, webhookSecret: SECRET, pageSize: 3 };
  const garbage = [
    null,
    'text',
    {},
    { ...first, status: 'dancing' },
    { ...first, shipments: [{ ...first.shipments[0], lines: [] }] },
    { ...first, id: '' },
  ];
  return {
    settings,
    wrongSettings: { ...settings, apiKey: 'wrong' },
    lists: ['sku', 'location', 'shipping-method', 'carrier'],
    inbound: { 'fulfillment-state': { make: async () => (await shipped()).id, unknownId: 'FO-999999', garbage } },
    outbound: outboundSamples(wms),
    hook: {
      body: JSON.stringify({ event: 'fulfillment-order.changed', kind: 'fulfillment-order', id: 'FO-000001' }),
      sign: (body) => ({ headers: { 'x-sandbox-signature': signBody(SECRET, body) }, body }),
      expects: [{ kind: 'fulfillment-state', id: 'FO-000001' }],
    },
    timeoutMs: 600,
    fault: wms.fault,
    clearFault: wms.clearFault,
    close: wms.close,
  };
}

describeConnector(sandboxWms, makePeer);
