import { expect, it } from 'vitest';
import { sandboxErp } from '../../src/connectors/sandbox-erp/index.ts';
import type {
  OutboundCreditMemo,
  OutboundCustomer,
  OutboundDocument,
  OutboundOrderChange,
  OutboundSalesOrder,
  OutboundShipment,
} from '../../src/domain/outbound.ts';
import type { WriteOutcome } from '../../src/connector/contract.ts';
import type { Receipt } from '../../src/domain/receipt.ts';
import { parseMoney } from '../../src/domain/money.ts';
import { RejectedError } from '../../src/errors/errors.ts';
import type { ErpCredit, ErpOrder, ErpReturn } from '../peers/erp-documents.ts';
import { startSandboxErp, type SandboxErp } from '../peers/erp.ts';
import { signBody } from '../peers/hooks.ts';
import { SAMPLE_ERP } from '../peers/sample-seeds.ts';
import { testTools } from '../support/tools.ts';
import { expectDone, failure, given, requestFor } from './bench.ts';
import { describeConnector } from './describe-connector.ts';
import type { OutboundSample, PeerUnderTest } from './peer-under-test.ts';
import {
  sampleCancellation,
  sampleCreditMemo,
  sampleCustomer,
  sampleOrderChange,
  sampleReturnOrder,
  sampleSalesOrder,
  sampleShipment,
} from './samples.ts';

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
  const shipped = async (): Promise<ErpOrder> => {
    const sold = await order();
    await erp.control(`/sales-orders/${sold.id}/shipments`, { id: `SH-${sold.id}`, lines: [{ ref: '11', quantity: '2' }] });
    return sold;
  };
  const booked = (id: string): ErpOrder | undefined => erp.books().salesOrders.find((known) => known.id === id || known.reference === id);
  return { customer, order, shipped, booked };
}

const idOf = (answer: unknown): string => (answer as { id: string }).id;

function outboundSamples(erp: SandboxErp): PeerUnderTest['outbound'] {
  return { ...orderSamples(erp), ...returnSamples(erp) };
}

/** Returns, money back, and orders that are changed. */
function returnSamples(erp: SandboxErp): PeerUnderTest['outbound'] {
  const { order, shipped, booked } = aside(erp);
  const countOf = (all: readonly { reference: string }[], document: OutboundDocument): Promise<number> =>
    Promise.resolve(all.filter(({ reference }) => 'reference' in document && reference === document.reference).length);
  const change = async (more: Partial<OutboundSalesOrder> = {}): Promise<OutboundOrderChange> => {
    const { id, reference, customer: customerId } = await order();
    return sampleOrderChange(id, sampleSalesOrder({ reference, customerId, ...more }, CODES), '3');
  };
  const memo = async (amount: string): Promise<OutboundCreditMemo> => {
    const { id, reference } = await shipped();
    return { ...sampleCreditMemo(reference, id), amount: parseMoney(amount, 'EUR') };
  };
  return {
    'order-change': {
      fresh: () => change(),
      refused: { fresh: () => change({ warehouseCode: 'NOWHERE' }), code: 'erp.warehouse-unknown' },
      count: (document) => {
        const { changes, lines } = booked((document as OutboundOrderChange).foreignId) ?? { changes: [], lines: [] };
        return Promise.resolve(lines[0]?.quantity === '3' ? changes.length : 0);
      },
    },
    'return-order': {
      fresh: async () => {
        const { id, reference } = await shipped();
        return sampleReturnOrder(reference, id, '1');
      },
      refused: {
        fresh: async () => {
          const { id, reference } = await shipped();
          return sampleReturnOrder(reference, id, '3');
        },
        code: 'return.refused',
      },
      count: (document) => countOf(erp.books().returnOrders, document),
    },
    'credit-memo': {
      fresh: () => memo('12.00'),
      refused: { fresh: () => memo('30.01'), code: 'credit.refused' },
      count: (document) => countOf(erp.books().creditMemos, document),
    },
  };
}

