import { describe, expect, test } from 'vitest';
import type { Milestone } from '../../../../src/domain/milestone.ts';
import { plainReceipt } from '../../../../src/domain/receipt.ts';
import { ContractError } from '../../../../src/errors/errors.ts';
import { emptyLedger, OrderLedger } from '../../../../src/ledgers/order/ledger.ts';
import { readLedger } from '../../../../src/ledgers/order/read-ledger.ts';
import { record } from '../../../../src/ledgers/order/record.ts';
import { at, erpState, eur, order, parcel, shipment, SUBJECT, wmsState } from '../../../support/orders.ts';
import { exported, story } from './story.ts';

describe('the store’s order', () => {
  test('is replaced by a newer version, never by an older one, whatever fraction of a second they write', () => {
    const told = story(order({ updatedAt: '2026-11-23T10:00:10.500Z', note: 'new' }));
    expect(told.order(order({ updatedAt: '2026-11-23T10:00:10Z', note: 'old' })).ledger.order?.note).toBe('new');
    expect(told.order(order({ updatedAt: '2026-11-23T10:00:11Z', note: 'newer' })).ledger.order?.note).toBe('newer');
  });

  test('keeps its contents when the shop deletes it and only its id is left', () => {
    const shell = order({ status: 'deleted', updatedAt: at(50), lines: [], charges: [], total: { minor: 0, currency: 'XXX' } });
    const told = exported().order(shell);
    expect(told.ledger.order).toMatchObject({ status: 'deleted', total: eur('29.75'), lines: [{ id: '11' }] });
    expect(told.keys()).toEqual(['erp.cancel']);
  });

  test('told twice gives back the very same ledger', () => {
    const told = story();
    const before = told.ledger;
    expect(told.order(order()).ledger).toBe(before);
  });
});

describe('the ERP’s state', () => {
  test('goes by time, and within one second by stage', () => {
    const told = story().erp(erpState());
    expect(told.erp(erpState({ stage: 'cancelled', updatedAt: at(19) })).ledger.erp?.stage).toBe('reserved');
    expect(told.erp(erpState({ stage: 'accepted' })).ledger.erp?.stage).toBe('reserved');
    expect(told.erp(erpState({ stage: 'closed' })).ledger.erp?.stage).toBe('closed');
    expect(told.erp(erpState({ stage: 'accepted', updatedAt: at(99) })).ledger.erp?.stage).toBe('accepted');
  });

  test('comes with the receipt of the sales order too', () => {
    const told = story()
      .acknowledge('erp.customer')
      .acknowledge('erp.sales-order', { state: erpState({ stage: 'accepted' }) });
    expect(told.ledger.erp?.stage).toBe('accepted');
  });
});

const WALKS: [from: Milestone[], to: Milestone][] = [
  [['packed', 'picked'], 'packed'],
  [['packed', 'exception'], 'exception'],
  [['packed', 'exception', 'picked'], 'packed'],
  [['released', 'cancelled', 'picked'], 'cancelled'],
  [['released', 'cancelled', 'shipped'], 'shipped'],
  [['shipped', 'cancelled'], 'shipped'],
  [['partially-shipped', 'cancelled'], 'cancelled'],
  [['shipped', 'returned'], 'returned'],
];

