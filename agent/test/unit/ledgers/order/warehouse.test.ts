import { describe, expect, test } from 'vitest';
import type { FulfillmentLine } from '../../../../src/domain/fulfillment-state.ts';
import { ConnectionId } from '../../../../src/domain/reference.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { at, CODES, erpLine, erpState, eur, line, order, shipment, wmsState } from '../../../support/orders.ts';
import { exported, NOW, story, type Story } from './story.ts';

const requested = (given: Partial<OrderPolicy> = {}): Story =>
  exported(order(), given).erp(erpState()).acknowledge('wms.fulfillment-order/1');
const counted = (more: Partial<FulfillmentLine>): FulfillmentLine => ({
  lineId: '11',
  requested: quantity(2),
  picked: quantity(0),
  shipped: quantity(0),
  short: quantity(0),
  reason: null,
  substitute: null,
  ...more,
});
const short = (units: number, seconds = 50) =>
  wmsState({ milestone: 'picked', updatedAt: at(seconds), lines: [counted({ short: quantity(units), reason: 'empty bin' })] });
const decide = (told: Story, exception: string, choice: string, seconds = 90): Story =>
  told.tell({ kind: 'decided', at: at(seconds), exception, choice, by: 'Grace' });
const tellAll = (told: Story): Story => {
  for (let keys = told.keys(); keys.length > 0; keys = told.keys()) told.acknowledge(keys[0]!);
  return told;
};

describe('units that a warehouse could not find', () => {
  test('and were cancelled, are no change by the ERP when its report is quicker than its receipt', () => {
    const told = requested().wms(short(1));
    decide(told, 'wms.short:shop:1001/1:11:1', 'cancel');
    expect(told.keys()).toContain('erp.change');
    told.erp(erpState({ lines: [erpLine({ ordered: quantity(1), reserved: quantity(1) })], updatedAt: at(95) }));
    tellAll(told);
    expect(told.codes()).not.toContain('erp.changed-there');
  });

  test('are told to a person with the reason, and nothing happens meanwhile', () => {
    expect(requested().wms(short(1)).plan()).toMatchObject({
      deliveries: [],
      exceptions: [
        {
          key: 'wms.short:shop:1001/1:11:1',
          code: 'wms.short',
          message: 'The warehouse could not find 1 × MUG-01 of fulfillment order FO-3: empty bin.',
          choices: [{ id: 'reship' }, { id: 'cancel' }, { id: 'wait' }],
        },
      ],
    });
  });

  test('are requested again', () => {
    const told = decide(requested().wms(short(1)), 'wms.short:shop:1001/1:11:1', 'reship');
    expect([told.keys(), told.codes()]).toEqual([['wms.fulfillment-order/2'], []]);
    expect(told.acknowledge('wms.fulfillment-order/2').plan()).toMatchObject({ deliveries: [], exceptions: [] });
  });

  test('are waited for', () => {
    expect(decide(requested().wms(short(1)), 'wms.short:shop:1001/1:11:1', 'wait').plan()).toMatchObject({
      deliveries: [],
      exceptions: [],
    });
  });

  test('are cancelled: the ERP at once, the shop once somebody agrees to the refund, and never twice', () => {
    const told = decide(requested().wms(short(1)), 'wms.short:shop:1001/1:11:1', 'cancel');
    expect(told.keys()).toEqual(['erp.change']);
    expect(told.document('erp.change')).toMatchObject({
      order: { lines: [{ quantity: quantity(1), net: eur('10.00') }], total: eur('17.85') },
    });
    told.acknowledge('erp.change');
    const [asks] = told.plan().exceptions;
    expect(asks).toMatchObject({ code: 'refund.to-approve', message: expect.stringContaining('1 × MUG-01, 11.90 EUR') });
    decide(told, asks!.key, 'approve');
    expect(told.document('store.refund/drop-short-1-11-1')).toMatchObject({ amount: eur('11.90'), restock: false, callGateway: false });
    const { document } = told.plan().deliveries[0]!;
    told.acknowledge('store.refund/drop-short-1-11-1');
    expect(told.plan()).toMatchObject({ deliveries: [], exceptions: [] });
    if (document.kind !== 'refund') throw new Error('no refund');
    const { reference, amount, lines, charges, reason } = document;
    const refund = { id: '77', at: at(95), amount, reason, lines, charges, restocked: null, reference };
    told.order(order({ updatedAt: at(96), refunds: [refund], refundedTotal: amount }));
    expect(told.ledger.refunds).toEqual({ '77': 'cancels' });
    expect(told.plan()).toMatchObject({ deliveries: [], exceptions: [] });
  });

  test('complete the order with what has left, once they are cancelled', () => {
    const told = requested().wms(wmsState({ milestone: 'shipped', updatedAt: at(60), shipments: [shipment({}, 1)] }));
    expect(told.codes()).toEqual(['wms.short']);
    decide(told, 'wms.short:shop:1001/1:11:1', 'cancel');
    tellAll(told);
    expect(told.ledger.receipts['store.status']?.fingerprint).toContain('status:completed');
  });

  test.each([
    ['reship', ['wms.fulfillment-order/2'], []],
    ['cancel', ['erp.change'], ['refund.to-approve']],
    ['ask', [], ['wms.short']],
  ] as const)('go by policy: %s', (shortage, keys, codes) => {
    const told = requested({ shortage }).wms(short(1));
    expect([told.keys(), told.codes()]).toEqual([keys, codes]);
  });

  test('are not requested for ever by policy: a second time a person is asked', () => {
    const told = requested({ shortage: 'reship' }).wms(short(1)).acknowledge('wms.fulfillment-order/2');
    const again = { requested: quantity(1), short: quantity(1) };
    told.wms(wmsState({ id: 'fo-4', reference: 'shop:1001/2', milestone: 'picked', updatedAt: at(60), lines: [counted(again)] }));
    expect([told.keys(), told.codes()]).toEqual([[], ['wms.short']]);
  });

  test('that become more are another question; what was decided stays', () => {
    const told = decide(requested().wms(short(1)), 'wms.short:shop:1001/1:11:1', 'reship').acknowledge('wms.fulfillment-order/2');
    told.wms(short(2, 60));
    expect([told.keys(), told.plan().exceptions.map(({ key }) => key)]).toEqual([[], ['wms.short:shop:1001/1:11:2']]);
  });

  test('and that the shop refunds meanwhile are nobody’s question any more', () => {
    const told = requested().wms(short(1));
    const one = { lineId: '11', quantity: quantity(1), net: eur('10.00'), taxes: [] };
    const refund = { id: '77', at: at(60), amount: eur('10.00'), reason: '', lines: [one], charges: [], restocked: null, reference: null };
    told.order(order({ updatedAt: at(60), refunds: [refund], refundedTotal: eur('10.00') }));
    expect([told.keys(), told.codes()]).toEqual([['erp.change'], []]);
  });
});

