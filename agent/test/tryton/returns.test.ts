import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../src/connector/contract.ts';
import type { OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { ConnectionId } from '../../src/domain/reference.ts';
import type { CreditMemo, ReturnAuthorization } from '../../src/domain/return.ts';
import { creditMemo, customer, returnOrder, salesOrder, shipment, type ShortLine } from '../support/tryton/documents.ts';
import { openTryton, type TestSession } from '../support/tryton/session.ts';
import { startTryton, type RunningTryton } from '../support/tryton/start.ts';

let tryton: RunningTryton;
let erp: TestSession;
let party: string;
const V20 = 'VAT 20%';
const V7 = 'VAT 7%';
const MUGS: ShortLine = { code: 'MUG-WHITE', pieces: 2, net: '20.00', tax: { [V20]: '4.00', [V7]: '1.40' } };
const CAPS: ShortLine = { code: 'CAP', pieces: 1, net: '20.00', tax: { [V20]: '4.00' } };

beforeAll(async () => {
  tryton = await startTryton();
  erp = await openTryton(tryton);
  party = (await erp.deliver(customer())).foreign?.id ?? '';
});
afterAll(async () => {
  await erp?.close();
  await tryton?.stop();
});

async function shipped(more: Partial<OutboundSalesOrder> = {}): Promise<{ order: OutboundSalesOrder; id: string }> {
  const order = salesOrder(party, [MUGS, CAPS], [{ kind: 'shipping', net: '5.00', tax: { [V20]: '1.00' } }], more);
  const id = (await erp.deliver(order)).foreign?.id ?? '';
  await erp.deliver(shipment(order, id, { '11': 2, '12': 1 }));
  return { order, id };
}

async function news<D>(
  kind: 'return-authorization' | 'credit-memo',
  cursor: string | null,
): Promise<{ documents: D[]; cursor: string | null }> {
  const reader = erp.readers[kind];
  const pages: Page[] = [];
  for await (const page of reader?.read(cursor) ?? []) pages.push(page);
  const documents = pages.flatMap((page) => page.documents).map((raw) => reader?.toCanonical(raw, ConnectionId.parse('erp')) as D);
  return { documents, cursor: pages.at(-1)?.cursor ?? cursor };
}

const find = (model: string, domain: unknown[], fields: string[]): Promise<Record<string, unknown>[]> =>
  tryton.query.find(model, domain, fields);

describe('a return in Tryton', () => {
  it('is a sale below zero with a customer return to receive, once, and bills nothing', async () => {
    const { order, id } = await shipped();
    const wanted = returnOrder(order, id, { '11': 1, '12': 1 });
    const receipt = await erp.deliver(wanted);
    expect(await erp.deliver(wanted)).toMatchObject({ existed: true, foreign: receipt.foreign });
    const [sale] = await find(
      'sale.sale',
      [['web_id', '=', wanted.reference]],
      ['state', 'origin', 'total_amount', 'invoices', 'shipment_returns', 'reference'],
    );
    expect(sale).toMatchObject({
      state: 'processing',
      origin: `sale.sale,${id}`,
      total_amount: '-36.70',
      invoices: [],
      shipment_returns: [expect.any(Number)],
    });
  });

  it('tells how far it is: open, received, closed', async () => {
    const { order, id } = await shipped();
    const start = await news('return-authorization', null);
    const returned = (await erp.deliver(returnOrder(order, id, { '11': 1 }))).foreign?.id ?? '';
    const opened = await news<ReturnAuthorization>('return-authorization', start.cursor);
    expect(opened.documents).toMatchObject([
      {
        id: returned,
        reference: `${order.reference}/R1`,
        orderReference: order.reference,
        status: 'open',
        lines: [{ lineId: '11', sku: 'MUG-WHITE', quantity: { value: '1' } }],
        exchange: [],
      },
    ]);
    const [back] = await find('stock.shipment.out.return', [['moves.sale', '=', Number(returned)]], ['id']);
    await tryton.query.button('stock.shipment.out.return', 'receive', [Number(back?.['id'])]);
    const received = await news<ReturnAuthorization>('return-authorization', opened.cursor);
    expect(received.documents).toMatchObject([{ id: returned, status: 'received' }]);
    await tryton.query.button('stock.shipment.out.return', 'done', [Number(back?.['id'])]);
    expect((await news<ReturnAuthorization>('return-authorization', received.cursor)).documents).toMatchObject([
      { id: returned, status: 'closed' },
    ]);
    expect((await news<ReturnAuthorization>('return-authorization', received.cursor)).documents).toHaveLength(1);
  });

  it('that people begin with the wizard there: is told with our lines', async () => {
    const { order, id } = await shipped();
    const { cursor } = await news('return-authorization', null);
    await tryton.query.wizard('sale.return_sale', ['sale.sale', Number(id)], 'return_', {});
    const [copy] = await find('sale.sale', [['origin', '=', `sale.sale,${id}`]], ['id']);
    expect((await news<ReturnAuthorization>('return-authorization', cursor)).documents).toMatchObject([
      {
        id: String(copy?.['id']),
        reference: null,
        orderReference: order.reference,
        status: 'open',
        lines: [{ lineId: '11', quantity: { value: '2' } }, { lineId: '12' }],
      },
    ]);
  });

  it('of more than was sold, or on a sale that is not there: is refused', async () => {
    const { order, id } = await shipped();
    expect(await erp.refusal(returnOrder(order, id, { '11': 3 }))).toMatchObject({
      code: 'return.refused',
      message: expect.stringContaining('1 more'),
    });
    expect(await erp.refusal(returnOrder(order, '999999', { '11': 1 }))).toMatchObject({ code: 'return.refused' });
    expect(await find('sale.sale', [['web_id', '=', `${order.reference}/R1`]], ['id'])).toEqual([]);
  });
});

describe('money back in Tryton', () => {
  it('is a posted credit note with its taxes, once, and moves no goods', async () => {
    const { order, id } = await shipped();
    const returned = await erp.deliver(returnOrder(order, id, { '11': 1 }));
    const memo = creditMemo(order, id, { '11': [1, '10.00', { [V20]: '2.00', [V7]: '0.70' }] }, '0', {
      returnForeignId: returned.foreign?.id ?? null,
    });
    const receipt = await erp.deliver(memo);
    expect(await erp.deliver(memo)).toMatchObject({ existed: true, foreign: receipt.foreign });
    const [invoice] = await find(
      'account.invoice',
      [['id', '=', Number(receipt.foreign?.id)]],
      ['state', 'number', 'total_amount', 'tax_amount', 'taxes'],
    );
    expect(invoice).toMatchObject({ state: 'posted', number: receipt.foreign?.number, total_amount: '-12.70', tax_amount: '-2.70' });
    expect(await find('stock.move', [['sale.web_id', '=', memo.reference]], ['id'])).toEqual([]);
    const [told] = (await news<CreditMemo>('credit-memo', null)).documents.filter(
      ({ orderReference }) => orderReference === order.reference,
    );
    expect(told).toMatchObject({
      id: receipt.foreign?.id,
      reference: memo.reference,
      status: 'posted',
      amount: { minor: 1270, currency: 'EUR' },
      lines: [{ lineId: '11', quantity: { value: '1' }, net: { minor: 1000 }, tax: { minor: 270 } }],
    });
  });

  it('without goods, and of shipping: is booked to the cent', async () => {
    const { order, id } = await shipped();
    const charges = order.charges.map((charge) => ({ ...charge }));
    const memo = creditMemo(order, id, { '12': [0, '1.00', { [V20]: '0.20' }] }, '11.00', { charges });
    const receipt = await erp.deliver({ ...memo, amount: { minor: 1220, currency: 'EUR' } });
    const lines = await find('account.invoice.line', [['invoice', '=', Number(receipt.foreign?.id)]], ['amount', 'product.code']);
    expect(lines).toMatchObject([
      { amount: '-5.00', 'product.': { code: 'SHIPPING' } },
      { amount: '-1.00', 'product.': { code: 'FEE' } },
      { amount: '-5.00', 'product.': { code: 'FEE' } },
    ]);
  });

  it('in yen and dinars: is booked in them', async () => {
    for (const [currency, net, tax, minor] of [
      ['JPY', '1000', '200', 1200],
      ['KWD', '1.005', '0.201', 1206],
    ] as const) {
      const order = salesOrder(party, [{ code: 'CAP', pieces: 1, net, tax: { [V20]: tax } }], [], { currency });
      const id = (await erp.deliver(order)).foreign?.id ?? '';
      await erp.deliver(shipment(order, id, { '11': 1 }));
      await erp.deliver(creditMemo(order, id, { '11': [1, net, { [V20]: tax }] }));
      const told = (await news<CreditMemo>('credit-memo', null)).documents.find(({ orderReference }) => orderReference === order.reference);
      expect(told).toMatchObject({ amount: { minor, currency }, status: 'posted' });
    }
  });

  it('that people make of a bill with the wizard there: is told with our lines', async () => {
    const { order, id } = await shipped();
    const [invoice] = await find('account.invoice', [['sales', '=', Number(id)]], ['id']);
    await tryton.query.button('account.invoice', 'post', [Number(invoice?.['id'])]);
    const { cursor } = await news('credit-memo', null);
    const [credit] = await creditOf(Number(invoice?.['id']));
    const told = await news<CreditMemo>('credit-memo', cursor);
    expect(told.documents).toMatchObject([
      {
        id: String(credit?.['id']),
        reference: null,
        orderReference: order.reference,
        status: 'draft',
        amount: { minor: 5540 },
        lines: [{ lineId: '11', quantity: { value: '2' } }, { lineId: '12' }],
      },
    ]);
  });

  it('in another currency, whose sums do not tie, or on no sale: is refused and leaves nothing', async () => {
    const { order, id } = await shipped();
    const wrong = creditMemo(order, id, { '12': [1, '20.00', { [V20]: '4.50' }] });
    expect(await erp.refusal(wrong)).toMatchObject({ code: 'money.total-differs', message: expect.stringContaining('24.00 EUR') });
    expect(await erp.refusal(creditMemo(order, '999999', {}, '5.00'))).toMatchObject({ code: 'credit.refused' });
    expect(await erp.refusal({ ...creditMemo(order, id, {}, '5.00'), currency: 'USD' })).toMatchObject({ code: 'credit.refused' });
    expect(await find('sale.sale', [['web_id', '=', wrong.reference]], ['id'])).toEqual([]);
  });
});

/** What a person does with "Credit…" on a posted bill, without taking it back whole. */
async function creditOf(invoice: number): Promise<Record<string, unknown>[]> {
  await tryton.query.wizard('account.invoice.credit', ['account.invoice', invoice], 'credit', {
    with_refund: false,
    invoice_date: null,
  });
  return find('account.invoice', [['lines.origin.invoice', '=', invoice, 'account.invoice.line']], ['id']);
}