describe('the warehouse’s state', () => {
  test.each(WALKS)('after %j stands at %s', (milestones, expected) => {
    const told = story();
    milestones.forEach((milestone, step) => told.wms(wmsState({ milestone, updatedAt: at(30 + step) })));
    expect(told.ledger.fulfillments['shop:1001/1']?.milestone).toBe(expected);
  });

  test('keeps each milestone once, at its earliest time, in the order of time', () => {
    const told = story().wms(wmsState({ milestone: 'picked', history: [{ milestone: 'released', at: at(31) }], updatedAt: at(40) }));
    told.wms(
      wmsState({
        milestone: 'picked',
        history: [
          { milestone: 'allocated', at: at(29) },
          { milestone: 'released', at: at(35) },
        ],
        updatedAt: at(41),
      }),
    );
    expect(told.ledger.fulfillments['shop:1001/1']?.history).toEqual([
      { milestone: 'allocated', at: at(29) },
      { milestone: 'released', at: at(31) },
      { milestone: 'picked', at: at(40) },
    ]);
  });

  test('never loses a parcel, in whatever order the reports come', () => {
    const early = wmsState({ milestone: 'partially-shipped', updatedAt: at(61), shipments: [shipment({}, 1)] });
    const late = wmsState({ milestone: 'shipped', updatedAt: at(66), shipments: [shipment({ id: 'sh-2', shippedAt: at(65) }, 1)] });
    const ids = (...states: (typeof early)[]) =>
      states.reduce((told, state) => told.wms(state), story()).ledger.shipments.map((held) => held.shipment.id);
    expect(ids(early, late)).toEqual(['sh-1', 'sh-2']);
    expect(ids(late, early, late)).toEqual(['sh-1', 'sh-2']);
  });

  test('brings a tracking number that came later', () => {
    const told = story().wms(wmsState({ shipments: [shipment({ packages: [parcel({ trackingNumber: null })] })] }));
    told.wms(wmsState({ updatedAt: at(70), shipments: [shipment()] }));
    expect(told.ledger.shipments[0]?.shipment.packages[0]?.trackingNumber).toBe('00340434161094042557');
  });
});

test('a receipt that is repeated after a newer one changes nothing', () => {
  const receipt = (fingerprint: string, seconds: number) =>
    ({ kind: 'acknowledged', at: at(seconds), key: 'store.shipment/x', fingerprint, receipt: plainReceipt() }) as const;
  const told = story().tell(receipt('a', 1), receipt('b', 2));
  const before = told.ledger;
  expect(told.tell(receipt('a', 1)).ledger).toBe(before);
  expect(told.tell(receipt('a', 3)).ledger.receipts['store.shipment/x']?.fingerprint).toBe('a');
});

test.each(['__proto__', 'constructor', 'toString'])('keys and ids named "%s" are kept like any other', (name) => {
  const told = exported().erp(erpState());
  told.tell(
    { kind: 'matched', at: at(1), codes: Object.fromEntries([[name, 'x']]) },
    { kind: 'refused', at: at(1), key: name, fingerprint: 'f', code: name, reason: '' },
    {
      kind: 'fulfillment-state',
      at: at(1),
      state: wmsState({ reference: name, shipments: [shipment({ id: name, fulfillmentReference: name })] }),
    },
  );
  expect(told.codes()).toContain('wms.fulfillment-unknown');
  told.tell({ kind: 'decided', at: at(2), exception: `wms.fulfillment-unknown:${name}`, choice: 'accept', by: 'Grace' });
  expect(told.keys()).toContain(`store.shipment/${name}`);
  expect(Object.keys(told.ledger.fulfillments)).toEqual([name]);
  expect(readLedger(JSON.stringify(told.ledger))).toEqual(told.ledger);
});

test('a full ledger fits its schema and survives being stored', () => {
  const { ledger } = exported(order({ total: eur('29.75') }))
    .erp(erpState())
    .acknowledge('wms.fulfillment-order/1')
    .wms(wmsState({ shipments: [shipment()] }));
  expect(OrderLedger.parse(JSON.parse(JSON.stringify(ledger)))).toEqual(ledger);
  expect(readLedger(JSON.stringify(ledger))).toEqual(ledger);
});

test('a ledger of a newer version is refused in words', () => {
  expect(() => readLedger(JSON.stringify({ ...emptyLedger(SUBJECT), schema: 3 }))).toThrow(ContractError);
});

test('a retry told twice sends a cancelled fulfillment order again once, whatever the warehouse knows already', () => {
  const cancelled = (reference: string) => wmsState({ reference, milestone: 'cancelled' });
  const told = exported().erp(erpState()).wms(cancelled('shop:1001/1')).wms(cancelled('shop:1001/2')).retry();
  const before = told.ledger;
  expect(told.keys()).toEqual(['wms.fulfillment-order/3']);
  expect(told.retry().ledger).toEqual(before);
});

test('time that has passed changes nothing that we hold', () => {
  const { ledger } = story();
  expect(record(ledger, { kind: 'woken', at: at(99) })).toBe(ledger);
});
