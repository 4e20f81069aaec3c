import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { trytonBooks, type TrytonBook } from '../support/tryton/books.ts';
import { address, cancellation, change, customer, salesOrder, shipment, type ShortLine } from '../support/tryton/documents.ts';
import { openTryton, type TestSession } from '../support/tryton/session.ts';
import { startTryton, type RunningTryton } from '../support/tryton/start.ts';

let tryton: RunningTryton;
let erp: TestSession;
let party: string;
const V20 = 'VAT 20%';
const mugs = (pieces: number): ShortLine => ({
  code: 'MUG-WHITE',
  pieces,
  net: (pieces * 10).toFixed(2),
  tax: { [V20]: (pieces * 2).toFixed(2) },
});
const caps = (pieces: number): ShortLine => ({
  code: 'CAP',
  pieces,
  net: (pieces * 20).toFixed(2),
  tax: { [V20]: (pieces * 4).toFixed(2) },
});
const SHIPPING = [{ kind: 'shipping', net: '5.00', tax: { [V20]: '1.00' } }] as const;

beforeAll(async () => {
  tryton = await startTryton();
  erp = await openTryton(tryton);
  party = (await erp.deliver(customer())).foreign?.id ?? '';
});
afterAll(async () => {
  await erp?.close();
  await tryton?.stop();
});

const sold = (lines: readonly ShortLine[], more: Partial<OutboundSalesOrder> = {}): OutboundSalesOrder =>
  salesOrder(party, lines, SHIPPING, more);

async function placed(lines: readonly ShortLine[] = [mugs(2), caps(1)]): Promise<{ order: OutboundSalesOrder; id: string }> {
  const order = sold(lines);
  return { order, id: (await erp.deliver(order)).foreign?.id ?? '' };
}

async function bookOf(order: OutboundSalesOrder): Promise<TrytonBook | undefined> {
  return (await trytonBooks(tryton)).get(order.reference);
}

async function leavings(): Promise<unknown[]> {
  return tryton.query.find('sale.sale', [['web_id', 'like', 'draft of%']], ['web_id']);
}