function orderSamples(erp: SandboxErp): PeerUnderTest['outbound'] {
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

/** Returns and credit memos that people of the ERP make there. */
async function returnsRead(erp: SandboxErp): Promise<PeerUnderTest['inbound']> {
  const { shipped } = aside(erp);
  const makeReturn = async (): Promise<ErpReturn> =>
    (await erp.control('/_return', { reference: (await shipped()).reference, lines: [{ line: '11', units: '1' }] })) as ErpReturn;
  const makeMemo = async (): Promise<ErpCredit> =>
    (await erp.control('/_credit', { reference: (await shipped()).reference, lines: [{ line: '11', units: '1' }] })) as ErpCredit;
  const [one, memo] = [await makeReturn(), await makeMemo()];
  return {
    'return-authorization': {
      make: async () => (await makeReturn()).id,
      unknownId: 'RO-999999',
      garbage: [null, {}, { ...one, status: 'lost' }, { ...one, lines: [{}] }, { ...one, updatedAt: 'yesterday' }],
    },
    'credit-memo': {
      make: async () => (await makeMemo()).id,
      unknownId: 'CM-999999',
      garbage: [null, {}, { ...memo, status: 'lost' }, { ...memo, total: 12.5 }, { ...memo, lines: [{}] }],
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
    inbound: {
      'sales-order-state': { make: async () => (await order()).id, unknownId: 'SO-999999', garbage },
      ...(await returnsRead(erp)),
    },
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

/** An ERP of its own with a session on it, for what only this party does. */
async function onErp(work: (desk: ErpDesk) => Promise<void>, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP });
  const tools = testTools('erp');
  const session = await sandboxErp.connect(sandboxErp.settings.parse({ url: erp.url, apiKey: erp.key, ...more }), tools);
  const write = async (document: OutboundDocument, key = 'k'): Promise<Receipt> => {
    const [outcome] = await given(session.writers[document.kind], 'no writer').write([requestFor(document, { key })]);
    expectDone(given(outcome, 'no outcome'));
    return (outcome as Extract<WriteOutcome, { kind: 'done' }>).receipt;
  };
  const order = sampleSalesOrder({ customerId: await aside(erp).customer() }, CODES);
  try {
    await work({ erp, write, order });
  } finally {
    await session.close();
    await tools.close();
    await erp.close();
  }
}

interface ErpDesk {
  readonly erp: SandboxErp;
  readonly write: (document: OutboundDocument, key?: string) => Promise<Receipt>;
  readonly order: OutboundSalesOrder;
}

it('brings an order that was booked in an older version, whose answer was lost, to the one that is wanted', () =>
  onErp(async ({ erp, write, order }) => {
    await write(order);
    const { order: edited } = sampleOrderChange('', order, '3');
    const receipt = await write(edited, 'another');
    expect(receipt).toMatchObject({ existed: true, verdict: null, state: { total: edited.total, lines: [{ ordered: { value: '3' } }] } });
    expect(erp.books().salesOrders).toMatchObject([{ total: '42.00' }]);
  }));

it('does not hide that the older version can no longer be changed', () =>
  onErp(async ({ erp, write, order }) => {
    await write(order);
    await erp.control('/_invoice', {});
    await expect(write(sampleOrderChange('', order, '3').order, 'another')).rejects.toThrow(/42\.00 EUR.*30\.00 EUR/);
  }));

it('says which units the ERP still holds when more had left than are wanted', () =>
  onErp(async ({ write, order }) => {
    const id = given((await write(order)).foreign, 'no id').id;
    await write(sampleOrderChange(id, order, '3'), 'more');
    await write(sampleShipment({ reference: order.reference, orderForeignId: id, lines: twoMugs() }), 'ship');
    const late = await write(sampleOrderChange(id, order, '1'), 'less');
    expect(late).toMatchObject({ verdict: 'partly', note: expect.stringContaining('have left already'), foreign: { id } });
    expect(late.lines).toEqual([{ lineId: '11', quantity: { value: '2', unit: 'C62' } }]);
  }));

it('takes a shipment back, and the change comes through that was too late before', () =>
  onErp(async ({ erp, write, order }) => {
    const id = given((await write(order)).foreign, 'no id').id;
    const shipment = sampleShipment({ reference: order.reference, orderForeignId: id, lines: twoMugs() });
    await write(shipment, 'ship');
    expect((await write(sampleOrderChange(id, order, '1'), 'late')).verdict).toBe('too-late');
    const taken = await write({ ...shipment, voided: true }, 'void');
    expect(taken).toMatchObject({ existed: false, foreign: { id: shipment.shipmentId } });
    expect((await write({ ...shipment, voided: true }, 'void')).existed).toBe(true);
    expect(erp.books().salesOrders).toMatchObject([{ status: 'reserved', lines: [{ shipped: '0' }] }]);
    expect((await write(sampleOrderChange(id, order, '1'), 'change')).verdict).toBe('accepted');
  }));

it('lets the ERP make up for a cent when the connection allows it', () =>
  onErp(
    async ({ erp, write, order }) => {
      const receipt = await write({ ...order, total: parseMoney('30.01', 'EUR') });
      expect(receipt.state?.total).toEqual(parseMoney('30.01', 'EUR'));
      expect(erp.books().salesOrders).toMatchObject([
        { total: '30.01', charges: [{ kind: 'shipping' }, { kind: 'rounding', net: '0.01' }] },
      ]);
    },
    { roundingTolerance: 1 },
  ));

it('tells how a customer was found', () =>
  onErp(async ({ write }) => {
    const customer = sampleCustomer();
    expect(await write(customer)).toMatchObject({ existed: false, note: null });
    expect(await write({ ...customer, email: 'new@example.org' }, 'a')).toMatchObject({ existed: true, note: 'found by reference' });
    expect(await write({ ...customer, reference: 'shop:other', email: 'NEW@example.org' }, 'b')).toMatchObject({
      existed: true,
      note: 'found by e-mail',
    });
  }));

const twoMugs = (): OutboundShipment['lines'] => [
  {
    lineId: '11',
    foreignLineId: null,
    itemCode: 'ERP-1001',
    quantity: { value: '2', unit: 'C62' },
    lots: ['L-1'],
    serials: [],
    packageId: null,
  },
];
