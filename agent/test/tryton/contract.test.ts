import { tryton as connector } from '../../src/connectors/tryton/index.ts';
import type { OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { startFaultProxy } from '../peers/fault-proxy.ts';
import { openTryton, type TestSession } from '../support/tryton/session.ts';
import { startTryton, type RunningTryton } from '../support/tryton/start.ts';
import { given } from '../contract/bench.ts';
import { describeConnector } from '../contract/describe-connector.ts';
import type { InboundSample, OutboundSample, PeerUnderTest } from '../contract/peer-under-test.ts';
import { sampleCancellation, sampleCustomer, sampleSalesOrder, sampleShipment } from '../contract/samples.ts';

const CODES = { item: 'MUG-WHITE', tax: 'VAT 20%' };

/** Sets things up in Tryton past all faults. */
function aside(erp: TestSession) {
  const customer = async (): Promise<string> => given((await erp.deliver(sampleCustomer())).foreign, 'no customer').id;
  const order = async (more: Partial<OutboundSalesOrder> = {}): Promise<OutboundSalesOrder> =>
    sampleSalesOrder({ customerId: await customer(), warehouseCode: 'WH', ...more }, CODES);
  const placed = async (): Promise<{ id: string; reference: string }> => {
    const document = await order();
    return { id: given((await erp.deliver(document)).foreign, 'no sale').id, reference: document.reference };
  };
  return { customer, order, placed };
}

function outboundSamples(tryton: RunningTryton, erp: TestSession): PeerUnderTest['outbound'] {
  const { order, placed } = aside(erp);
  const count = async (model: string, domain: unknown[]): Promise<number> => (await tryton.query.find(model, domain, ['id'])).length;
  const customer: OutboundSample = {
    fresh: () => Promise.resolve(sampleCustomer()),
    refused: { fresh: () => Promise.resolve(sampleCustomer({ vatNumber: 'FR00000000000' })), code: 'erp.customer-refused' },
    count: (document) =>
      document.kind === 'customer' ? count('party.contact_mechanism', [['value', '=', document.email]]) : Promise.resolve(0),
    narrow: { body: 'model.party.party.create' },
  };
  return {
    customer,
    'sales-order': {
      fresh: () => order(),
      refused: { fresh: () => order({ warehouseCode: 'NOWHERE' }), code: 'erp.warehouse-unknown' },
      count: (document) =>
        document.kind === 'sales-order' ? count('sale.sale', [['web_id', '=', document.reference]]) : Promise.resolve(0),
      narrow: { body: 'model.sale.sale.create' },
    },
    cancellation: {
      fresh: async () => {
        const { id, reference } = await placed();
        return sampleCancellation('sales-order', id, reference);
      },
      refused: { fresh: () => Promise.resolve(sampleCancellation('sales-order', '999999', 'shop:0')), code: 'cancel.refused' },
      count: (document) =>
        document.kind === 'cancellation'
          ? count('stock.shipment.out', [
              ['moves.sale', '=', Number(document.foreignId)],
              ['state', '=', 'cancelled'],
            ])
          : Promise.resolve(0),
      narrow: { body: 'model.stock.shipment.out.cancel' },
    },
    shipment: {
      fresh: async () => {
        const { id, reference } = await placed();
        return sampleShipment({ reference, orderForeignId: id });
      },
      refused: {
        fresh: async () => {
          const { id, reference } = await placed();
          const sample = sampleShipment({ reference, orderForeignId: id });
          return { ...sample, lines: sample.lines.map((line) => ({ ...line, quantity: { value: '3', unit: 'C62' } })) };
        },
        code: 'shipment.more-than-ordered',
      },
      count: (document) =>
        document.kind === 'shipment'
          ? count('stock.shipment.out', [
              ['reference', '=', document.shipmentId],
              ['state', '=', 'done'],
            ])
          : Promise.resolve(0),
      narrow: { body: 'model.stock.shipment.out.done' },
    },
  };
}

async function orderStates(erp: TestSession): Promise<InboundSample> {
  const { placed } = aside(erp);
  const first = await placed();
  const raw = given(await erp.readers['sales-order-state']?.readOne(first.id), 'the first sale cannot be read').raw as {
    sale: object;
    lines: object[];
  };
  return {
    make: async () => (await placed()).id,
    unknownId: '999999',
    garbage: [null, 'text', {}, { ...raw, sale: { ...raw.sale, total_amount: 12.5 } }, { ...raw, lines: [{}] }, { ...raw, moves: null }],
    narrow: { body: 'search_read' },
  };
}

async function makePeer(): Promise<PeerUnderTest> {
  const tryton = await startTryton();
  const proxy = await startFaultProxy(tryton.url);
  const erp = await openTryton(tryton);
  const settings = { url: proxy.url, database: tryton.db, user: tryton.user, password: tryton.password };
  return {
    settings,
    wrongSettings: { ...settings, password: 'wrong' },
    lists: ['sku', 'location', 'tax', 'carrier'],
    inbound: { 'sales-order-state': await orderStates(erp) },
    outbound: outboundSamples(tryton, erp),
    hook: null,
    timeoutMs: 6_000,
    fault: proxy.fault,
    clearFault: proxy.clearFault,
    close: async () => {
      await erp.close();
      await proxy.close();
      await tryton.stop();
    },
  };
}

describeConnector(connector, makePeer);
