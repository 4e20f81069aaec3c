import { tryton as connector } from '../../src/connectors/tryton/index.ts';
import type { OutboundCreditMemo, OutboundDocument, OutboundOrderChange, OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { startFaultProxy } from '../peers/fault-proxy.ts';
import { openTryton, type TestSession } from '../support/tryton/session.ts';
import { startTryton, type RunningTryton } from '../support/tryton/start.ts';
import { given } from '../contract/bench.ts';
import { describeConnector } from '../contract/describe-connector.ts';
import type { InboundSample, OutboundSample, PeerUnderTest } from '../contract/peer-under-test.ts';
import {
  sampleCancellation,
  sampleCreditMemo,
  sampleCustomer,
  sampleOrderChange,
  sampleReturnOrder,
  sampleSalesOrder,
  sampleShipment,
} from '../contract/samples.ts';

const CODES = { item: 'MUG-WHITE', tax: 'VAT 20%' };

/** Sets things up in Tryton past all faults. */
function aside(erp: TestSession) {
  const customer = async (): Promise<string> => given((await erp.deliver(sampleCustomer())).foreign, 'no customer').id;
  const order = async (more: Partial<OutboundSalesOrder> = {}): Promise<OutboundSalesOrder> =>
    sampleSalesOrder({ customerId: await customer(), warehouseCode: 'WH', ...more }, CODES);
  const placed = async (): Promise<{ id: string; reference: string; document: OutboundSalesOrder }> => {
    const document = await order();
    return { id: given((await erp.deliver(document)).foreign, 'no sale').id, reference: document.reference, document };
  };
  const memo = async (): Promise<OutboundCreditMemo> => {
    const { id, reference } = await placed();
    const sample = sampleCreditMemo(reference, id);
    const taxes = (line: OutboundCreditMemo['lines'][number]) => line.taxes.map((tax) => ({ ...tax, code: CODES.tax }));
    return { ...sample, lines: sample.lines.map((line) => ({ ...line, itemCode: CODES.item, taxes: taxes(line) })) };
  };
  return { customer, order, placed, memo };
}

/** Changes, returns and money back. */
function laterSamples(tryton: RunningTryton, erp: TestSession): PeerUnderTest['outbound'] {
  const { placed, memo } = aside(erp);
  const sales = async (document: OutboundDocument): Promise<number> =>
    'reference' in document ? (await tryton.query.find('sale.sale', [['web_id', '=', document.reference]], ['id'])).length : 0;
  const change = async (more: Partial<OutboundSalesOrder> = {}): Promise<OutboundOrderChange> => {
    const { id, document } = await placed();
    return sampleOrderChange(id, { ...document, ...more }, '3');
  };
  const made = { body: 'model.sale.sale.create' };
  return {
    'order-change': {
      fresh: () => change(),
      refused: { fresh: () => change({ warehouseCode: 'NOWHERE' }), code: 'erp.warehouse-unknown' },
      count: async (document) => {
        const domain = [
          ['sale', '=', Number((document as OutboundOrderChange).foreignId)],
          ['state', '=', 'validated'],
        ];
        return (await tryton.query.find('sale.amendment', domain, ['id'])).length;
      },
      narrow: { body: 'validate_amendment' },
    },
    'return-order': {
      fresh: async () => {
        const { id, reference } = await placed();
        return sampleReturnOrder(reference, id, '1');
      },
      refused: {
        fresh: async () => {
          const { id, reference } = await placed();
          return sampleReturnOrder(reference, id, '3');
        },
        code: 'return.refused',
      },
      count: sales,
      narrow: made,
    },
    'credit-memo': {
      fresh: memo,
      refused: { fresh: async () => ({ ...(await memo()), orderForeignId: '999999' }), code: 'credit.refused' },
      count: sales,
      narrow: made,
    },
  };
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

async function returns(erp: TestSession): Promise<InboundSample> {
  const { placed } = aside(erp);
  const make = async (): Promise<string> => {
    const { id, reference } = await placed();
    return given((await erp.deliver(sampleReturnOrder(reference, id, '1'))).foreign, 'no return').id;
  };
  const raw = given(await erp.readers['return-authorization']?.readOne(await make()), 'the first return cannot be read').raw as object;
  return {
    make,
    unknownId: '999999',
    garbage: [null, 'text', {}, { ...raw, sale: {} }, { ...raw, lines: [{}] }, { ...raw, orderReference: 7 }],
    narrow: { body: 'search_read' },
  };
}

async function credits(erp: TestSession): Promise<InboundSample> {
  const { memo } = aside(erp);
  const make = async (): Promise<string> => given((await erp.deliver(await memo())).foreign, 'no credit note').id;
  const raw = given(await erp.readers['credit-memo']?.readOne(await make()), 'the first credit note cannot be read').raw as {
    invoice: object;
  };
  return {
    make,
    unknownId: '999999',
    garbage: [null, 'text', {}, { ...raw, invoice: { ...raw.invoice, total_amount: -12.5 } }, { ...raw, lines: [{}] }],
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
    inbound: { 'sales-order-state': await orderStates(erp), 'return-authorization': await returns(erp), 'credit-memo': await credits(erp) },
    outbound: { ...outboundSamples(tryton, erp), ...laterSamples(tryton, erp) },
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
