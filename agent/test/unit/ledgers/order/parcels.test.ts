import { describe, expect, test } from 'vitest';
import { OutboundShipment } from '../../../../src/domain/outbound.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import type { Shipment } from '../../../../src/domain/shipment.ts';
import type { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { viewOf } from '../../../../src/ledgers/order/view.ts';
import { at, CODES, erpState, order, parcel, shipment, wmsState } from '../../../support/orders.ts';
import { exported, type Story } from './story.ts';

const requested = (policy: Partial<OrderPolicy> = {}, codes = CODES): Story =>
  exported(order(), policy, codes).erp(erpState()).acknowledge('wms.fulfillment-order/1');
const report = (told: Story, seconds: number, ...shipments: Shipment[]): Story =>
  told.wms(wmsState({ milestone: 'shipped', updatedAt: at(seconds), shipments }));
const tellAll = (told: Story, id = 'sh-1'): Story => told.acknowledge(`erp.shipment/${id}`).acknowledge(`store.shipment/${id}`);
const message = (told: Story, id = 'sh-1') => OutboundShipment.parse(told.document(`store.shipment/${id}`)).message;
const numbered = (...numbers: (string | null)[]): Partial<Shipment> => ({
  packages: numbers.map((trackingNumber, index) => parcel({ id: `p${index + 1}`, trackingNumber })),
});
const voided = (more: Partial<Shipment> = {}): Shipment => shipment({ voidedAt: at(85), ...more });
const view = (told: Story) => viewOf(told.ledger, told.plan(), told.policy);

describe('a parcel that the warehouse takes back', () => {
  test('before anybody was told of it is told to nobody, and its units are open again', () => {
    const told = report(requested(), 90, voided());
    expect(told.keys().filter((key) => key.includes('shipment'))).toEqual([]);
    expect(view(told)).toMatchObject({ lines: [{ shipped: '0', open: '2' }], shipments: [{ voided: true, toldStore: false }] });
  });

  test('after it was told is taken back from the ERP and from the customer, each once', () => {
    const told = report(tellAll(report(requested(), 70, shipment())), 90, voided());
    expect(told.keys()).toEqual(['erp.shipment/sh-1', 'store.shipment/sh-1']);
    expect(told.document('erp.shipment/sh-1')).toMatchObject({ voided: true, message: null, lines: [{ foreignLineId: 'sol-1' }] });
    expect(told.document('store.shipment/sh-1')).toMatchObject({ voided: true, message: told.policy.voidedMessage });
    tellAll(told);
    expect(told.keys()).toEqual([]);
    report(told, 95, voided(numbered('ANOTHER')));
    expect(told.keys()).toEqual([]);
    expect(view(told)).toMatchObject({ stage: 'packed', shipments: [{ voided: true, toldStore: true, toldErp: true }] });
  });

  test('is taken back only from whom it was told', () => {
    const told = report(report(requested(), 70, shipment()).acknowledge('erp.shipment/sh-1'), 90, voided());
    expect(told.keys()).toEqual(['erp.shipment/sh-1']);
  });

  test('does not set the order back in the eyes of the shop, and leaves it open', () => {
    const told = tellAll(report(requested(), 70, shipment())).acknowledge('store.status');
    expect(view(told).stage).toBe('completed');
    tellAll(report(told, 90, voided()));
    expect(told.keys()).toEqual([]);
    expect(view(told)).toMatchObject({ stage: 'packed', lines: [{ shipped: '0', open: '2' }] });
  });

  test('makes room for another one, which is told after it was taken back in the ERP', () => {
    const told = report(tellAll(report(requested(), 70, shipment())), 90, voided(), shipment({ id: 'sh-2', shippedAt: at(88) }));
    expect(told.keys()).toEqual(['erp.shipment/sh-1', 'store.shipment/sh-1', 'store.shipment/sh-2']);
    tellAll(told);
    expect(told.keys()).toEqual(['erp.shipment/sh-2', 'store.shipment/sh-2']);
    expect(tellAll(told, 'sh-2').keys()).toEqual(['store.status']);
  });

  test('and left after all is told like a new one', () => {
    const told = tellAll(report(tellAll(report(requested(), 70, shipment())), 90, voided()));
    report(told, 95, shipment());
    expect(told.keys()).toEqual(['erp.shipment/sh-1', 'store.shipment/sh-1']);
    expect(message(told)).toMatch(/^Your parcel is on its way/);
    expect(told.document('erp.shipment/sh-1')).toMatchObject({ voided: false });
  });

  test('and left after all finds its place taken by the one that was told instead', () => {
    const other = shipment({ id: 'sh-2', shippedAt: at(88) });
    const told = tellAll(report(tellAll(report(requested(), 70, shipment())), 90, voided(), other));
    report(tellAll(told, 'sh-2'), 95, shipment(), other);
    expect(told.plan().exceptions.map(({ key }) => key)).toContain('shipment.more-than-ordered:sh-1');
    expect(told.keys()).not.toContain('store.shipment/sh-1');
  });

  test('is told without a word when policy has none', () => {
    const told = report(tellAll(report(requested({ voidedMessage: null }), 70, shipment())), 90, voided());
    expect(message(told)).toBeNull();
  });
});

describe('a tracking number', () => {
  const CASES: [string, Partial<Shipment>, Partial<Shipment>, RegExp | null][] = [
    ['that is corrected is told as such', numbered('A1'), numbered('A2'), /^The tracking number of your parcel has changed: A2$/],
    ['of one of two parcels that is corrected', numbered('A1', 'B1'), numbered('A1', 'B2'), /has changed: A1, B2$/],
    ['that joins another is told like the first', numbered('A1'), numbered('A1', 'B1'), /^Your parcel is on its way .*: A1, B1$/],
    [
      'that stays is not told again when the carrier changes',
      numbered('A1'),
      { packages: [parcel({ trackingNumber: 'A1', trackingUrl: 'https://t.example' })] },
      null,
    ],
    ['that only changes its place among others', numbered('A1', 'B1'), { packages: [...(numbered('B1', 'A1').packages ?? [])] }, null],
  ];

  test.each(CASES)('%s', (_, before, after, words) => {
    const told = tellAll(report(requested(), 70, shipment(before)));
    report(told, 90, shipment(after));
    expect(told.keys().slice(0, 2)).toEqual(['erp.shipment/sh-1', 'store.shipment/sh-1']);
    if (words) expect(message(told)).toMatch(words);
    else expect(message(told)).toBeNull();
    expect(tellAll(told).keys()).toEqual(['store.status']);
    report(told, 95, shipment(after));
    expect(told.keys()).toEqual(['store.status']);
  });

  test('that comes after a person let the parcel go without is told once', () => {
    const told = report(requested(), 70, shipment(numbered(null)));
    told.now = Date.parse(at(60)) + 3_600_000;
    told.retry('shipment.no-tracking:sh-1');
    expect(message(told)).toBe('Your parcel is on its way with DHL.');
    report(tellAll(told), 4000, shipment(numbered('LATE')));
    expect(message(told)).toMatch(/Tracking number: LATE$/);
    expect(tellAll(told).keys()).toEqual(['store.status']);
  });

  test('corrected before the customer was told is just told', () => {
    const told = report(report(requested(), 70, shipment(numbered('A1'))), 90, shipment(numbered('A2')));
    expect(message(told)).toMatch(/^Your parcel is on its way .* A2$/);
  });

  test('is not told again to those whom an older version of Crossdock told', () => {
    const told = report(requested(), 70, shipment());
    const [held] = told.ledger.shipments;
    for (const key of ['erp.shipment/sh-1', 'store.shipment/sh-1']) {
      const receipt = { foreign: null, existed: false, verdict: null, state: null, note: null, lines: null };
      told.tell({ kind: 'acknowledged', at: at(75), key, fingerprint: `${held!.meaning}.codes`, receipt });
    }
    expect(told.keys()).toEqual(['store.status']);
  });
});

describe('what lies in a parcel', () => {
  test('is told with cartons, lots and serials, each by its own carrier', () => {
    const lines = [{ lineId: '11', sku: 'MUG-01', quantity: quantity(2), lots: ['L7'], serials: ['S1', 'S2'], packageId: 'p2' }];
    const dimensionsMm = { length: 300, width: 200, height: 100 };
    const packages = [parcel({ dimensionsMm }), parcel({ id: 'p2', carrierCode: '', trackingNumber: 'U9' })];
    const told = report(requested(), 70, shipment({ lines, packages }));
    for (const key of ['erp.shipment/sh-1', 'store.shipment/sh-1'])
      expect(told.document(key)).toMatchObject({
        lines: [{ lots: ['L7'], serials: ['S1', 'S2'], packageId: 'p2' }],
        packages: [{ dimensionsMm, weightGrams: 800 }, { carrierCode: '' }],
      });
    expect(view(told).shipments).toMatchObject([
      { lines: [{ name: 'Mug', lots: ['L7'], serials: ['S1', 'S2'], packageId: 'p2' }], packages: [{ dimensionsMm }, {}] },
    ]);
  });

  test('may be weighed later without a word to anybody', () => {
    const told = tellAll(report(requested(), 70, shipment()));
    report(told, 90, shipment({ packages: [parcel({ weightGrams: 950, dimensionsMm: { length: 1, width: 1, height: 1 } })] }));
    expect(told.keys()).toEqual(['store.status']);
  });
});

describe('another item than the ordered one', () => {
  const blue = (sku = 'MUG-BLUE') =>
    shipment({ lines: [{ lineId: '11', sku, quantity: quantity(2), lots: [], serials: [], packageId: null }] });
  const codes = { ...CODES, 'sku|erp|MUG-BLUE': 'ITEM-B' };
  const key = 'wms.substitution:sh-1:11:MUG-BLUE';
  const decide = (told: Story, exception: string, choice: string): Story =>
    told.tell({ kind: 'decided', at: at(99), exception, choice, by: 'Grace' });
  const shipments = (told: Story) => told.keys().filter((each) => each.includes('shipment'));

  test('is told to nobody until a person approves, then as what it is', () => {
    const told = report(requested({}, codes), 70, blue());
    expect(shipments(told)).toEqual([]);
    expect(told.plan().exceptions).toMatchObject([
      {
        key,
        code: 'wms.substitution',
        choices: [{ id: 'approve' }, { id: 'reject' }],
        message: expect.stringContaining('MUG-BLUE instead of MUG-01'),
      },
    ]);
    decide(told, key, 'approve');
    expect([shipments(told), told.codes()]).toEqual([['erp.shipment/sh-1', 'store.shipment/sh-1'], []]);
    expect(told.document('erp.shipment/sh-1')).toMatchObject({ lines: [{ lineId: '11', itemCode: 'ITEM-B', foreignLineId: 'sol-1' }] });
    expect(told.document('store.shipment/sh-1')).toMatchObject({ lines: [{ itemCode: 'MUG-BLUE' }] });
    expect(message(told)).toMatch(/Tracking number: \d+ Instead of Mug we have sent MUG-BLUE\.$/);
    expect(tellAll(told).keys()).toEqual(['store.status']);
  });

  test('stays with a person once it was rejected, who may think again', () => {
    const told = decide(report(requested({}, codes), 70, blue()), key, 'reject');
    expect([shipments(told), told.plan().exceptions[0]?.choices.map(({ id }) => id)]).toEqual([[], ['approve']]);
    expect(view(told)).toMatchObject({
      lines: [{ shipped: '0', open: '2' }],
      shipments: [{ lines: [{ ordered: 'MUG-01', sku: 'MUG-BLUE' }] }],
    });
    expect(shipments(decide(told, key, 'approve'))).toHaveLength(2);
  });

  test('needs no person where policy allows it, and is no other item in another spelling or by a code', () => {
    expect(shipments(report(requested({ substitutes: { 'MUG-01': ['MUG-BLUE'] } }, codes), 70, blue()))).toHaveLength(2);
    expect(shipments(report(requested(), 70, blue(' mug-01')))).toHaveLength(2);
    expect(shipments(report(requested({}, { ...CODES, 'sku|wms|MUG-01': 'W-77' }), 70, blue('W-77')))).toHaveLength(2);
    expect(shipments(report(requested(), 70, blue('')))).toHaveLength(2);
  });

  test('that was approved is not approval of a third', () => {
    const told = decide(report(requested({}, codes), 70, blue()), key, 'approve');
    expect(report(told, 90, blue('MUG-RED')).codes()).toEqual(['wms.substitution']);
  });

  test('waits for its code in the ERP, while the customer is told', () => {
    const told = report(requested({ substitutes: { 'MUG-01': ['MUG-BLUE'] } }), 70, blue());
    expect(told.codes()).toEqual(['mapping.sku-missing']);
    expect(shipments(told)).toEqual(['store.shipment/sh-1']);
  });

  test('that the warehouse proposes is put to a person, whose word counts for the parcel too', () => {
    const substitute = { itemCode: 'W-B', sku: 'MUG-BLUE', name: 'Blue mug' };
    const counts = { requested: quantity(2), picked: quantity(0), shipped: quantity(0), short: quantity(0) };
    const told = requested({}, codes).wms(
      wmsState({ milestone: 'exception', lines: [{ lineId: '11', ...counts, reason: 'Bin empty', substitute }] }),
    );
    const proposal = 'wms.substitution:shop:1001/1:11:MUG-BLUE';
    expect(told.plan().exceptions).toContainEqual(
      expect.objectContaining({ key: proposal, message: expect.stringContaining('Blue mug (MUG-BLUE) instead of MUG-01') }),
    );
    decide(told, proposal, 'approve');
    expect(told.plan().exceptions.map((each) => each.key)).not.toContain(proposal);
    report(told, 70, blue());
    expect(shipments(told)).toHaveLength(2);
  });
});
