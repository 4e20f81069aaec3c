import { describe, expect, test } from 'vitest';
import { OutboundCancellation, OutboundFulfillmentOrder, OutboundShipment } from '../../../../src/domain/outbound.ts';
import { receiptFor } from '../../../../src/domain/receipt.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import type { SalesOrderStatus } from '../../../../src/domain/sales-order.ts';
import {
  at,
  CODES,
  eur,
  erpLine,
  erpState,
  line,
  order,
  parcel,
  shipment,
  shippingCharge,
  vat,
  wmsState,
} from '../../../support/orders.ts';
import { exported, story, type Story } from './story.ts';

const requested = (): Story => exported().erp(erpState()).acknowledge('wms.fulfillment-order/1');
const left = (...shipments: ReturnType<typeof shipment>[]) => wmsState({ milestone: 'shipped', updatedAt: at(70), shipments });

describe('the warehouse is asked', () => {
  test('when the ERP has reserved the goods, not before', () => {
    const told = exported();
    for (const [seconds, stage] of [
      [18, 'received'],
      [19, 'accepted'],
    ] as const)
      expect(told.erp(erpState({ stage, updatedAt: at(seconds) })).keys()).toEqual([]);
    expect(told.erp(erpState()).keys()).toEqual(['wms.fulfillment-order/1']);
    expect(OutboundFulfillmentOrder.parse(told.document('wms.fulfillment-order/1'))).toMatchObject({
      reference: 'shop:1001/1',
      orderReference: 'shop:1001',
      warehouseCode: 'WH-WMS',
      serviceCode: 'STANDARD',
      lines: [{ id: '11', sku: 'MUG-01', quantity: quantity(2) }],
    });
    expect(told.acknowledge('wms.fulfillment-order/1').keys()).toEqual([]);
  });

  test('at once when the receipt of the sales order says that they are reserved', () => {
    const told = exported();
    const { fingerprint } = told.ledger.receipts['erp.sales-order']!;
    told.tell({
      kind: 'acknowledged',
      at: at(41),
      key: 'erp.sales-order',
      fingerprint,
      receipt: { foreign: { id: 'so-7', number: null }, existed: false, verdict: null, state: erpState(), note: null, lines: null },
    });
    expect(told.keys()).toEqual(['wms.fulfillment-order/1']);
  });

  test('not while the ERP lacks stock: a person sees which line, until it is reserved', () => {
    const lines = [erpLine({ id: '11', foreignId: 'sol-1', ordered: quantity(2), reserved: quantity(1), expectedAt: '2026-12-01' })];
    const told = exported().erp(erpState({ stage: 'backordered', lines }));
    expect(told.keys()).toEqual(['store.note/backorder']);
    expect(told.plan().exceptions).toMatchObject([
      { code: 'erp.backordered', message: expect.stringContaining('MUG-01 (1 of 2 reserved, expected 2026-12-01)') },
    ]);
    expect(told.erp(erpState({ updatedAt: at(50) })).keys()).toEqual(['wms.fulfillment-order/1']);
  });

  test('not while the shop holds the order back', () => {
    expect(
      exported()
        .order(order({ status: 'on-hold', updatedAt: at(50) }))
        .erp(erpState())
        .keys(),
    ).toEqual([]);
  });

  test('not when the ERP cancelled the order, which a person sees', () => {
    const told = exported().erp(erpState({ stage: 'cancelled' }));
    expect([told.keys(), told.codes()]).toEqual([[], ['erp.cancelled-there']]);
  });

  test('and its trouble is shown until it has passed', () => {
    const told = requested().wms(wmsState({ milestone: 'exception' }));
    expect(told.codes()).toEqual(['wms.exception']);
    expect(told.wms(wmsState({ milestone: 'picked', updatedAt: at(40) })).codes()).toEqual([]);
  });

  test('again under a new number when it cancelled unasked and a person retries', () => {
    const told = requested().wms(wmsState({ milestone: 'cancelled' }));
    expect([told.keys(), told.codes()]).toEqual([[], ['wms.cancelled-there']]);
    expect(told.retry().keys()).toEqual(['wms.fulfillment-order/2']);
    expect(told.document('wms.fulfillment-order/2')).toMatchObject({ reference: 'shop:1001/2' });
    expect([told.codes(), told.retry().keys()]).toEqual([[], ['wms.fulfillment-order/2']]);
  });

  test('no second time when a late report says that all had left of what it held before it took on more', () => {
    const counts = (requested: number) => ({
      lineId: '11',
      requested: quantity(requested),
      picked: quantity(0),
      shipped: quantity(0),
      short: quantity(0),
      reason: null,
      substitute: null,
    });
    const teas = { ...counts(1), lineId: '12', shipped: quantity(1) };
    const two = order({ lines: [line(), line({ id: '12', sku: 'TEA-02', quantity: quantity(1), net: eur('0'), taxes: [] })] });
    const reserved = erpState({ lines: [erpLine(), erpLine({ id: '12', ordered: quantity(1), reserved: quantity(1) })] });
    const told = exported(two, { shortage: 'reship' }).erp(reserved).acknowledge('wms.fulfillment-order/1');
    const sent = shipment({ lines: [{ lineId: '12', sku: 'TEA-02', quantity: quantity(1), lots: [], serials: [], packageId: null }] });
    // The mugs were taken off and put on again; this report is from in between.
    told.wms(wmsState({ milestone: 'shipped', lines: [counts(0), teas], shipments: [sent], updatedAt: at(60) }));
    expect(told.keys()).not.toContain('wms.fulfillment-order/2');
    told.wms(wmsState({ milestone: 'partially-shipped', lines: [counts(2), teas], shipments: [sent], updatedAt: at(70) }));
    expect(told.keys()).not.toContain('wms.fulfillment-order/2');
    told.wms(wmsState({ milestone: 'shipped', lines: [counts(0), teas], shipments: [sent], updatedAt: at(65) }));
    expect(told.keys()).not.toContain('wms.fulfillment-order/2');
    told.wms(wmsState({ milestone: 'shipped', lines: [counts(2), teas], shipments: [sent], updatedAt: at(80) }));
    expect(told.keys()).toContain('wms.fulfillment-order/2');
  });

  test('and a person is asked when it first would not give back what it then cancelled by itself', () => {
    const told = requested().order(order({ status: 'cancelled', updatedAt: at(50) }));
    told.acknowledge('wms.cancel/1', { verdict: 'too-late' }).wms(wmsState({ milestone: 'cancelled', updatedAt: at(60) }));
    told.order(order({ updatedAt: at(70) }));
    expect([told.keys(), told.codes()]).toEqual([[], ['wms.cancelled-there']]);
  });
});

