import { describe, expect, test } from 'vitest';
import { quantity } from '../../../../src/domain/quantity.ts';
import type { CreditMemo } from '../../../../src/domain/return.ts';
import type { StoreRefund } from '../../../../src/domain/sales-order.ts';
import type { ReturnCase } from '../../../../src/ledgers/return/case.ts';
import type { ReturnPolicy } from '../../../../src/ledgers/return/policy.ts';
import { recordReceipt } from '../../../../src/ledgers/return/record-receipt.ts';
import { recordRefundedGoods, recordRequest } from '../../../../src/ledgers/return/record.ts';
import { at, eur, order } from '../../../support/orders.ts';
import {
  after,
  asked,
  came,
  creditMemo,
  given,
  goodsReceipt,
  money,
  refundedMugs,
  returnPolicy,
  steps,
  storeRefund,
  withRefunds,
} from './cases.ts';

/** Two mugs, announced and received. */
function returned(overrides: Partial<ReturnCase> = {}, policy: Partial<ReturnPolicy> = {}): ReturnCase {
  const before = given({ policy: returnPolicy(policy), ...overrides });
  const open = after(before, recordRequest(before, asked()));
  return after(open, recordReceipt(open, goodsReceipt(), at(201)));
}

const ours = (of: Partial<StoreRefund> = {}): StoreRefund => storeRefund({ reference: 'shop:1001/R1/refund', ...of });
const half = { amount: eur('11.90'), lines: [refundedMugs(1)] };
const halfMemo = { amount: eur('11.90'), lines: [{ lineId: '11', quantity: quantity(1), net: eur('10.00'), tax: eur('1.90') }] };
const moneyOnly = (amount: string, id = '88'): StoreRefund => storeRefund({ id, amount: eur(amount), lines: [] });
const memoOnly = (amount: string, id = 'cm-5'): CreditMemo => creditMemo({ id, amount: eur(amount), lines: [] });
const decided = (of: ReturnCase, key: string, choice: string): ReturnCase => ({ ...of, decisions: { ...of.decisions, [key]: { choice } } });

describe('goods that came back', () => {
  test.each<[string, ReturnCase, string[]]>([
    ['are paid by itself', returned(), ['refund R1 23.80']],
    ['are paid after a person said yes', returned({}, { storeRefund: 'ask' }), ['refund.to-approve:R1:2380']],
    ['are not paid by us', returned({}, { storeRefund: 'never' }), []],
    ["wait for the ERP's credit memo where it makes them", returned({}, { creditMemos: 'erp' }), []],
    ['are paid with shipping when all of the order came', returned({}, { refundShipping: true }), ['refund R1 29.75']],
    ['have a credit memo once they are paid', withRefunds(returned(), [ours()]), ['memo R1 23.80']],
    ['have no credit memo where there are none', withRefunds(returned({}, { creditMemos: 'none' }), [ours()]), []],
  ])('%s', (_, of, expected) => {
    expect(steps(of)).toEqual(expected);
  });

  test('are paid or not as a person says, and another amount is another question', () => {
    const waits = returned({}, { storeRefund: 'ask' });
    expect(steps(decided(waits, 'refund.to-approve:R1:2380', 'approve'))).toEqual(['refund R1 23.80']);
    expect(steps(decided(waits, 'refund.to-approve:R1:2380', 'reject'))).toEqual([]);
    expect(steps(decided(waits, 'refund.to-approve:R1:1190', 'approve'))).toEqual(['refund.to-approve:R1:2380']);
  });

  test('are paid once, also while only the answer of the shop is known', () => {
    const [refund] = money(returned()).refunds;
    if (!refund) throw new Error('no refund');
    const document = {
      kind: 'refund',
      schema: 1,
      reference: 'shop:1001/R1/refund',
      orderId: '1001',
      ...refund.parts,
      reason: '',
      callGateway: false,
      restock: false,
    } as const;
    const told = returned({ repaid: { 'store.refund/R1': document }, foreignIds: new Map([['store.refund/R1', '77']]) });
    expect(steps(told)).toEqual(['memo R1 23.80']);
    expect(steps(withRefunds(told, [storeRefund({ reference: null })]))).toEqual(['memo R1 23.80']);
    expect(steps(withRefunds(told, [ours({ lines: [] })]))).toEqual(['memo R1 23.80']);
  });

  test('are paid for what is more when more turns up later', () => {
    const one = withRefunds(returned(), [ours(half)]);
    expect(steps(one)).toEqual(['refund R1~2 11.90', 'memo R1 11.90']);
    expect(steps(withRefunds(returned(), [ours(half), ours({ ...half, id: '78', reference: 'shop:1001/R1~2/refund' })]))).toEqual([
      'memo R1 11.90',
      'memo R1~2 11.90',
    ]);
  });

  test('that somebody refunded in the shop meanwhile are not paid again', () => {
    const before = given();
    const open = after(before, recordRequest(before, asked()));
    const refunded = withRefunds({ ...open, returns: recordRefundedGoods(open, storeRefund()) }, [storeRefund()]);
    const came2 = after(refunded, recordReceipt(refunded, goodsReceipt(), at(300)));
    expect(steps(came2)).toEqual(['memo refund-77 23.80']);
  });

  test('of which the shop had refunded the money are only goods', () => {
    const refunded = withRefunds(given({ returns: recordRefundedGoods(given(), storeRefund()) }), [storeRefund()]);
    const back = after(
      refunded,
      recordReceipt(refunded, goodsReceipt({ reference: 'shop:1001/S-77', lines: [came(2, { condition: 'damaged' })] }), at(300)),
    );
    expect(steps(back)).toEqual(['memo refund-77 23.80']);
  });

  test('are a question when a refund without goods has their amount', () => {
    const both = withRefunds(returned(), [moneyOnly('23.80')]);
    const key = 'refund.ambiguous:refund-88:R1';
    expect(steps(both)).toEqual(['memo refund-88 23.80', key]);
    expect(steps(decided(both, key, 'same'))).toEqual(['memo refund-88 23.80']);
    expect(steps({ ...decided(both, key, 'different'), order: { ...both.order, total: eur('100') } })).toEqual([
      'refund R1 23.80',
      'memo refund-88 23.80',
    ]);
  });

  test('for which something else goes out are never paid by themselves', () => {
    const before = given();
    const open = after(before, recordRequest(before, { ...asked(), exchange: [{ sku: 'TEA-02', quantity: quantity(1) }] }));
    expect(steps(after(open, recordReceipt(open, goodsReceipt(), at(201))))).toEqual(['refund.to-approve:R1:2380']);
  });
});

