import { expect, it } from 'vitest';
import { sandboxErp } from '../../src/connectors/sandbox-erp/index.ts';
import type { OutboundCustomer, OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { parseMoney } from '../../src/domain/money.ts';
import { RejectedError } from '../../src/errors/errors.ts';
import type { ErpOrder } from '../peers/erp-documents.ts';
import { startSandboxErp, type SandboxErp } from '../peers/erp.ts';
import { signBody } from '../peers/hooks.ts';
import { SAMPLE_ERP } from '../peers/sample-seeds.ts';
import { testTools } from '../support/tools.ts';
import { failure, given, requestFor } from './bench.ts';
import { describeConnector } from './describe-connector.ts';
import type { OutboundSample, PeerUnderTest } from './peer-under-test.ts';
import { sampleCancellation, sampleCustomer, sampleSalesOrder, sampleShipment } from './samples.ts';

const SECRET = 'a-webhook-secret';
const CODES = { item: 'ERP-1001', tax: 'VAT20' };

/** Sets things up at the ERP as another of its users would, past all faults. */
function aside(erp: SandboxErp) {
  const customer = async (): Promise<string> => idOf(await erp.control('/customers', { ...sampleCustomer() }));
  const order = async (lines = 1): Promise<ErpOrder> => {
    const { reference, number } = sampleSalesOrder({ customerId: 'x' }, CODES);
    const body = { reference, number, currency: 'EUR', customer: await customer(), warehouse: 'WH1' };
    const line = { ref: '11', item: 'ERP-1001', quantity: '2', net: '20.00', taxes: [] };
    return (await erp.control('/sales-orders', { ...body, lines: Array.from({ length: lines }, () => line) })) as ErpOrder;
  };
  const booked = (id: string): ErpOrder | undefined => erp.books().salesOrders.find((known) => known.id === id || known.reference === id);
  return { customer, order, booked };
}

const idOf = (answer: unknown): string => (answer as { id: string }).id;

function outboundSamples(erp: SandboxErp): PeerUnderTest['outbound'] {
  const { customer, order, booked } = aside(erp);
  const salesOrder = async (more: Partial<OutboundSalesOrder> = {}): Promise<OutboundSalesOrder> =>
    sampleSalesOrder({ customerId: await customer(), ...more }, CODES);
  const customers: OutboundSample = {
    fresh: () => Promise.resolve(sampleCustomer()),
    refused: { fresh: () => Promise.resolve(sampleCustomer({ name: 'REFUSE Me' })), code: 'erp.customer-refused' },
    count: (document) =>
      Promise.resolve(erp.books().customers.filter((known) => known.email === (document as OutboundCustomer).email).length),
  };
  return {
    customer: customers,
    'sales-order': {
      fresh: () => salesOrder(),
      refused: { fresh: () => salesOrder({ warehouseCode: 'NOWHERE' }), code: 'erp.warehouse-unknown' },
      count: (document) =>
        Promise.resolve(erp.books().salesOrders.filter((known) => known.reference === (document as OutboundSalesOrder).reference).length),
    },
    cancellation: {
      fresh: async () => {
        const { id, reference } = await order();
        return sampleCancellation('sales-order', id, reference);
      },
      refused: { fresh: () => Promise.resolve(sampleCancellation('sales-order', 'SO-999999', 'shop:0')), code: 'delivery.refused' },
      count: (document) => Promise.resolve('foreignId' in document && booked(document.foreignId)?.status === 'cancelled' ? 1 : 0),
    },
    shipment: {
      fresh: async () => {
        const { id, reference } = await order();
        return sampleShipment({ reference, orderForeignId: id });
      },
      refused: {
        fresh: async () => {
          const { id, reference } = await order();
          const sample = sampleShipment({ reference, orderForeignId: id });
          return { ...sample, lines: sample.lines.map((line) => ({ ...line, quantity: { value: '3', unit: 'C62' } })) };
        },
        code: 'erp.shipment-refused',
      },
      count: (document) => {
        if (document.kind !== 'shipment') return Promise.resolve(0);
        const known = booked(document.orderForeignId);
        return Promise.resolve(known?.shipments.filter((shipment) => shipment.id === document.shipmentId).length ?? 0);
      },
    },
  };
}

async function makePeer(): Promise<PeerUnderTest> {
  const erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP });
  const { order, booked } = aside(erp);
  const first = booked((await order()).id);
  const settings = { url: erp.url, apiKey: erp.key, webhookSecret: SECRET, pageSize: 3 };
  const garbage = [null, 'text', {}, { ...first, status: 'dancing' }, { ...first, total: 12.5 }, { ...first, lines: [{}] }];
  return {
    settings,
    wrongSettings: { ...settings, apiKey: 'wrong' },
    lists: ['sku', 'location', 'tax', 'carrier'],
    inbound: { 'sales-order-state': { make: async () => (await order()).id, unknownId: 'SO-999999', garbage } },
    outbound: outboundSamples(erp),
    hook: {
      body: JSON.stringify({ event: 'sales-order.changed', kind: 'sales-order', id: 'SO-000001' }),
      sign: (body) => ({ headers: { 'x-sandbox-signature': signBody(SECRET, body) }, body }),
      expects: [{ kind: 'sales-order-state', id: 'SO-000001' }],
    },
    timeoutMs: 600,
    fault: erp.fault,
    clearFault: erp.clearFault,
    close: erp.close,
  };
}

describeConnector(sandboxErp, makePeer);

it('books nothing when the ERP comes to another total, and shows both sums', async () => {
  const erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP });
  const tools = testTools('erp');
  const session = await sandboxErp.connect(sandboxErp.settings.parse({ url: erp.url, apiKey: erp.key }), tools);
  const order = sampleSalesOrder({ customerId: await aside(erp).customer(), total: parseMoney('30.01', 'EUR') }, CODES);
  const [outcome] = await given(session.writers['sales-order'], 'no writer').write([requestFor(order)]);
  const error = failure(given(outcome, 'no outcome'));
  expect(error).toBeInstanceOf(RejectedError);
  expect(error.code).toBe('money.total-differs');
  expect(error.message).toContain('30.01 EUR');
  expect(error.message).toContain('30.00 EUR');
  expect(erp.books().salesOrders).toEqual([]);
  await tools.close();
  await erp.close();
});

it('says that a key may only read before the first order is lost on it', async () => {
  const erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP });
  const tools = testTools('erp');
  const session = await sandboxErp.connect(sandboxErp.settings.parse({ url: erp.url, apiKey: erp.readOnlyKey }), tools);
  expect(await session.check()).toMatchObject({ ok: false, message: expect.stringContaining('may only read') });
  const [outcome] = await given(session.writers.customer, 'no writer').write([requestFor(sampleCustomer())]);
  expect(failure(given(outcome, 'no outcome'))).toMatchObject({
    name: 'AuthenticationError',
    message: expect.stringContaining('may only read'),
  });
  await tools.close();
  await erp.close();
});
