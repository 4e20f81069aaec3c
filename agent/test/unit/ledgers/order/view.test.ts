import { describe, expect, test } from 'vitest';
import { quantity } from '../../../../src/domain/quantity.ts';
import type { OrderStage } from '../../../../src/domain/order-view.ts';
import { OrderView } from '../../../../src/domain/order-view.ts';
import { describeDelivery, describeFact } from '../../../../src/ledgers/order/describe.ts';
import { lookupsNeeded } from '../../../../src/ledgers/order/lookups.ts';
import { mirrorOf, viewOf } from '../../../../src/ledgers/order/view.ts';
import { at, erpLine, erpState, eur, line, order, parcel, policy, shipment, wmsState } from '../../../support/orders.ts';
import { exported, NOW, story, type Story } from './story.ts';

const view = (told: Story) => viewOf(told.ledger, told.plan(), told.policy);
const requested = () => exported().erp(erpState()).acknowledge('wms.fulfillment-order/1');
const left = (...shipments: ReturnType<typeof shipment>[]) => wmsState({ milestone: 'shipped', updatedAt: at(70), shipments });
const gone = order({ status: 'cancelled', updatedAt: at(50) });

const STAGES: [OrderStage, () => Story][] = [
  ['ignored', () => story(null)],
  ['ignored', () => story(order({ status: 'pending-payment' }))],
  ['blocked', () => story(order({ total: eur('1.00') }))],
  ['blocked', () => story().refuse('erp.customer', 'erp.customer-refused')],
  ['held', () => story().tell({ kind: 'held', at: at(15), reason: '', by: 'Grace' })],
  ['blocked', () => story(order({ total: eur('1.00') })).tell({ kind: 'held', at: at(15), reason: '', by: 'Grace' })],
  ['received', () => story()],
  ['held', () => exported().tell({ kind: 'held', at: at(15), reason: '', by: 'Grace' })],
  ['accepted', () => exported()],
  ['reserved', () => exported().erp(erpState())],
  ['backordered', () => exported().erp(erpState({ stage: 'backordered' }))],
  ['released', () => requested()],
  ['released', () => requested().wms(wmsState({ milestone: 'allocated' }))],
  ['picked', () => requested().wms(wmsState({ milestone: 'picked' }))],
  ['packed', () => requested().wms(wmsState({ milestone: 'packed' }))],
  ['partially-shipped', () => requested().wms(wmsState({ milestone: 'partially-shipped', shipments: [shipment({}, 1)] }))],
  ['shipped', () => requested().wms(left(shipment()))],
  ['completed', () => tellAll(requested().wms(left(shipment())))],
  ['completed', () => tellAll(requested().wms(left(shipment()))).order(order({ status: 'refunded', updatedAt: at(99) }))],
  ['cancelled', () => story(gone)],
  ['cancelling', () => requested().order(gone)],
  ['cancelled', () => exported().order(gone).acknowledge('erp.cancel')],
];

function tellAll(told: Story): Story {
  for (const key of ['erp.shipment/sh-1', 'store.shipment/sh-1', 'store.status']) told.acknowledge(key);
  return told;
}