describe('a part in stock', () => {
  const two = order({ lines: [line(), line({ id: '12', sku: 'TEA-02', quantity: quantity(1), net: eur('0'), taxes: [] })] });
  const part = (mugs: number, seconds = 20) =>
    erpState({
      stage: 'backordered',
      updatedAt: at(seconds),
      lines: [
        erpLine({ reserved: quantity(mugs) }),
        erpLine({ id: '12', foreignId: 'sol-2', ordered: quantity(1), reserved: quantity(1) }),
      ],
    });
  const lines = (told: Story, key: string) => {
    const { document } = told.plan().deliveries.find((each) => each.key === key)!;
    return document.kind === 'fulfillment-order' ? document.lines.map(({ id, quantity }) => `${id}×${quantity.value}`) : [];
  };

  test('waits for the rest, or leaves at once where policy ships parts', () => {
    const quiet = { backorderMessage: null };
    expect(exported(two, quiet).erp(part(1)).keys()).toEqual([]);
    const told = exported(two, { ...quiet, partialRelease: 'ship' }).erp(part(1));
    expect([lines(told, 'wms.fulfillment-order/1'), told.codes()]).toEqual([['11×1', '12×1'], ['erp.backordered']]);
    told.acknowledge('wms.fulfillment-order/1');
    expect(told.keys()).toEqual([]);
    told.wms(wmsState({ milestone: 'shipped', updatedAt: at(60), shipments: [shipment({}, 1)] }));
    told.erp({ ...part(2, 70), stage: 'reserved' });
    expect(lines(told, 'wms.fulfillment-order/2')).toEqual(['11×1']);
  });

  test('that the ERP will never complete is told to a person, who cancels the line', () => {
    const state = part(2);
    const told = exported(two, { partialRelease: 'ship', backorderMessage: null }).erp({
      ...state,
      lines: [state.lines[0]!, { ...state.lines[1]!, reserved: quantity(0), refused: true }],
    });
    expect(lines(told, 'wms.fulfillment-order/1')).toEqual(['11×2']);
    expect(told.codes()).toContain('erp.line-refused');
    expect(decide(told, 'erp.line-refused:12', 'cancel').codes()).not.toContain('erp.line-refused');
    expect(told.document('erp.change')).toMatchObject({ order: { lines: [{ id: '11' }] } });
  });
});

