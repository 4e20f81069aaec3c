import { describe, expect, test } from 'vitest';
import { OutboundCustomerNote } from '../../../../src/domain/outbound.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import type { SalesOrder, StoreRefund } from '../../../../src/domain/sales-order.ts';
import { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { viewOf } from '../../../../src/ledgers/order/view.ts';
import { at, CODES, erpLine, erpState, eur, line, order, shipment, vat, wmsState } from '../../../support/orders.ts';
import { exported, type Story } from './story.ts';

const statuses = { released: 'at-warehouse', picked: 'in-picking', 'partially-shipped': 'partly-sent', backordered: 'on-hold' };
const requested = (policy: Partial<OrderPolicy> = { statuses }): Story =>
  exported(order(), policy).erp(erpState()).acknowledge('wms.fulfillment-order/1');
const milestone = (told: Story, name: 'picked' | 'packed' | 'released', seconds: number): Story =>
  told.wms(wmsState({ milestone: name, updatedAt: at(seconds) }));
const shown = (storeStatus: string, seconds: number, status: SalesOrder['status'] = 'other'): SalesOrder =>
  order({ status, storeStatus, updatedAt: at(seconds) });
const status = (told: Story): string | null => {
  const delivery = told.plan().deliveries.find(({ key }) => key === 'store.status');
  return delivery?.document.kind === 'order-status' ? delivery.document.status : null;
};

describe('the status that the customer sees', () => {
  test('follows the stages that policy names, each once', () => {
    const told = requested();
    expect(status(told)).toBe('at-warehouse');
    told.acknowledge('store.status');
    expect(status(told)).toBeNull();
    expect(status(milestone(told, 'picked', 50))).toBe('in-picking');
    told.acknowledge('store.status');
    expect(status(milestone(told, 'packed', 60))).toBeNull();
  });

  test('jumps to where the goods are when we learn it late', () => {
    expect(status(milestone(requested(), 'packed', 50))).toBe('in-picking');
  });

  test('says that a part has left only after the customer was told of the parcel, and ends with all of it', () => {
    const told = requested().acknowledge('store.status');
    told.wms(wmsState({ milestone: 'partially-shipped', updatedAt: at(60), shipments: [shipment({}, 1)] }));
    expect(status(told)).toBeNull();
    told.acknowledge('store.shipment/sh-1');
    expect(status(told)).toBe('partly-sent');
    told.acknowledge('store.status').acknowledge('erp.shipment/sh-1');
    told.wms(
      wmsState({ milestone: 'shipped', updatedAt: at(70), shipments: [shipment({}, 1), shipment({ id: 'sh-2', shippedAt: at(65) }, 1)] }),
    );
    told.acknowledge('erp.shipment/sh-2').acknowledge('store.shipment/sh-2');
    expect(status(told)).toBe('completed');
    told.acknowledge('store.status');
    expect(status(told)).toBeNull();
  });

  test('never goes backwards, also not when a parcel is taken back', () => {
    const told = requested();
    told.wms(wmsState({ milestone: 'partially-shipped', updatedAt: at(60), shipments: [shipment({}, 1)] }));
    told.acknowledge('store.shipment/sh-1').acknowledge('store.status');
    told.wms(wmsState({ milestone: 'picked', updatedAt: at(70), shipments: [shipment({ voidedAt: at(69) }, 1)] }));
    expect(status(told)).toBeNull();
  });

  test('is not set over one that a person set in the shop', () => {
    const told = requested();
    expect(status(told.order(shown('vip-care', 45)))).toBeNull();
    const later = requested().acknowledge('store.status');
    expect(status(milestone(later.order(shown('processing', 45, 'processing')), 'picked', 50))).toBeNull();
    expect(status(later.order(shown('at-warehouse', 55)))).toBe('in-picking');
  });

  test('goes on over what we set ourselves, before and after the shop shows it', () => {
    const told = requested().acknowledge('store.status');
    expect(status(milestone(told, 'picked', 50))).toBe('in-picking');
    expect(status(told.order(shown('at-warehouse', 42)))).toBe('in-picking');
  });

  test('is put into the word of the shop that was mapped', () => {
    const codes = { ...CODES, 'status|shop|at-warehouse': 'wc-lager' };
    const told = exported(order(), { statuses }, codes).erp(erpState()).acknowledge('wms.fulfillment-order/1');
    expect(status(told)).toBe('wc-lager');
    told.acknowledge('store.status').order(shown('wc-lager', 45));
    expect(status(milestone(told, 'picked', 50))).toBe('in-picking');
  });

  test('that waits for stock does not keep the warehouse waiting once there is stock', () => {
    const told = exported(order(), { statuses, backorderMessage: null });
    told.erp(erpState({ stage: 'backordered', lines: [erpLine({ reserved: quantity(0) })] }));
    expect(status(told)).toBe('on-hold');
    told.acknowledge('store.status').order(shown('on-hold', 45, 'on-hold'));
    expect(told.erp(erpState({ updatedAt: at(50) })).keys()).toEqual(['wms.fulfillment-order/1']);
    expect(status(told.acknowledge('wms.fulfillment-order/1'))).toBe('at-warehouse');
  });

  test('is left alone where policy names none, and after the shop gave the order up', () => {
    expect(status(requested({}))).toBeNull();
    expect(status(requested().order(order({ status: 'cancelled', updatedAt: at(50) })))).toBeNull();
  });
});

const two = order({
  lines: [line(), line({ id: '12', sku: 'TEA-02', name: 'Tea', quantity: quantity(1), net: eur('0'), taxes: [] })],
});
const waiting = (first: string | null, second: string | null, seconds = 20, reserved: [number, number] = [1, 0]) =>
  erpState({
    stage: 'backordered',
    updatedAt: at(seconds),
    lines: [
      erpLine({ reserved: quantity(reserved[0]), expectedAt: first }),
      erpLine({ id: '12', foreignId: 'sol-2', ordered: quantity(1), reserved: quantity(reserved[1]), expectedAt: second }),
    ],
  });
const note = (told: Story): string | null => {
  const delivery = told.plan().deliveries.find(({ key }) => key === 'store.note/backorder');
  return delivery ? OutboundCustomerNote.parse(delivery.document).message : null;
};

describe('the note about goods that are not in stock', () => {
  test('names what has to be waited for and until when, once', () => {
    const told = exported(two).erp(waiting('2026-12-01T00:00:00Z', '2026-12-05'));
    expect(note(told)).toBe('A part of your order is not in stock at the moment: 1 × Mug, 1 × Tea. We expect to send it after 2026-12-05.');
    told.acknowledge('store.note/backorder');
    expect(note(told.erp(waiting('2026-12-01', '2026-12-05', 25)))).toBeNull();
  });

  test.each<[string, string | null, string | null, string | null]>([
    ['a new date is told once more', '2026-12-01', '2026-12-09', '2026-12-09'],
    ['a date that was not known before is told', '2026-12-01', null, null],
  ])('%s', (_, first, second, date) => {
    const told = exported(two).erp(waiting('2026-12-01', '2026-12-05')).acknowledge('store.note/backorder');
    const words = note(told.erp(waiting(first, second, 25)));
    expect(words).toBe(
      `A part of your order is not in stock at the moment: 1 × Mug, 1 × Tea.${date ? ` We expect to send it after ${date}.` : ''}`,
    );
    told.acknowledge('store.note/backorder');
    expect(note(told)).toBeNull();
    expect(note(told.erp(waiting('2026-12-01', '2026-12-05', 30)))).toBeNull();
  });

  test('is not repeated when a part has come and the rest keeps its date', () => {
    const told = exported(two).erp(waiting('2026-12-01', '2026-12-05')).acknowledge('store.note/backorder');
    expect(note(told.erp(waiting(null, '2026-12-05', 25, [2, 0])))).toBeNull();
  });

  test('has a name of its own for each thing that it says, so that the shop takes it once', () => {
    const id = (told: Story) => OutboundCustomerNote.parse(told.document('store.note/backorder')).noteId;
    const told = exported(two).erp(waiting('2026-12-01', '2026-12-05'));
    const first = id(told);
    expect(id(exported(two).erp(waiting('2026-12-01', '2026-12-05', 26)))).toBe(first);
    expect(id(told.acknowledge('store.note/backorder').erp(waiting('2026-12-02', '2026-12-05', 25)))).not.toBe(first);
  });

  test('is sent neither when nothing is short, nor when policy has no words, nor for an order that was given up', () => {
    expect(note(exported(two).erp(erpState()))).toBeNull();
    expect(note(exported(two, { backorderMessage: null }).erp(waiting(null, null)))).toBeNull();
    expect(
      note(
        exported(two)
          .erp(waiting(null, null))
          .order({ ...two, status: 'cancelled', updatedAt: at(50) }),
      ),
    ).toBeNull();
  });
});

test('an order of which the rest was refunded before it left is complete with what was sent', () => {
  const taken: StoreRefund = {
    id: '900',
    at: at(55),
    amount: eur('11.90'),
    reason: 'One is enough',
    lines: [{ lineId: '11', quantity: quantity(1), net: eur('10.00'), taxes: [vat('1.90')] }],
    charges: [],
    restocked: null,
    reference: null,
  };
  const told = requested({}).wms(wmsState({ milestone: 'partially-shipped', updatedAt: at(60), shipments: [shipment({}, 1)] }));
  told.order(order({ updatedAt: at(62), refundedTotal: eur('11.90'), refunds: [taken] }));
  expect(told.document('store.shipment/sh-1')).toMatchObject({ message: expect.stringMatching(/^Your parcel is on its way/) });
  told.acknowledge('erp.shipment/sh-1').acknowledge('store.shipment/sh-1');
  expect(status(told)).toBe('completed');
  expect(viewOf(told.ledger, told.plan(), told.policy).lines).toMatchObject([
    { ordered: '2', shipped: '1', open: '0', cancelled: '1', refunded: '1' },
  ]);
});
