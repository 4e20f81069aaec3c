import { describe, expect, test } from 'vitest';
import { OutboundCancellation, OutboundFulfillmentChange, OutboundOrderChange } from '../../../../src/domain/outbound.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import type { Verdict } from '../../../../src/domain/receipt.ts';
import type { SalesOrder, StoreRefund } from '../../../../src/domain/sales-order.ts';
import type { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { standingOf } from '../../../../src/ledgers/order/standing.ts';
import { address, at, erpLine, erpState, eur, line, order, shipment, shippingCharge, vat, wmsState } from '../../../support/orders.ts';
import { exported, story, type Story } from './story.ts';

const mugs = (units: number) => line({ quantity: quantity(units), net: eur(`${units * 10}.00`), taxes: [vat((units * 1.9).toFixed(2))] });
const tea = (units: number) =>
  line({ id: '12', sku: 'TEA-02', name: 'Tea', quantity: quantity(units), net: eur(`${units * 5}.00`), taxes: [] });
const total = (lines: SalesOrder['lines']) => lines.reduce((sum, each) => sum + each.net.minor + (each.taxes[0]?.amount.minor ?? 0), 595);
const sold = (lines: SalesOrder['lines'], more: Partial<SalesOrder> = {}) =>
  order({
    updatedAt: at(50),
    lines,
    charges: [shippingCharge()],
    total: { minor: total(lines), currency: 'EUR' },
    taxTotal: { minor: lines.reduce((sum, each) => sum + (each.taxes[0]?.amount.minor ?? 0), 95), currency: 'EUR' },
    ...more,
  });
const refund = (id: string, lineId: string, units: number, more: Partial<StoreRefund> = {}): StoreRefund => ({
  id,
  at: at(55),
  amount: eur(lineId === '11' ? (units * 11.9).toFixed(2) : `${units * 5}.00`),
  reason: '',
  lines: [
    {
      lineId,
      quantity: quantity(units),
      net: eur(`${units * (lineId === '11' ? 10 : 5)}.00`),
      taxes: lineId === '11' ? [vat((units * 1.9).toFixed(2))] : [],
    },
  ],
  charges: [],
  restocked: null,
  reference: null,
  ...more,
});

/** Three mugs and two packs of tea, reserved and asked of the warehouse. */
const BEFORE = sold([mugs(3), tea(2)], { updatedAt: at(10) });
const reserved = (mugsReserved: number, teaReserved: number, seconds = 20) =>
  erpState({
    updatedAt: at(seconds),
    total: null,
    taxTotal: null,
    lines: [
      erpLine({ ordered: quantity(mugsReserved), reserved: quantity(mugsReserved) }),
      erpLine({ id: '12', foreignId: 'sol-2', ordered: quantity(teaReserved), reserved: quantity(teaReserved) }),
    ],
  });
const requested = (policy: Partial<OrderPolicy> = {}): Story =>
  exported(BEFORE, policy).erp(reserved(3, 2)).acknowledge('wms.fulfillment-order/1');
const decide = (told: Story, exception: string, choice: string): Story =>
  told.tell({ kind: 'decided', at: at(90), exception, choice, by: 'Grace' });
const balance = (told: Story) =>
  Object.fromEntries(
    [...standingOf(told.ledger, told.ledger.order!, told.policy).balance.values()].map((each) => [
      each.id,
      [each.ordered, each.shipped, each.open, each.cancelled].map((units) => units / 1e6),
    ]),
  );
const request = (told: Story, number = 1) => told.ledger.requests[`shop:1001/${number}`]?.lines;

describe('fewer units', () => {
  const fewer = sold([mugs(2), tea(2)]);

  test('are first taken back from the warehouse, then from the ERP', () => {
    const told = requested().order(fewer);
    expect(told.keys()).toEqual(['wms.change/1']);
    expect(OutboundFulfillmentChange.parse(told.document('wms.change/1'))).toMatchObject({
      foreignId: 'fo-3',
      changes: [{ what: 'quantity', lineId: '11', before: '3', after: '2' }],
      order: { lines: [{ id: '11', quantity: quantity(2) }, { id: '12' }] },
    });
    expect(told.acknowledge('wms.change/1').keys()).toEqual(['erp.change']);
    expect(OutboundOrderChange.parse(told.document('erp.change'))).toMatchObject({
      foreignId: 'so-7',
      changes: [{ what: 'quantity', lineId: '11', before: '3', after: '2' }],
      order: { total: fewer.total, lines: [{ id: '11', quantity: quantity(2) }, { id: '12' }] },
    });
    expect(told.acknowledge('erp.change').plan()).toMatchObject({ deliveries: [], exceptions: [] });
    expect([balance(told), request(told)]).toEqual([
      { '11': [3, 0, 2, 1], '12': [2, 0, 2, 0] },
      { '11': '2', '12': '2' },
    ]);
  });

  test.each<[Verdict, string]>([
    ['too-late', 'wms.change-too-late'],
    ['refused', 'wms.change-refused'],
    ['partly', 'wms.change-too-late'],
  ])('that the warehouse does not give back (%s) stay in the ERP until they have left, and then somebody decides', (verdict, code) => {
    const told = requested().order(fewer).acknowledge('wms.change/1', { verdict });
    expect([told.keys(), told.codes()]).toEqual([[], [code]]);
    const lines = [
      { lineId: '11', sku: 'MUG-01', quantity: quantity(3), lots: [], serials: [], packageId: null },
      { lineId: '12', sku: 'TEA-02', quantity: quantity(2), lots: [], serials: [], packageId: null },
    ];
    told.wms(wmsState({ milestone: 'shipped', updatedAt: at(70), shipments: [shipment({ lines })] }));
    told.acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1').acknowledge('store.status');
    expect(told.plan()).toMatchObject({ deliveries: [], exceptions: [{ key: 'order.shipped-more-than-wanted:11' }] });
    expect(decide(told, 'order.shipped-more-than-wanted:11', 'accept').codes()).toEqual([]);
  });

  test('are taken in part when the warehouse still can, and the ERP holds what is left', () => {
    const none = sold([mugs(1), tea(2)]);
    const told = requested()
      .order(none)
      .acknowledge('wms.change/1', { verdict: 'partly', lines: [{ lineId: '11', quantity: quantity(2) }] });
    expect([request(told), told.codes()]).toEqual([{ '11': '2', '12': '2' }, ['wms.change-too-late']]);
    expect(told.document('erp.change')).toMatchObject({ order: { lines: [{ id: '12' }, { id: '11', quantity: quantity(2) }] } });
  });

  test('are not asked back once they are packed, until somebody says to ask all the same', () => {
    const told = requested()
      .wms(wmsState({ milestone: 'packed' }))
      .order(fewer);
    expect([told.keys(), told.codes()]).toEqual([[], ['wms.change-too-late']]);
    expect([told.retry('wms.change/1').keys(), told.codes()]).toEqual([['wms.change/1'], []]);
  });

  test('are still asked back when the warehouse says that it has picked only others', () => {
    const counts = { requested: quantity(3), shipped: quantity(0), short: quantity(0), reason: null, substitute: null };
    const told = requested()
      .wms(wmsState({ milestone: 'picked', lines: [{ lineId: '11', picked: quantity(2), ...counts }] }))
      .order(fewer);
    expect(told.keys()).toEqual(['wms.change/1']);
  });

  test('that leave a fulfillment order empty cancel it', () => {
    const told = exported(sold([mugs(3)], { updatedAt: at(10) }))
      .erp(reserved(3, 0))
      .acknowledge('wms.fulfillment-order/1');
    told.order(sold([tea(1)]));
    expect(OutboundCancellation.parse(told.document('wms.cancel/1'))).toMatchObject({ of: 'fulfillment-order', foreignId: 'fo-3' });
    expect(told.acknowledge('wms.cancel/1').document('erp.change')).toMatchObject({
      changes: [
        { what: 'line-added', lineId: '12', after: '1 × TEA-02' },
        { what: 'line-removed', lineId: '11', before: '3 × MUG-01' },
      ],
    });
    expect(balance(told)).toEqual({ '11': [3, 0, 0, 3], '12': [1, 0, 1, 0] });
  });
});

describe('more units', () => {
  const more = sold([mugs(4), tea(2)]);

  test('wait until the ERP has reserved them, then go into the same parcel', () => {
    const told = requested().order(more);
    expect(told.keys()).toEqual(['erp.change']);
    expect(told.acknowledge('erp.change').keys()).toEqual([]);
    expect(told.erp(reserved(4, 2, 60)).keys()).toEqual(['wms.change/1']);
    told.acknowledge('wms.change/1');
    expect([request(told), told.keys()]).toEqual([{ '11': '4', '12': '2' }, []]);
  });

  test('get a parcel of their own when it is too late for the first', () => {
    const told = requested()
      .order(more)
      .acknowledge('erp.change')
      .erp(reserved(4, 2, 60));
    told.acknowledge('wms.change/1', { verdict: 'too-late' });
    expect([told.keys(), told.codes()]).toEqual([['wms.fulfillment-order/2'], []]);
    expect(told.document('wms.fulfillment-order/2')).toMatchObject({
      reference: 'shop:1001/2',
      lines: [{ id: '11', quantity: quantity(1) }],
    });
    expect(told.acknowledge('wms.fulfillment-order/2').plan()).toMatchObject({ deliveries: [], exceptions: [] });
  });

  test('that the ERP will not sell are not asked of the warehouse', () => {
    const told = requested().order(more).acknowledge('erp.change', { verdict: 'too-late', note: 'invoiced' });
    expect(told.plan()).toMatchObject({
      deliveries: [],
      exceptions: [{ code: 'erp.change-refused', message: expect.stringContaining('(invoiced)') }],
    });
    expect(told.retry().keys()).toEqual(['erp.change']);
  });
});

describe('another address', () => {
  const moved = sold(BEFORE.lines, { shipping: address({ city: 'Hamburg', email: '' }) });

  test('goes to the warehouse and to the ERP at once', () => {
    const told = requested().order(moved);
    expect(told.keys()).toEqual(['wms.change/1', 'erp.change']);
    expect(told.document('wms.change/1')).toMatchObject({ changes: [{ what: 'address', after: expect.stringContaining('Hamburg') }] });
    expect(told.document('erp.change')).toMatchObject({ changes: [{ what: 'address' }] });
    expect(told.acknowledge('wms.change/1').acknowledge('erp.change').keys()).toEqual([]);
  });

  test('that comes too late for the parcel is told to a person', () => {
    const told = requested()
      .wms(wmsState({ milestone: 'packed' }))
      .order(moved);
    expect([told.keys(), told.codes()]).toEqual([['erp.change'], ['wms.change-too-late']]);
  });

  test('and back again is told again, because the party holds the other', () => {
    const told = requested().order(moved).acknowledge('wms.change/1').acknowledge('erp.change');
    told.order(sold(BEFORE.lines, { updatedAt: at(60) }));
    const [first] = told.plan().deliveries;
    expect(told.keys()).toEqual(['wms.change/1', 'erp.change']);
    told
      .acknowledge('wms.change/1')
      .acknowledge('erp.change')
      .order({ ...moved, updatedAt: at(70) });
    expect(told.plan().deliveries.map(({ fingerprint }) => fingerprint)).not.toContain(first!.fingerprint);
    expect(told.keys()).toEqual(['wms.change/1', 'erp.change']);
  });
});

describe('a refund in the shop', () => {
  const back = (...refunds: StoreRefund[]) => sold([mugs(3), tea(2)], { refunds, refundedTotal: eur('5.00') });

  test('of units that have not left takes them off everywhere, to the cent', () => {
    const told = requested().order(back(refund('77', '12', 2)));
    expect(told.ledger.refunds).toEqual({ '77': 'cancels' });
    told.acknowledge('wms.change/1');
    expect(told.document('erp.change')).toMatchObject({ order: { total: eur('41.65'), lines: [{ id: '11', quantity: quantity(3) }] } });
    expect(told.acknowledge('erp.change').keys()).toEqual([]);
    expect(balance(told)).toEqual({ '11': [3, 0, 3, 0], '12': [2, 0, 0, 2] });
  });

  test('of units that left changes nothing of what is shipped and booked', () => {
    const told = requested().wms(wmsState({ milestone: 'partially-shipped', updatedAt: at(40), shipments: [shipment({}, 3)] }));
    told.order(back(refund('77', '11', 2)));
    expect(told.ledger.refunds).toEqual({ '77': 'credits' });
    expect(told.keys()).not.toContain('erp.change');
    expect(balance(told)).toEqual({ '11': [3, 3, 0, 0], '12': [2, 0, 2, 0] });
  });

  test('of which a part has left becomes two, and stays so whatever leaves later', () => {
    const told = requested().wms(wmsState({ milestone: 'partially-shipped', updatedAt: at(40), shipments: [shipment({}, 2)] }));
    told.order(back(refund('77', '11', 3)));
    expect(told.ledger.refunds).toEqual({ '77': 'credits', '77+cancels': 'cancels' });
    const amounts = told.ledger.order!.refunds.map(({ id, amount, lines }) => [id, amount.minor, lines[0]?.quantity.value]);
    expect(amounts).toEqual([
      ['77', 2380, '2'],
      ['77+cancels', 1190, '1'],
    ]);
    const before = told.ledger;
    expect(told.order(back(refund('77', '11', 3))).ledger).toBe(before);
    told.order({ ...back(refund('77', '11', 3)), updatedAt: at(99), note: 'x' });
    expect(told.ledger.order!.refunds.map(({ id }) => id)).toEqual(['77', '77+cancels']);
  });

  test('before the order was sent leaves the ERP only what is still sold', () => {
    const told = story(back(refund('77', '11', 1))).acknowledge('erp.customer');
    expect(told.document('erp.sales-order')).toMatchObject({ total: eur('39.75'), lines: [{ quantity: quantity(2) }, {}] });
  });

  test('that keeps a fee for cancelling leaves the fee in the ERP', () => {
    const fee = refund('77', '12', 2, { amount: eur('8.00') });
    const told = story(back({ ...fee, lines: [{ ...fee.lines[0]!, net: eur('8.00') }] })).acknowledge('erp.customer');
    expect(told.document('erp.sales-order')).toMatchObject({
      total: eur('43.65'),
      lines: [{ id: '11' }],
      charges: [{ id: 'kept-12', net: eur('2.00') }, { id: '31' }],
    });
  });

  test('with an amount that belongs to no line is a charge of its own there', () => {
    const told = story(back(refund('77', '12', 2, { amount: eur('11.00'), reason: 'Goodwill' }))).acknowledge('erp.customer');
    expect(told.document('erp.sales-order')).toMatchObject({
      charges: [{ id: '31' }, { id: 'refund-77', name: 'Goodwill', net: eur('-1.00') }],
    });
  });
});

describe('a cancellation that meets the picker', () => {
  const cancelled = sold([mugs(3), tea(2)], { status: 'cancelled' });
  const oneMug = wmsState({ milestone: 'partially-shipped', updatedAt: at(45), shipments: [shipment({}, 1)] });

  test.each<[string, (told: Story) => Story]>([
    ['the parcel first', (told) => told.wms(oneMug).order(cancelled)],
    ['the cancellation first', (told) => told.order(cancelled).wms(oneMug)],
  ])('after a part has left takes back the rest (%s)', (_, tell) => {
    const told = tell(requested());
    expect(told.document('wms.change/1')).toMatchObject({ order: { lines: [{ id: '11', quantity: quantity(1) }] } });
    told.acknowledge('erp.shipment/sh-1').acknowledge('wms.change/1');
    expect(told.document('erp.change')).toMatchObject({ order: { total: eur('17.85'), lines: [{ id: '11', quantity: quantity(1) }] } });
    expect(told.acknowledge('erp.change').plan()).toMatchObject({
      deliveries: [],
      exceptions: [{ code: 'order.shipped-more-than-wanted' }],
    });
  });

  test('and that the warehouse accepted, but then ships all the same, stays booked and is told to a person', () => {
    const told = requested().order(cancelled).acknowledge('wms.cancel/1').wms(oneMug);
    expect([told.keys(), told.codes()]).toEqual([['erp.shipment/sh-1', 'erp.change'], ['order.shipped-more-than-wanted']]);
  });

  test('takes back every fulfillment order', () => {
    const told = requested()
      .order(sold([mugs(4), tea(2)], { updatedAt: at(40) }))
      .acknowledge('erp.change')
      .erp(reserved(4, 2, 60))
      .acknowledge('wms.change/1', { verdict: 'too-late' })
      .acknowledge('wms.fulfillment-order/2');
    told.order(sold([mugs(4), tea(2)], { updatedAt: at(70), status: 'cancelled' }));
    expect(told.keys()).toEqual(['wms.cancel/2', 'wms.cancel/1']);
    expect(told.acknowledge('wms.cancel/2').acknowledge('wms.cancel/1').keys()).toEqual(['erp.cancel']);
  });

  test('and is taken back in the shop is asked for anew', () => {
    const told = requested().order(cancelled).acknowledge('wms.cancel/1');
    told.order(sold([mugs(3), tea(2)], { updatedAt: at(80) }));
    expect(told.keys()).toEqual(['wms.fulfillment-order/2']);
  });
});