describe('the ERP by itself', () => {
  const changed = erpState({ updatedAt: at(60), lines: [erpLine({ ordered: quantity(1), reserved: quantity(1) })] });

  test('sells fewer units: a person says whether to follow', () => {
    const told = requested().erp(changed);
    expect(told.plan()).toMatchObject({
      deliveries: [],
      exceptions: [{ key: 'erp.changed-there:11:1', choices: [{ id: 'follow' }, { id: 'ignore' }] }],
    });
    decide(told, 'erp.changed-there:11:1', 'follow');
    expect(told.document('wms.change/1')).toMatchObject({ order: { lines: [{ quantity: quantity(1) }] } });
    expect(told.acknowledge('wms.change/1').codes()).toEqual(['refund.to-approve']);
    // The ERP's own change is confirmed once, never undone, while the shop has not refunded yet.
    expect(told.document('erp.change')).toMatchObject({ order: { lines: [{ quantity: quantity(1) }] } });
    told.acknowledge('erp.change').erp({ ...changed, updatedAt: at(95) });
    expect([told.keys(), told.codes()]).toEqual([[], ['refund.to-approve']]);
  });

  test('sells fewer units, and policy follows', () => {
    expect(requested({ erpChanges: 'follow' }).erp(changed).keys()).toEqual(['wms.change/1']);
  });

  test('shows what it was told before a change: that is only old news', () => {
    const told = requested().order(order({ updatedAt: at(50), lines: [line({ quantity: quantity(1) })] }));
    told.acknowledge('wms.change/1').acknowledge('erp.change');
    expect(told.erp(erpState({ updatedAt: at(70) })).codes()).toEqual([]);
  });

  test.each([
    ['ask', [], ['erp.cancelled-there']],
    ['follow', ['wms.cancel/1'], []],
  ] as const)('cancels the order, and policy says %s', (erpCancels, keys, codes) => {
    const told = requested({ erpCancels }).erp(erpState({ stage: 'cancelled', updatedAt: at(60) }));
    expect([told.keys(), told.codes()]).toEqual([keys, codes]);
    if (erpCancels === 'ask') decide(told, 'erp.cancelled-there', 'follow');
    expect(told.acknowledge('wms.cancel/1').document('store.status')).toMatchObject({ status: 'cancelled' });
    told.acknowledge('store.status').order(order({ status: 'cancelled', updatedAt: at(99) }));
    expect(told.plan()).toMatchObject({ deliveries: [], exceptions: [] });
  });

  test('cancels the rest after a part has left: the shop is asked to refund it', () => {
    const told = requested({ erpCancels: 'follow' }).wms(
      wmsState({ milestone: 'partially-shipped', updatedAt: at(45), shipments: [shipment({}, 1)] }),
    );
    told.erp(erpState({ stage: 'cancelled', updatedAt: at(60) })).acknowledge('wms.change/1');
    expect(told.codes()).toEqual(['refund.to-approve']);
  });

  test.each([
    ['29.75', 0, []],
    ['29.74', 0, ['money.total-differs']],
    ['29.74', 1, []],
  ] as const)('comes to %s at a tolerance of %i', (total, totalTolerance, codes) => {
    const told = exported(order(), { totalTolerance }).erp(erpState({ total: eur(total) }));
    expect([told.codes(), told.keys().length]).toEqual([codes, codes.length === 0 ? 1 : 0]);
  });

  test('shows its sums line by line, and a person may accept them', () => {
    const told = exported().erp(erpState({ total: eur('29.70'), lines: [erpLine({ net: eur('19.95') })] }));
    const [exception] = told.plan().exceptions;
    expect(exception?.message).toBe(
      'The order comes to 29.75 EUR in the shop and to 29.70 EUR in the ERP: a difference of 0.05 EUR. Lines: MUG-01 20.00 EUR and 19.95 EUR.',
    );
    expect(decide(told, exception!.key, 'accept').keys()).toEqual(['wms.fulfillment-order/1']);
  });
});

