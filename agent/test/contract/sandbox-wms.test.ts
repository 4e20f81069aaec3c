import { sandboxWms } from '../../src/connectors/sandbox-wms/index.ts';
import { fromCanonical } from '../../src/connectors/sandbox-wms/fulfillment-order.ts';
import type { OutboundFulfillmentChange, OutboundFulfillmentOrder, OutboundReturnNotice } from '../../src/domain/outbound.ts';
import { signBody } from '../peers/hooks.ts';
import { SAMPLE_WMS } from '../peers/sample-seeds.ts';
import type { WmsOrder, WmsReturnReceipt } from '../peers/wms-documents.ts';
import { startSandboxWms, type SandboxWms } from '../peers/wms.ts';
import { describeConnector } from './describe-connector.ts';
import type { PeerUnderTest } from './peer-under-test.ts';
import { sampleCancellation, sampleFulfillmentChange, sampleFulfillmentOrder, sampleReturnNotice } from './samples.ts';

const SECRET = 'a-webhook-secret';

/** Books an order as another customer of the warehouse would, past all faults. */
async function bookAside(wms: SandboxWms, order = sampleFulfillmentOrder()): Promise<WmsOrder> {
  return (await wms.control('/fulfillment-orders', fromCanonical(order))) as WmsOrder;
}

async function changeAside(wms: SandboxWms, item = 'MUG-BLUE'): Promise<OutboundFulfillmentChange> {
  const order = sampleFulfillmentOrder();
  const change = sampleFulfillmentChange((await bookAside(wms, order)).id, order);
  return { ...change, order: { ...change.order, lines: change.order.lines.map((line) => ({ ...line, itemCode: item })) } };
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
    'fulfillment-change': {
      fresh: () => changeAside(wms),
      refused: { fresh: () => changeAside(wms, 'NO-SUCH-ITEM'), code: 'wms.item-unknown' },
      count: (document) => Promise.resolve('foreignId' in document ? (order(document.foreignId)?.changes.length ?? 0) : 0),
    },
    'return-notice': {
      fresh: () => Promise.resolve(sampleReturnNotice()),
      refused: { fresh: () => Promise.resolve(sampleReturnNotice('NO-SUCH-ITEM')), code: 'wms.item-unknown' },
      count: (document) => {
        const { reference } = document as OutboundReturnNotice;
        return Promise.resolve(wms.books().returns.filter((known) => known.reference === reference).length);
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
  const received = async (): Promise<WmsReturnReceipt> => {
    const lines = [{ sku: 'MUG-BLUE', units: 1, condition: 'damaged' }];
    return (await wms.control('/_receive', { reference: sampleReturnNotice().reference, lines })) as WmsReturnReceipt;
  };
  const back = await received();
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
    inbound: {
      'fulfillment-state': { make: async () => (await shipped()).id, unknownId: 'FO-999999', garbage },
      'return-receipt': {
        make: async () => (await received()).id,
        unknownId: 'RR-999999',
        garbage: [null, {}, { ...back, id: '' }, { ...back, lines: [{ ...back.lines[0], condition: 'soggy' }] }],
      },
    },
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