describe('a change of an order in Tryton', () => {
  it('less, more and another address: is an amendment; goods, bill and reservation follow', async () => {
    const { order, id } = await placed();
    const after = sold([mugs(1), caps(3)], { shipping: address({ line1: '7 Side Street' }), note: 'Ring once' });
    const receipt = await erp.deliver(change(order, id, after));
    expect(receipt).toMatchObject({
      verdict: 'accepted',
      existed: false,
      state: {
        stage: 'reserved',
        total: { minor: 9000 },
        lines: [{ ordered: { value: '1' } }, { ordered: { value: '3' }, reserved: { value: '3' } }],
      },
    });
    expect(await bookOf(order)).toMatchObject({
      total: '90.00',
      open: { 'MUG-WHITE': 1, CAP: 3 },
      shipments: [{ state: 'assigned' }],
      invoices: [{ state: 'draft', total: '90.00' }],
    });
    const [sale] = await tryton.query.find<Record<string, unknown>>(
      'sale.sale',
      [['id', '=', Number(id)]],
      ['comment', 'shipment_address.street'],
    );
    expect(sale).toMatchObject({ comment: 'Ring once', 'shipment_address.': { street: '7 Side Street' } });
    expect(await erp.deliver(change(order, id, after))).toMatchObject({ verdict: 'accepted', existed: true });
    expect(await leavings()).toEqual([]);
  });

  it('a line added and one removed: the sale gets a line, and the other ends at nothing', async () => {
    const { order, id } = await placed();
    const after = salesOrder(party, [mugs(2), { code: 'BOOK', pieces: 1, net: '24.00', tax: { 'VAT 10%': '2.40' } }], SHIPPING);
    const renamed = { ...after, lines: after.lines.map((line, at) => (at === 1 ? { ...line, id: '13' } : line)) };
    expect(await erp.deliver(change(order, id, renamed))).toMatchObject({ verdict: 'accepted', state: { stage: 'reserved' } });
    expect(await bookOf(order)).toMatchObject({ total: '56.40', open: { 'MUG-WHITE': 2, BOOK: 1 }, invoices: [{ total: '56.40' }] });
    await erp.deliver(shipment(renamed, id, { '11': 2, '13': 1 }));
    expect(await bookOf(order)).toMatchObject({ shipped: { 'MUG-WHITE': 2, BOOK: 1 }, open: {} });
  });

  it('prices that no single unit price can say: are split lines, and tie', async () => {
    const { order, id } = await placed();
    const after = sold([{ code: 'MUG-WHITE', pieces: 3, net: '10.00', tax: { [V20]: '2.00' } }, caps(1)]);
    expect(await erp.deliver(change(order, id, after))).toMatchObject({ verdict: 'accepted', state: { total: { minor: 4200 } } });
    expect(await erp.deliver(change(order, id, after))).toMatchObject({ verdict: 'accepted', existed: true });
    const back = sold([mugs(2), caps(1)]);
    expect(await erp.deliver(change(order, id, back))).toMatchObject({ verdict: 'accepted', state: { total: { minor: 5400 } } });
    expect(await bookOf(order)).toMatchObject({ open: { 'MUG-WHITE': 2, CAP: 1 }, invoices: [{ total: '54.00' }] });
  });

  it('of a quotation: enters the lines anew and confirms it', async () => {
    const { order, id } = await placed();
    const [copy] = await tryton.query.call<number[]>('model.sale.sale.copy', [Number(id)], {});
    await tryton.query.button('sale.sale', 'quote', [copy!]);
    const receipt = await erp.deliver(change(order, String(copy), sold([mugs(3)])));
    expect(receipt).toMatchObject({ verdict: 'accepted', state: { stage: 'reserved', total: { minor: 4200 } } });
  });

  it('less than has left: takes the rest of the change and says what stays', async () => {
    const { order, id } = await placed([mugs(4), caps(2)]);
    await erp.deliver(shipment(order, id, { '11': 3 }));
    const receipt = await erp.deliver(change(order, id, sold([mugs(2), caps(1)])));
    expect(receipt).toMatchObject({
      verdict: 'partly',
      note: expect.stringContaining('3 × Shop name of MUG-WHITE'),
      lines: [
        { lineId: '11', quantity: { value: '3' } },
        { lineId: '12', quantity: { value: '1' } },
      ],
    });
    expect(await bookOf(order)).toMatchObject({ shipped: { 'MUG-WHITE': 3 }, open: { CAP: 1 }, total: '66.00' });
    expect(await erp.deliver(change(order, id, sold([mugs(2), caps(1)])))).toMatchObject({ verdict: 'too-late' });
  });

  it('of what has left whole: comes too late; of a cancelled sale too', async () => {
    const { order, id } = await placed();
    await erp.deliver(shipment(order, id, { '11': 2, '12': 1 }));
    expect(await erp.deliver(change(order, id, sold([mugs(1), caps(1)])))).toMatchObject({
      verdict: 'too-late',
      state: { stage: 'closed' },
    });
    expect(await bookOf(order)).toMatchObject({ total: '54.00' });
    const other = await placed();
    await erp.deliver(cancellation(other.order, other.id));
    expect(await erp.deliver(change(other.order, other.id, sold([mugs(1)])))).toMatchObject({ verdict: 'too-late' });
  });

  it('the rest after a part has left: closes the sale with what left', async () => {
    const { order, id } = await placed();
    await erp.deliver(shipment(order, id, { '12': 1 }));
    const after = sold([caps(1)]);
    const kept = { ...after, lines: after.lines.map((line) => ({ ...line, id: '12' })) };
    expect(await erp.deliver(change(order, id, kept))).toMatchObject({
      verdict: 'accepted',
      state: { stage: 'closed', total: { minor: 3000 } },
    });
  });

  it('after the bill is posted: units still follow with a bill for the difference, prices do not', async () => {
    const { order, id } = await placed();
    const [invoice] = await tryton.query.find<{ id: number }>('account.invoice', [['sales', '=', Number(id)]], ['state']);
    await tryton.query.button('account.invoice', 'post', [invoice!.id]);
    const cheaper = sold([{ code: 'MUG-WHITE', pieces: 2, net: '18.00', tax: { [V20]: '3.60' } }, caps(1)]);
    expect(await erp.deliver(change(order, id, cheaper))).toMatchObject({ verdict: 'too-late', note: expect.stringContaining('posted') });
    expect(await erp.deliver(change(order, id, sold([mugs(1), caps(1)])))).toMatchObject({ verdict: 'accepted' });
    expect(await bookOf(order)).toMatchObject({
      total: '42.00',
      invoices: [
        { state: 'posted', total: '54.00' },
        { state: 'draft', total: '-12.00' },
      ],
    });
    expect(
      await tryton.query.find('account.invoice', [['untaxed_amount', '<', { __class__: 'Decimal', decimal: '0' }]], ['id']),
    ).toHaveLength(1);
    const memos = erp.readers['credit-memo'];
    for await (const page of memos?.read(null) ?? []) expect(page.documents).toEqual([]);
  });

  it('whose sums do not tie, or that names what Tryton does not know: is refused and changes nothing', async () => {
    const { order, id } = await placed();
    const wrong = sold([{ code: 'MUG-WHITE', pieces: 1, net: '10.00', tax: { [V20]: '2.50' } }]);
    expect(await erp.refusal(change(order, id, wrong))).toMatchObject({ code: 'money.total-differs' });
    expect(await erp.refusal(change(order, id, sold([{ ...mugs(1), code: 'NOPE' }])))).toMatchObject({ code: 'erp.item-unknown' });
    expect(await erp.refusal(change(order, '999999', sold([mugs(1)])))).toMatchObject({ code: 'erp.change-refused' });
    expect(await bookOf(order)).toMatchObject({ total: '54.00', open: { 'MUG-WHITE': 2, CAP: 1 }, shipments: [{ state: 'assigned' }] });
    expect(await leavings()).toEqual([]);
  });
});
