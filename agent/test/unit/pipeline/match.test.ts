import { describe, expect, it } from 'vitest';
import { belongsTo, factOf } from '../../../src/pipeline/match.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { at, erpState, order, SHOP, SUBJECT, wmsState } from '../../support/orders.ts';

const ERP = ConnectionId.parse('erp');

describe('a document', () => {
  it('of a store belongs to its own order, by the connection that it came through', () => {
    expect(belongsTo(order(), SHOP)).toEqual({ kind: 'subject', subject: SUBJECT });
    expect(belongsTo(order({ id: '7' }), ConnectionId.parse('shop-2'))).toEqual({ kind: 'subject', subject: 'shop-2/sales-order/7' });
  });

  it.each([
    ['the order itself', erpState({ reference: 'shop:1001' })],
    ['a fulfillment order of it', wmsState({ reference: 'shop:1001/1' })],
  ])('that names %s belongs to that order', (_what, document) => {
    expect(belongsTo(document, ERP)).toEqual({ kind: 'subject', subject: SUBJECT });
  });

  it.each([
    ['no reference', erpState({ reference: null }), ''],
    ['an empty one', erpState({ reference: '' }), ''],
    ["somebody else's", wmsState({ reference: 'PO 4711' }), 'PO 4711'],
  ])('with %s belongs to nobody', (_what, document, reference) => {
    expect(belongsTo(document, ERP)).toEqual({ kind: 'nobody', reference });
  });
});

describe('the fact of a document', () => {
  it.each([
    [order(), { kind: 'captured', at: at(1), order: order() }],
    [erpState(), { kind: 'order-state', at: at(1), state: erpState() }],
    [wmsState(), { kind: 'fulfillment-state', at: at(1), state: wmsState() }],
  ])('holds it whole, with the time when we learned it', (document, fact) => {
    expect(factOf(document, at(1))).toEqual(fact);
  });
});