describe('a fulfillment order that was never requested', () => {
  test('is told to a person; its parcels count once somebody says that they belong to the order', () => {
    const told = requested().wms(
      wmsState({ id: 'x', reference: 'shop:1001/7', shipments: [shipment({ fulfillmentReference: 'shop:1001/7' }, 1)] }),
    );
    expect(told.plan()).toMatchObject({ deliveries: [], exceptions: [{ key: 'wms.fulfillment-unknown:shop:1001/7' }] });
    expect(decide(told, 'wms.fulfillment-unknown:shop:1001/7', 'accept').keys()).toContain('erp.shipment/sh-1');
  });

  test('is none when it is only quicker than the answer to our request', () => {
    const told = exported().erp(erpState());
    const before = told.plan();
    expect(told.wms(wmsState({ shipments: [shipment()] })).plan()).toEqual(before);
    expect(told.acknowledge('wms.fulfillment-order/1', { existed: true }).keys()).toContain('store.shipment/sh-1');
  });
});

describe('a report that cannot be true', () => {
  test.each<[string, Partial<FulfillmentLine>, RegExp]>([
    ['a negative count', { picked: quantity(-1) }, /-1 picked of MUG-01/],
    ['more picked than requested', { picked: quantity(3) }, /3 picked of MUG-01 .* but only 2 requested/],
    ['more short than is left', { shipped: quantity(1), short: quantity(2) }, /1 shipped and 2 short of MUG-01/],
    ['a line that the order does not have', { lineId: '99' }, /line 99/],
  ])('with %s is set aside, and a correct one closes it', (_, given, words) => {
    const told = requested();
    const { disputes: _before, ...before } = told.ledger;
    told.wms(wmsState({ milestone: 'picked', updatedAt: at(60), lines: [counted(given)] }));
    const { disputes: _after, ...after } = told.ledger;
    expect(after).toEqual(before);
    expect(told.plan().exceptions).toMatchObject([{ code: 'fact.contradiction', message: expect.stringMatching(words) }]);
    expect(told.wms(wmsState({ milestone: 'picked', updatedAt: at(61), lines: [counted({})] })).codes()).toEqual([]);
  });

  test('of the ERP is set aside too', () => {
    const told = exported().erp(erpState({ lines: [erpLine({ reserved: quantity(-2) })] }));
    expect([told.ledger.erp, told.codes()]).toEqual([null, ['fact.contradiction']]);
  });
});

describe('the waves of a location', () => {
  const policy = {
    locations: OrderPolicy.parse({ erp: 'erp', wms: 'wms', locations: [{ code: 'main', calendar: { waves: ['11:00', '15:00'] } }] })
      .locations,
  };

  test('are waited for, and one that has come is not missed', () => {
    const told = exported(order(), policy).tell({ kind: 'order-state', at: at(60), state: erpState() });
    const wave = Date.parse('2026-11-23T11:00:00Z');
    expect(told.plan()).toMatchObject({ deliveries: [], exceptions: [], wakeAt: wave });
    told.now = wave + 90_000;
    expect(told.keys()).toEqual(['wms.fulfillment-order/1']);
    told.now = NOW;
  });
});

test('an order stays with the ERP that took it after a cut-over; one that it had not taken goes to the other', () => {
  const codes = { ...CODES, 'sku|new|MUG-01': 'N-1', 'location|new|main': 'N-WH', 'tax|new|DE-VAT-1': 'N-VAT' };
  const next = { erp: ConnectionId.parse('new') };
  const old = exported(order(), {}, codes).erp(erpState());
  const moved: Story = story(null, next, codes);
  moved.ledger = old.ledger;
  moved.order(order({ updatedAt: at(50), note: 'ring' }));
  expect(moved.plan().deliveries.map(({ key, connection }) => [key, connection])).toEqual([['erp.change', 'erp']]);
  const early: Story = story(null, next, codes);
  early.ledger = story(order(), {}, codes).acknowledge('erp.customer').ledger;
  expect(early.plan().deliveries.map(({ key, connection }) => [key, connection])).toEqual([['erp.customer', 'new']]);
});