describe('a parcel', () => {
  test('is told to the ERP with its own line ids and to the customer in words, then the order is completed', () => {
    const told = requested().wms(left(shipment()));
    expect(told.keys()).toEqual(['erp.shipment/sh-1', 'store.shipment/sh-1']);
    expect(told.plan().deliveries.map((delivery) => delivery.lane)).toEqual(['shipments', 'shipments']);
    expect(OutboundShipment.parse(told.document('erp.shipment/sh-1'))).toMatchObject({
      orderForeignId: 'so-7',
      warehouseCode: 'WH-ERP',
      lines: [{ lineId: '11', foreignLineId: 'sol-1', itemCode: 'ITEM-1', quantity: quantity(2) }],
      message: null,
    });
    expect(OutboundShipment.parse(told.document('store.shipment/sh-1'))).toMatchObject({
      orderForeignId: '1001',
      packages: [{ carrierName: 'DHL' }],
      message: 'Your parcel is on its way with DHL. Tracking number: 00340434161094042557',
    });
    told.acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1');
    expect(told.keys()).toEqual(['store.status']);
    expect(told.document('store.status')).toEqual({
      kind: 'order-status',
      schema: 1,
      orderId: '1001',
      status: 'completed',
      note: null,
    });
    expect(told.acknowledge('store.status').plan()).toEqual({ deliveries: [], exceptions: [], wakeAt: null });
  });

  test('that holds only a part says so, and only the last one completes the order', () => {
    const told = requested().wms(wmsState({ milestone: 'partially-shipped', shipments: [shipment({}, 1)] }));
    expect(told.document('store.shipment/sh-1')).toMatchObject({ message: expect.stringContaining('A part of your order') });
    told.acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1');
    expect(told.keys()).toEqual([]);
    told.wms(left(shipment({}, 1), shipment({ id: 'sh-2', shippedAt: at(65) }, 1)));
    expect(told.keys()).toEqual(['erp.shipment/sh-2', 'store.shipment/sh-2']);
    expect(told.document('store.shipment/sh-2')).toMatchObject({ message: expect.stringContaining('Your parcel is on its way') });
    told.acknowledge('store.shipment/sh-2');
    expect(told.keys()).toEqual(['erp.shipment/sh-2', 'store.status']);
  });

  test('without a mapped carrier waits for the mapping, while the ERP is told', () => {
    const told = requested().wms(left(shipment({ packages: [parcel({ carrierCode: 'ups' })] })));
    expect([told.keys(), told.codes()]).toEqual([['erp.shipment/sh-1'], ['mapping.carrier-missing']]);
    told.tell({ kind: 'matched', at: at(80), codes: { 'carrier|shop|ups': 'UPS' } });
    expect(told.keys()).toEqual(['erp.shipment/sh-1', 'store.shipment/sh-1']);
  });

  test('without a tracking number waits, then a person is told, and may let it go without', () => {
    const told = requested().wms(left(shipment({ packages: [parcel({ trackingNumber: null })] })));
    const due = Date.parse(at(60)) + 3_600_000;
    expect(told.plan()).toMatchObject({ exceptions: [], wakeAt: due });
    expect(told.retry().keys()).toEqual(['erp.shipment/sh-1']);
    told.now = due;
    expect(told.plan()).toMatchObject({ exceptions: [{ code: 'shipment.no-tracking', retriable: true }], wakeAt: null });
    expect(told.keys()).toEqual(['erp.shipment/sh-1']);
    told.retry('shipment.no-tracking:sh-1');
    expect(told.document('store.shipment/sh-1')).toMatchObject({ message: 'Your parcel is on its way with DHL.' });
  });

  test('whose tracking number is corrected is told again, once', () => {
    const told = requested()
      .wms(left(shipment()))
      .acknowledge('erp.shipment/sh-1')
      .acknowledge('store.shipment/sh-1')
      .acknowledge('store.status');
    told.wms(wmsState({ ...left(shipment({ packages: [parcel({ trackingNumber: 'NEW' })] })), updatedAt: at(90) }));
    expect(told.keys()).toEqual(['erp.shipment/sh-1', 'store.shipment/sh-1']);
    told.acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1');
    expect(told.keys()).toEqual([]);
  });

  test('that an older report shows otherwise stays as it is', () => {
    const told = requested().wms(left(shipment()));
    const before = told.plan();
    told.wms(wmsState({ updatedAt: at(50), shipments: [shipment({ packages: [parcel({ trackingNumber: 'OLD' })] })] }));
    expect(told.plan()).toEqual(before);
  });

  test('with more units than ordered is told to nobody, and the one before it stays told', () => {
    const told = requested().wms(left(shipment({}, 1), shipment({ id: 'sh-2', shippedAt: at(65) }, 2)));
    expect(told.keys()).toEqual(['erp.shipment/sh-1', 'store.shipment/sh-1']);
    expect(told.plan().exceptions).toMatchObject([
      { key: 'shipment.more-than-ordered:sh-2', message: expect.stringContaining('3 × MUG-01 would have left, but only 2') },
    ]);
    told.wms(wmsState({ ...left(shipment({}, 1), shipment({ id: 'sh-2', shippedAt: at(65) }, 1)), updatedAt: at(90) }));
    // Both to the customer, but one after the other to the ERP.
    expect([told.keys().sort(), told.codes()]).toEqual([['erp.shipment/sh-1', 'store.shipment/sh-1', 'store.shipment/sh-2'], []]);
  });

  test('keeps its units once it was told, so that no other is told in their place when the order shrinks', () => {
    const told = requested().wms(left(shipment())).acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1');
    const one = order({
      updatedAt: at(80),
      lines: [line({ quantity: quantity(1), net: eur('10.00'), taxes: [vat('1.90')] })],
      total: eur('17.85'),
      taxTotal: eur('2.85'),
    });
    told.order(one).wms(wmsState({ ...left(shipment(), shipment({ id: 'sh-0', shippedAt: at(50) }, 1)), updatedAt: at(90) }));
    expect(told.keys()).toEqual([]);
    expect(told.codes()).toEqual(['shipment.more-than-ordered', 'order.shipped-more-than-wanted']);
  });

  test('with a line that was not ordered is told to nobody', () => {
    const lines = [{ lineId: '99', sku: 'HAT', quantity: quantity(1), lots: [], serials: [], packageId: null }];
    const told = requested().wms(left(shipment({ lines })));
    expect([told.keys(), told.codes()]).toEqual([[], ['shipment.unknown-line']]);
  });

  test('whose contents change after it was told is shown to a person, who may take the new ones', () => {
    const told = requested().wms(left(shipment())).acknowledge('store.shipment/sh-1').acknowledge('erp.shipment/sh-1');
    told.wms(wmsState({ ...left(shipment({}, 1)), updatedAt: at(90) }));
    expect(told.plan().exceptions).toMatchObject([
      { code: 'wms.exception', message: expect.stringContaining('first reported shipment sh-1 with 2 × MUG-01, now with 1 × MUG-01') },
    ]);
    told.retry('wms.exception:sh-1');
    expect([told.keys(), told.codes()]).toEqual([['erp.shipment/sh-1', 'store.shipment/sh-1'], ['wms.short']]);
  });

  test('that is said to hold more after it was told stays as told, and a person closes it', () => {
    const told = requested()
      .wms(left(shipment({}, 1)))
      .acknowledge('store.shipment/sh-1')
      .acknowledge('erp.shipment/sh-1');
    told.wms(wmsState({ ...left(shipment({}, 2)), updatedAt: at(90) }));
    expect(told.codes()).toEqual(['wms.exception']);
    expect([told.retry().keys(), told.codes()]).toEqual([[], []]);
    told.wms(wmsState({ ...left(shipment({}, 3)), updatedAt: at(95) }));
    expect(told.codes()).toEqual(['wms.exception']);
  });

  test('sets no status that the shop already has, or that policy leaves alone', () => {
    const all = (told: Story) => told.wms(left(shipment())).acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1').keys();
    expect(all(requested().order(order({ status: 'completed', updatedAt: at(50) })))).toEqual([]);
    expect(all(exported(order(), { statusWhenShipped: null }).erp(erpState()).acknowledge('wms.fulfillment-order/1'))).toEqual([]);
  });

  test('of a refused shipment does not hold up the customer', () => {
    const told = requested().wms(left(shipment())).refuse('erp.shipment/sh-1', 'erp.shipment-refused');
    expect([told.keys(), told.codes()]).toEqual([['store.shipment/sh-1'], ['erp.shipment-refused']]);
  });
});