describe('restocking in the shop', () => {
  test.each([
    ['never', 'A-1', false],
    ['sellable', 'A-1', true],
    ['sellable', null, false],
  ] as const)('with policy "%s" of goods put to %s is %s', (restock, restockedTo, expected) => {
    const before = given({ policy: returnPolicy({ restock }) });
    const open = after(before, recordRequest(before, asked()));
    const back = after(open, recordReceipt(open, goodsReceipt({ lines: [came(2, { restockedTo })] }), at(201)));
    expect(money(back).refunds.map((each) => each.restock)).toEqual([expected]);
  });
});

describe('money that went back first', () => {
  test.each<[string, ReturnCase, string[]]>([
    ['in the shop has one credit memo', withRefunds(given(), [storeRefund()]), ['memo refund-77 23.80']],
    ['in the shop without lines too', withRefunds(given(), [moneyOnly('3.00')]), ['memo refund-88 3.00']],
    ['in the shop for units that never left has none', given({ cancels: [storeRefund()] }), []],
    ['in the ERP has one refund', given({ memos: [creditMemo()] }), ['refund memo-cm-5 23.80']],
    ['in the ERP as a draft waits', given({ memos: [creditMemo({ status: 'draft' })] }), []],
    ['in the ERP and was cancelled is nothing', given({ memos: [creditMemo({ status: 'cancelled' })] }), []],
    [
      'in the ERP is a question where policy says so',
      given({ memos: [creditMemo()], policy: returnPolicy({ storeRefund: 'ask' }) }),
      ['refund.to-approve:memo-cm-5:2380'],
    ],
    ['in both is a pair by amount and lines', withRefunds(given({ memos: [creditMemo()] }), [storeRefund()]), []],
    ['in both is a pair by amount', withRefunds(given({ memos: [memoOnly('23.80')] }), [storeRefund()]), []],
    ['in both, of units that never left, is a pair', given({ memos: [creditMemo()], cancels: [storeRefund()] }), []],
    [
      'by us in the ERP is known by our reference',
      withRefunds(given({ memos: [creditMemo({ reference: 'shop:1001/refund-77/credit', amount: eur('1.00') })] }), [storeRefund()]),
      [],
    ],
    [
      'by us in the shop is known by our reference',
      withRefunds(given({ memos: [creditMemo()] }), [storeRefund({ reference: 'shop:1001/memo-cm-5/refund', amount: eur('5.00') })]),
      [],
    ],
    [
      'by us, when the ERP gives no reference back, is known by its id',
      withRefunds(given({ memos: [creditMemo({ amount: eur('1.00') })], foreignIds: new Map([['erp.credit-memo/refund-77', 'cm-5']]) }), [
        storeRefund(),
      ]),
      [],
    ],
  ])('%s', (_, of, expected) => {
    expect(steps(of)).toEqual(expected);
  });

  test('in the ERP for a return that came is paid once, under both names', () => {
    const both = decided(returned({ memos: [creditMemo()] }, { storeRefund: 'ask' }), 'refund.to-approve:R1/memo-cm-5:2380', 'approve');
    expect(steps(both)).toEqual(['refund R1/memo-cm-5 23.80']);
    expect(steps(withRefunds(both, [storeRefund({ reference: 'shop:1001/R1/memo-cm-5/refund' })]))).toEqual([]);
  });

  test('in the ERP for a return that came is a question where refunds are made without asking, for one may be on its way', () => {
    const key = 'refund.ambiguous:cm-5:R1';
    expect(steps(returned({ memos: [creditMemo()] }))).toEqual([key]);
    expect(steps(decided(returned({ memos: [creditMemo()] }), key, 'same'))).toEqual(['refund R1/memo-cm-5 23.80']);
    expect(steps(withRefunds(returned({ memos: [creditMemo()] }), [ours()]))).toEqual([]);
  });

  test('in the ERP with less for the goods of a return is a question', () => {
    const fee = returned({
      memos: [creditMemo({ amount: eur('20.00'), lines: [{ lineId: '11', quantity: quantity(2), net: eur('16.81'), tax: eur('3.19') }] })],
    });
    const key = 'refund.ambiguous:cm-5:R1';
    expect(steps(fee)).toEqual([key]);
    expect(steps(decided(fee, key, 'same'))).toEqual(['refund R1/memo-cm-5 20.00']);
  });

  test('as two equal refunds and one credit memo is a question, and both ways out lead to one each', () => {
    const refunds = [storeRefund({ id: '77', ...half }), storeRefund({ id: '78', ...half })];
    const three = withRefunds(given({ memos: [creditMemo(halfMemo)] }), refunds);
    const [first, second] = ['refund.ambiguous:cm-5:refund-77', 'refund.ambiguous:cm-5:refund-78'];
    expect(steps(three)).toEqual([first]);
    expect(steps(decided(three, first, 'same'))).toEqual(['memo refund-78 11.90']);
    const no = decided(three, first, 'different');
    expect(steps(no)).toEqual([second]);
    expect(steps(decided(no, second, 'same'))).toEqual(['memo refund-77 11.90']);
    const neither = { ...decided(no, second, 'different'), order: { ...no.order, total: eur('100') } };
    expect(steps(neither)).toEqual(['refund memo-cm-5 11.90', 'memo refund-77 11.90', 'memo refund-78 11.90']);
  });

  test('as two equal refunds and two equal credit memos are two pairs', () => {
    const refunds = [storeRefund({ id: '77', ...half }), storeRefund({ id: '78', ...half })];
    expect(steps(withRefunds(given({ memos: [creditMemo(halfMemo), creditMemo({ ...halfMemo, id: 'cm-6' })] }), refunds))).toEqual([]);
  });

  test('in the ERP once more, after we booked the same, is a question', () => {
    const booked = creditMemo({ id: 'cm-1', reference: 'shop:1001/refund-77/credit' });
    const twice = withRefunds(given({ memos: [booked, creditMemo()] }), [storeRefund()]);
    expect(steps(twice)).toEqual(['refund.ambiguous:cm-5:refund-77']);
    expect(steps(decided(twice, 'refund.ambiguous:cm-5:refund-77', 'same'))).toEqual([]);
  });

  test('in the ERP and cancelled after we had paid is told to a person', () => {
    const paid = withRefunds(given({ memos: [creditMemo({ status: 'cancelled' })] }), [
      storeRefund({ reference: 'shop:1001/memo-cm-5/refund' }),
    ]);
    expect(steps(paid)).toEqual(['credit.refused:cm-5']);
    expect(steps(decided(paid, 'credit.refused:cm-5', 'leave'))).toEqual([]);
  });
});