describe('the order as people see it', () => {
  test.each(STAGES)('stands at "%s" (%#)', (stage, tell) => expect(view(tell()).stage).toBe(stage));

  test('shows numbers, counts, parcels and times', () => {
    const seen = view(tellAll(requested().wms(left(shipment()))));
    expect(OrderView.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({
      orderId: '1001',
      paid: true,
      customer: 'Ada Lovelace',
      erp: { id: 'so-7', number: 'SO-7' },
      wms: { id: 'fo-3', number: 'FO-3' },
      lines: [{ ordered: '2', inErp: '2', requested: '2', shipped: '2' }],
      shipments: [{ toldStore: true, toldErp: true, packages: [{ carrier: 'DHL' }] }],
      times: { capturedAt: at(11), acceptedAt: at(40), releasedAt: at(40), shippedAt: at(60), toldStoreAt: at(40) },
    });
  });

  test('counts each line: what left, what is open, what was taken off, and what waits for stock until when', () => {
    const lines = [erpLine({ reserved: quantity(1), expectedAt: '2026-12-01' })];
    const told = exported(order(), { partialRelease: 'ship' }).erp(erpState({ stage: 'backordered', lines }));
    expect(view(told).lines).toMatchObject([
      { ordered: '2', inErp: '2', requested: '0', open: '2', cancelled: '0', backordered: '1', expectedAt: '2026-12-01', refunded: '0' },
    ]);
    told.acknowledge('wms.fulfillment-order/1');
    expect(view(told).lines).toMatchObject([{ requested: '1', open: '2', backordered: '1' }]);
  });

  test('shows each fulfillment order with its wave and what is short', () => {
    const counts = { requested: quantity(2), picked: quantity(1), shipped: quantity(0), short: quantity(1) };
    const state = wmsState({
      milestone: 'picked',
      wave: 'W-12',
      lines: [{ lineId: '11', ...counts, reason: 'Bin empty', substitute: null }],
    });
    expect(view(requested().wms(state)).fulfillments).toMatchObject([
      {
        reference: 'shop:1001/1',
        foreign: { id: 'fo-3', number: 'FO-3' },
        location: 'main',
        milestone: 'picked',
        wave: 'W-12',
        lines: [{ lineId: '11', sku: 'MUG-01', name: 'Mug', requested: '2', picked: '1', short: '1', reason: 'Bin empty' }],
      },
    ]);
  });

  test('shows what was asked to be changed or taken back, and what came of it', () => {
    const told = requested().order(gone);
    expect(view(told).changes).toMatchObject([{ key: 'wms.cancel/1', party: 'wms', verdict: null, at: null }]);
    told.acknowledge('wms.cancel/1', { verdict: 'too-late', note: 'Already picked' });
    expect(view(told).changes).toMatchObject([{ key: 'wms.cancel/1', verdict: 'too-late', note: 'Already picked', at: at(40) }]);
  });

  test('shows an edit line by line while it is asked', () => {
    const told = exported()
      .erp(erpState())
      .order(order({ updatedAt: at(60), note: 'Ring twice' }));
    expect(view(told).changes).toMatchObject([
      { key: 'erp.change', party: 'erp', verdict: null, changes: [{ what: 'note', after: 'Ring twice' }] },
    ]);
  });

  test('is known by its subject before the shop has told it', () => {
    expect(view(story(null).wms(wmsState()))).toMatchObject({
      orderId: '1001',
      number: '1001',
      total: null,
      lines: [],
      wms: { number: 'FO-3' },
    });
  });

  test('is mirrored to the shop with a friendly sentence, or with what needs a person', () => {
    const seen = view(requested().wms(left(shipment())));
    expect(mirrorOf(seen, [], 7, NOW)).toEqual({
      orderId: '1001',
      version: 7,
      stage: 'shipped',
      erpNumber: 'SO-7',
      wmsNumber: 'FO-3',
      tracking: '00340434161094042557',
      attention: false,
      message: 'Everything has left.',
      updatedAt: at(120),
    });
    expect(mirrorOf(seen, [{ message: 'Look here.' }], 8, NOW)).toMatchObject({ attention: true, message: 'Look here.' });
  });
});

describe('the codes that an order needs', () => {
  const ids = (told: Story, given = policy()) =>
    lookupsNeeded(told.ledger, given).map(({ kind, connection, key }) => `${kind}|${connection}|${key}`);

  test('are asked for once each, only where policy looks them up, and no longer when found', () => {
    const lines = [line(), line({ id: '12', net: eur('0'), taxes: [] }), line({ id: '13', sku: '', net: eur('0'), taxes: [] })];
    const told = story(order({ lines }), {}, {});
    expect(ids(told).sort()).toEqual(
      [
        'sku|erp|MUG-01',
        'sku|wms|MUG-01',
        'sku|erp|product:501',
        'sku|wms|product:501',
        'tax|erp|DE-VAT-1',
        'location|erp|main',
        'location|wms|main',
        'shipping-method|wms|flat_rate',
        'status|shop|completed',
      ].sort(),
    );
    told.tell({ kind: 'matched', at: at(9), codes: { 'sku|erp|MUG-01': 'x' } });
    expect(ids(told)).not.toContain('sku|erp|MUG-01');
  });

  test('include the carriers of its parcels', () => {
    const told = story().wms(
      left(shipment({ packages: [parcel(), parcel({ id: 'p2', carrierCode: 'ups' }), parcel({ id: 'p3', carrierCode: '' })] })),
    );
    expect(ids(told).filter((id) => id.startsWith('carrier'))).toEqual(['carrier|erp|dhl', 'carrier|erp|ups', 'carrier|shop|ups']);
  });

  test('are none of an order that is not there', () => expect(ids(story(null))).toEqual([]));
});

describe('facts in words', () => {
  test.each([
    [
      { kind: 'captured', at: at(0), order: order() },
      'Order 1001 is being processed in the shop',
      '1 line, 29.75 EUR, status processing',
      'store',
    ],
    [{ kind: 'matched', at: at(0), codes: { 'sku|erp|A|B': 'X' } }, 'Codes were found', 'sku A|B is X at erp', null],
    [{ kind: 'order-state', at: at(0), state: erpState() }, 'The ERP reserved the goods', 'SO-7', 'erp'],
    [
      { kind: 'fulfillment-state', at: at(0), state: left(shipment()) },
      'Everything has left the warehouse',
      'FO-3, shipment sh-1 (00340434161094042557)',
      'wms',
    ],
    [
      { kind: 'refused', at: at(0), key: 'store.shipment/a/b', fingerprint: '', code: '', reason: 'No.' },
      'Shipment a/b to the shop: refused',
      'No.',
      'store',
    ],
    [
      {
        kind: 'fulfillment-state',
        at: at(0),
        state: wmsState({ milestone: 'packed', wave: 'W-12', shipments: [shipment({ voidedAt: at(1) })] }),
      },
      'The warehouse packed the goods',
      'FO-3, wave W-12, shipment sh-1 (taken back)',
      'wms',
    ],
    [{ kind: 'held', at: at(0), reason: 'Customer called', by: 'Grace' }, 'Grace put the order on hold', 'Customer called', null],
    [
      { kind: 'decided', at: at(0), exception: 'order.held:review', choice: 'release', by: 'Grace' },
      'Grace decided: release',
      'order.held:review',
      null,
    ],
    [{ kind: 'retried', at: at(0), key: null, by: 'Grace' }, 'Grace asked to try again', 'Everything of the order', null],
  ] as const)('%#: %s', (fact, title, detail, party) => expect(describeFact(fact)).toEqual({ title, detail, party }));

  test('a delivery is named by its key, an unknown key by itself', () => {
    expect(describeDelivery('wms.fulfillment-order/1')).toBe('Fulfillment order to the warehouse');
    expect(describeDelivery('constructor')).toBe('constructor');
  });
});