const GONE: SalesOrderStatus[] = ['cancelled', 'refunded', 'trashed', 'deleted', 'failed'];

describe('an order that the shop no longer sells', () => {
  test.each(GONE)('%s before it was sent: nothing is ever sent', (status) => {
    const told = story().acknowledge('erp.customer');
    expect(told.order(order({ status, updatedAt: at(50) })).plan()).toEqual({ deliveries: [], exceptions: [], wakeAt: null });
  });

  test.each(GONE)('%s after the ERP has it, before the warehouse: only the ERP is asked', (status) => {
    const told = exported()
      .erp(erpState({ stage: 'accepted' }))
      .order(order({ status, updatedAt: at(50) }));
    expect(told.keys()).toEqual(['erp.cancel']);
    expect(told.acknowledge('erp.cancel').plan()).toEqual({ deliveries: [], exceptions: [], wakeAt: null });
  });

  test('while the sales order was under way is taken back as soon as it is acknowledged', () => {
    const told = story().acknowledge('erp.customer');
    const { key, fingerprint } = told.plan().deliveries[0]!;
    told.order(order({ status: 'cancelled', updatedAt: at(50) }));
    told.tell({ kind: 'acknowledged', at: at(51), key, fingerprint, receipt: receiptFor('so-7') });
    expect([told.keys(), told.codes()]).toEqual([['erp.cancel'], []]);
  });

  test('counts as gone when it was refunded in full', () => {
    expect(
      exported()
        .order(order({ refundedTotal: eur('29.75'), updatedAt: at(50) }))
        .keys(),
    ).toEqual(['erp.cancel']);
    expect(
      exported()
        .order(order({ refundedTotal: eur('29.74'), updatedAt: at(50) }))
        .keys(),
    ).toEqual([]);
  });

  const cancelled = order({ status: 'cancelled', updatedAt: at(50) });

  test('is first taken back from the warehouse, then from the ERP', () => {
    const told = requested().order(cancelled);
    expect(told.keys()).toEqual(['wms.cancel/1']);
    expect(OutboundCancellation.parse(told.document('wms.cancel/1'))).toMatchObject({
      of: 'fulfillment-order',
      foreignId: 'fo-3',
      reference: 'shop:1001/1',
    });
    told.acknowledge('wms.cancel/1');
    expect(told.keys()).toEqual(['erp.cancel']);
    expect(told.document('erp.cancel')).toMatchObject({ of: 'sales-order', foreignId: 'so-7', reference: 'shop:1001' });
    expect(told.acknowledge('erp.cancel').plan()).toEqual({ deliveries: [], exceptions: [], wakeAt: null });
  });

  test.each([
    ['too-late', 'cancel.too-late'],
    ['partly', 'cancel.too-late'],
    ['refused', 'cancel.refused'],
  ] as const)('and the warehouse says %s: a person sees it, the ERP keeps it, a retry asks anew', (verdict, code) => {
    const told = requested().order(cancelled);
    const [first] = told.plan().deliveries;
    told.acknowledge('wms.cancel/1', { verdict });
    expect(told.keys()).toEqual([]);
    expect(told.plan().exceptions).toMatchObject([{ code, retriable: true }]);
    expect(told.retry('wms.cancel/1').keys()).toEqual(['wms.cancel/1']);
    expect(told.plan().deliveries[0]?.fingerprint).not.toBe(first?.fingerprint);
  });

  test('is not asked back once it is picked, until a person has stopped it and retries', () => {
    const told = requested()
      .wms(wmsState({ milestone: 'picked' }))
      .order(cancelled);
    expect([told.keys(), told.codes()]).toEqual([[], ['cancel.too-late']]);
    expect([told.retry().keys(), told.codes()]).toEqual([['wms.cancel/1'], []]);
  });

  test('but has already left is booked in the ERP, not told to the customer, and a person settles it', () => {
    const told = requested().order(cancelled).wms(left(shipment()));
    expect([told.keys(), told.codes()]).toEqual([['erp.shipment/sh-1'], ['order.shipped-more-than-wanted']]);
    told.tell({ kind: 'decided', at: at(75), exception: 'order.shipped-more-than-wanted:11', choice: 'accept', by: 'Grace' });
    expect(told.codes()).toEqual([]);
  });

  test('after everything was told is left in peace', () => {
    const told = requested()
      .wms(left(shipment()))
      .acknowledge('erp.shipment/sh-1')
      .acknowledge('store.shipment/sh-1')
      .acknowledge('store.status');
    expect(told.order(order({ status: 'refunded', updatedAt: at(99) })).plan()).toEqual({ deliveries: [], exceptions: [], wakeAt: null });
  });

  test('and was cancelled in both systems already needs nothing', () => {
    const told = requested()
      .order(cancelled)
      .wms(wmsState({ milestone: 'cancelled' }))
      .erp(erpState({ stage: 'cancelled', updatedAt: at(60) }));
    expect(told.plan()).toEqual({ deliveries: [], exceptions: [], wakeAt: null });
  });

  test('when the ERP refuses to cancel is shown', () => {
    expect(exported().order(cancelled).acknowledge('erp.cancel', { verdict: 'refused' }).codes()).toEqual(['cancel.refused']);
  });
});

test('an order number with dots keeps its fingerprints apart', () => {
  const odd = exported(order(), { statusWhenShipped: 'wc.done' })
    .erp(erpState())
    .acknowledge('wms.fulfillment-order/1')
    .wms(left(shipment()));
  odd.acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1').acknowledge('store.status');
  expect(odd.keys()).toEqual([]);
});

test('several lines are counted line by line', () => {
  const two = order({
    lines: [line(), line({ id: '12', sku: 'TEA-02', quantity: quantity('0.5'), net: eur('0'), taxes: [] })],
    charges: [shippingCharge()],
  });
  const told = exported(two, {}, CODES).erp(erpState()).acknowledge('wms.fulfillment-order/1').wms(left(shipment()));
  told.acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1');
  expect(told.keys()).toEqual([]);
});