describe('never more than was paid', () => {
  test('a refund beyond it is not made', () => {
    const most = withRefunds(given({ memos: [creditMemo()] }), [moneyOnly('10.00')]);
    expect(money(most).exceptions).toMatchObject([
      {
        key: 'refund.more-than-captured:memo-cm-5',
        message: 'With the refund for credit memo cm-5 (23.80 EUR), 33.80 EUR would go back, but 29.75 EUR were paid for order 1001.',
      },
    ]);
    expect(money(most).refunds).toEqual([]);
  });

  test.each([
    ['unpaid', null, 0],
    ['authorized', null, 0],
    ['captured', at(5), 1],
    ['on-delivery', null, 1],
    ['refunded', at(5), 1],
  ] as const)('an order that is %s lets %s refund go', (state, paidAt, count) => {
    const payment = { ...order().payment, state, paidAt };
    expect(money(given({ memos: [creditMemo()], order: order({ payment }) })).refunds).toHaveLength(count);
  });

  test('what the shop itself paid beyond it is shown', () => {
    expect(steps(withRefunds(given(), [moneyOnly('30.00')]))).toEqual(['memo refund-88 30.00', 'refund.more-than-captured:shop']);
  });

  test('two refunds that do not both fit are not both made', () => {
    const memos = [memoOnly('20.00'), memoOnly('15.00', 'cm-6')];
    expect(steps(given({ memos }))).toEqual(['refund memo-cm-5 20.00', 'refund.more-than-captured:memo-cm-6']);
  });
});
