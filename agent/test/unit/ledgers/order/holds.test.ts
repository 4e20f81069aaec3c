import { describe, expect, test } from 'vitest';
import { HoldRule, type OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { mirrorOf, viewOf } from '../../../../src/ledgers/order/view.ts';
import { address, at, erpState, eur, line, order, shipment, vat, wmsState } from '../../../support/orders.ts';
import { exported, NOW, story, type Story } from './story.ts';

const rule = (when: object, more: object = {}) => HoldRule.parse({ name: 'review', message: 'Please look at this order.', when, ...more });
const holdRules = (when: object, more: object = {}): Partial<OrderPolicy> => ({ holdRules: [rule(when, more)] });
const release = (told: Story, exception: string, seconds = 200): Story =>
  told.tell({ kind: 'decided', at: at(seconds), exception, choice: 'release', by: 'Grace' });
const hold = (told: Story, reason = 'Customer called', seconds = 15): Story =>
  told.tell({ kind: 'held', at: at(seconds), reason, by: 'Grace' });
const view = (told: Story) => viewOf(told.ledger, told.plan(), told.policy);

const FITS: [string, object, object, RegExp][] = [
  ['a total above a limit', { totalAbove: { EUR: '20' } }, {}, /\(total 29\.75 EUR\)$/],
  ['a risky mark of a fraud plugin', { extension: { key: '_risk', equals: 'high' } }, { extensions: { _risk: 'high' } }, /_risk is high/],
  ['any value of a field', { extension: { key: '_fraud_flags' } }, { extensions: { _fraud_flags: ['ip'] } }, /_fraud_flags is \["ip"\]/],
  ['a country', { countries: ['AT', 'DE'] }, {}, /\(country DE\)$/],
  ['a guest', { guest: true }, {}, /^Please look at this order\.$/],
  ['two addresses', { addressesDiffer: true }, { shipping: address({ city: 'Hamburg', email: '' }) }, /^Please look/],
  ['a payment method', { paymentMethods: ['stripe'] }, {}, /paid by Card/],
  ['a SKU and a country together', { skus: ['MUG-01'], countries: ['DE'] }, {}, /country DE/],
];

const FITS_NOT: [string, object][] = [
  ['a higher limit', { totalAbove: { EUR: '29.75' } }],
  ['a limit in another currency', { totalAbove: { USD: '1' } }],
  ['another country', { countries: ['US'] }],
  ['a field that is not there', { extension: { key: '_risk' } }],
  ['only one of two conditions', { countries: ['DE'], skus: ['HAT'] }],
];

describe('a rule of the merchant', () => {
  test.each(FITS)('holds an order with %s', (_, when, more, message) => {
    const told = story(order(more), holdRules(when));
    expect(told.keys()).toEqual([]);
    expect(told.plan().exceptions).toMatchObject([
      {
        key: 'order.held:review',
        code: 'order.held',
        owner: 'ecommerce',
        choices: [{ id: 'release' }],
        message: expect.stringMatching(message),
      },
    ]);
    expect(release(told, 'order.held:review').keys()).toEqual(['erp.customer']);
  });

  test.each(FITS_NOT)('leaves an order alone with %s', (_, when) => {
    expect(story(order(), holdRules(when)).keys()).toEqual(['erp.customer']);
  });

  test('asks the team that it names, in its own words with the values in their places', () => {
    const words = { owner: 'finance', message: 'Order {number} over {total} goes to {country}. Score {value}.' };
    const told = story(order(), holdRules({ totalAbove: { EUR: '20' } }, words));
    expect(told.plan().exceptions).toMatchObject([{ owner: 'finance', message: 'Order 1001 over 29.75 EUR goes to DE.' }]);
  });

  test('is what the shop shows of the order', () => {
    const told = story(order(), holdRules({ guest: true }));
    expect(mirrorOf(view(told), told.plan().exceptions, 1, NOW)).toMatchObject({
      stage: 'held',
      attention: true,
      message: 'On hold: Please look at this order.',
    });
  });

  test('is one hold of several, each released by itself', () => {
    const two = { holdRules: [rule({ guest: true }), rule({ countries: ['DE'] }, { name: 'country' })] };
    const told = story(order(), two);
    expect(told.plan().exceptions.map(({ key }) => key)).toEqual(['order.held:review', 'order.held:country']);
    expect(release(told, 'order.held:review').codes()).toEqual(['order.held']);
    expect(release(told, 'order.held:country').keys()).toEqual(['erp.customer']);
  });

  test('stays released whatever happens to status and payment, until the order sells something else', () => {
    const told = release(story(order(), holdRules({ guest: true })), 'order.held:review');
    told.order(order({ updatedAt: at(300), payment: { ...order().payment, transactionId: 'ch_9' }, extensions: { seen: 'yes' } }));
    expect(told.codes()).toEqual([]);
    told.order(order({ updatedAt: at(310), shipping: address({ city: 'Hamburg', email: '' }) }));
    expect([told.codes(), told.keys()]).toEqual([['order.held'], []]);
    expect(view(told).holds).toMatchObject([{ key: 'order.held:review', since: at(310), until: null }]);
  });

  test('cannot take the name of a hold by a person', () => {
    const told = hold(story(order(), holdRules({ guest: true }, { name: 'manual' })));
    expect(release(told, 'order.held:manual').codes()).toEqual(['order.held']);
  });
});

describe('a person', () => {
  test('holds an order with a reason, and another releases it', () => {
    const told = hold(story());
    expect(told.plan()).toMatchObject({
      deliveries: [],
      exceptions: [{ key: 'order.held:manual', message: 'Grace put the order on hold: Customer called', choices: [{ id: 'release' }] }],
    });
    expect(view(told)).toMatchObject({ stage: 'held', holds: [{ key: 'order.held:manual', since: at(15), until: null }] });
    expect(release(told, 'order.held:manual').keys()).toEqual(['erp.customer']);
    expect(view(told)).toMatchObject({ stage: 'received', holds: [] });
  });

  test('may hold it once more', () => {
    const told = hold(release(hold(story()), 'order.held:manual'), 'Once more', 300);
    expect([told.codes(), told.keys()]).toEqual([['order.held'], []]);
  });

  test('sees what else is wrong while it is held', () => {
    const told = hold(story(order({ total: eur('1.00') })));
    expect(told.codes()).toEqual(['money.does-not-tie', 'order.held']);
    expect(view(told).stage).toBe('blocked');
  });

  test('is not asked about an order that the shop gave up', () => {
    expect(hold(story(order({ status: 'cancelled' }))).codes()).toEqual([]);
  });

  test('who holds an order that the ERP has keeps it from the warehouse, until it is released', () => {
    const told = hold(exported()).erp(erpState());
    expect([told.codes(), told.keys(), view(told).stage]).toEqual([['order.held'], [], 'held']);
    expect(release(told, 'order.held:manual').keys()).toEqual(['wms.fulfillment-order/1']);
  });

  test('stops nothing that the warehouse already has', () => {
    const told = hold(exported().erp(erpState()).acknowledge('wms.fulfillment-order/1'));
    told.wms(wmsState({ milestone: 'shipped', updatedAt: at(70), shipments: [shipment()] }));
    expect([told.codes(), told.keys()]).toEqual([['order.held'], ['erp.shipment/sh-1', 'store.shipment/sh-1']]);
    expect(view(told)).toMatchObject({ stage: 'shipped', holds: [{ key: 'order.held:manual' }] });
  });
});

describe('a rule that an order fits only after the ERP has it', () => {
  const risky = order({ updatedAt: at(50), extensions: { _risk: 'high' } });

  test('keeps it from the warehouse', () => {
    const told = exported(order(), holdRules({ extension: { key: '_risk' } })).order(risky);
    expect(told.codes()).toEqual([]);
    expect([told.erp(erpState()).codes(), told.keys()]).toEqual([['order.held'], []]);
    expect(release(told, 'order.held:review').keys()).toEqual(['wms.fulfillment-order/1']);
  });

  test('says nothing once the warehouse has it', () => {
    const told = exported(order(), holdRules({ extension: { key: '_risk' } }))
      .erp(erpState())
      .acknowledge('wms.fulfillment-order/1');
    expect(told.order(risky).codes()).toEqual([]);
  });
});

describe('the edit window', () => {
  const window = { editWindowMinutes: 60 };
  const end = Date.parse(at(5)) + 3_600_000;

  test('lets an order wait from its payment on, which is no exception but is seen with its end', () => {
    const told = story(order(), window);
    expect(told.plan()).toMatchObject({ deliveries: [], exceptions: [], wakeAt: end });
    expect(view(told)).toMatchObject({
      stage: 'held',
      holds: [{ key: 'order.edit-window', since: at(5), until: new Date(end).toISOString() }],
    });
    expect(mirrorOf(view(told), [], 1, NOW).message).toBe('On hold until 2026-11-23 11:00 UTC: The order can still be edited in the shop.');
    told.now = end;
    expect(told.plan()).toMatchObject({ deliveries: [{ key: 'erp.customer' }], wakeAt: null });
    expect(view(told)).toMatchObject({ stage: 'received', holds: [] });
  });

  test('counts from the making of an order that was not paid before', () => {
    const told = story(order({ payment: { ...order().payment, state: 'on-delivery', paidAt: null } }), window);
    expect(told.plan().wakeAt).toBe(Date.parse(at(0)) + 3_600_000);
  });

  test('is not begun anew by an edit, and what is wrong is told meanwhile', () => {
    const told = story(order(), window).order(order({ updatedAt: at(90), lines: [line({ taxes: [vat('3.81')] })] }));
    expect(told.plan()).toMatchObject({ exceptions: [{ code: 'money.does-not-tie' }], wakeAt: end });
    expect(view(told).stage).toBe('blocked');
  });

  test('holds nothing back that the ERP has', () => {
    const told = story(order(), window);
    told.now = end;
    told.acknowledge('erp.customer').acknowledge('erp.sales-order');
    told.now = NOW;
    expect(view(told).holds).toEqual([]);
  });
});
