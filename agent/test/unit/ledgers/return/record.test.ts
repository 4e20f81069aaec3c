import { describe, expect, test } from 'vitest';
import { quantity } from '../../../../src/domain/quantity.ts';
import { recordAuthorization, recordReturnOrder } from '../../../../src/ledgers/return/record-authorization.ts';
import { recordReceipt } from '../../../../src/ledgers/return/record-receipt.ts';
import { recordRefundedGoods, recordRequest } from '../../../../src/ledgers/return/record.ts';
import { at, line, order } from '../../../support/orders.ts';
import { after, asked, authorization, came, given, goodsReceipt, mugs, refundedMugs, storeRefund, withRefunds } from './cases.ts';

describe('a return that a person asks for', () => {
  test('takes the next number, and the line of its SKU when it names none', () => {
    const first = after(given(), recordRequest(given(), asked([mugs(1, { lineId: null })])));
    expect(first.returns['R1']).toMatchObject({
      reference: 'shop:1001/R1',
      origin: 'person',
      lines: [{ lineId: '11', quantity: quantity(1) }],
    });
    const second = after(first, recordRequest(first, { ...asked([mugs(1)]), at: at(101) }));
    expect(Object.keys(second.returns)).toEqual(['R1', 'R2']);
  });

  test('is recorded once, however often the fact comes', () => {
    const once = after(given(), recordRequest(given(), asked()));
    expect(recordRequest(once, asked()).returns).toBe(once.returns);
    const named = after(given(), recordRequest(given(), asked([mugs()], 'R4')));
    expect(recordRequest(named, { ...asked([mugs()], 'R4'), at: at(500) }).returns).toBe(named.returns);
  });

  test.each([
    ['more than left', [mugs(3)], 'return.not-shipped', '3 × MUG-01 should come back, but 2 left.'],
    [
      'goods that are not on the order',
      [mugs(1, { lineId: null, sku: 'CUP' })],
      'return.not-shipped',
      '1 × CUP should come back, but 0 left.',
    ],
    ['another SKU than that of the line', [mugs(1, { sku: 'CUP' })], 'return.not-shipped', '1 × CUP should come back, but 0 left.'],
    ['less than nothing', [mugs(-1)], 'fact.contradiction', 'A return of -1 × MUG-01 was asked for.'],
    ['no units', [], 'fact.contradiction', 'The return that was asked for holds 0 units.'],
  ])('is disputed for %s', (_, lines, code, message) => {
    const before = given();
    const recorded = recordRequest(before, asked(lines));
    expect(recorded).toEqual({ returns: before.returns, about: 'return-requested:next', dispute: { code, message } });
  });

  test('never holds units of another one', () => {
    const first = after(given(), recordRequest(given(), asked()));
    const { dispute } = recordRequest(first, { ...asked([mugs(1)]), at: at(101) });
    expect(dispute?.message).toBe('1 × MUG-01 should come back, but 2 left, and 2 of them are in a return already.');
  });

  test('keeps its contents when the same number is asked for with others', () => {
    const first = after(given(), recordRequest(given(), asked([mugs(1)], 'R1')));
    expect(recordRequest(first, asked([mugs(2)], 'R1')).dispute).toEqual({
      code: 'fact.contradiction',
      message: 'Return R1 holds 1 × MUG-01; it was asked for again with 2 × MUG-01.',
    });
  });

  test('of one SKU on two lines is spread over them', () => {
    const two = given({ order: order({ lines: [line(), line({ id: '12' })] }) }, { 11: 1, 12: 2 });
    const { returns } = recordRequest(two, asked([mugs(3, { lineId: null })]));
    expect(returns['R1']?.lines.map((each) => [each.lineId, each.quantity.value])).toEqual([
      ['11', '1'],
      ['12', '2'],
    ]);
  });
});

describe('goods that the shop refunded', () => {
  test('are expected back under the number of the refund, and nothing is paid for them again', () => {
    const returns = recordRefundedGoods(given(), storeRefund());
    expect(returns['S-77']).toMatchObject({ origin: 'shop', settled: true, paidBy: ['77'], lines: [{ lineId: '11', sku: 'MUG-01' }] });
    expect(recordRefundedGoods({ ...given(), returns }, storeRefund())).toBe(returns);
  });

  test.each([
    ['that it restocked itself', storeRefund({ restocked: true })],
    ['of money only', storeRefund({ lines: [{ ...refundedMugs(2), quantity: quantity(0) }] })],
    ['that we asked for', storeRefund({ reference: 'shop:1001/R9/refund' })],
  ])('are not expected for a refund %s', (_, refund) => {
    expect(recordRefundedGoods(given(), refund)).toEqual({});
  });

  test('belong to a return that is under way', () => {
    const open = after(given(), recordRequest(given(), asked()));
    const paid = recordRefundedGoods(
      withRefunds(open, [storeRefund({ lines: [refundedMugs(1)] })]),
      storeRefund({ lines: [refundedMugs(1)] }),
    );
    expect(Object.keys(paid)).toEqual(['R1']);
    expect(paid['R1']?.paidBy).toEqual(['77']);
  });
});

describe('a return in the ERP', () => {
  test('that began there is known by its id', () => {
    const { returns } = recordAuthorization(given(), authorization(), at(151));
    expect(returns['E-rma-5']).toMatchObject({
      origin: 'erp',
      reference: 'shop:1001/E-rma-5',
      foreign: { id: 'rma-5', number: 'RMA-5' },
      lines: [mugs(1)],
    });
  });

  test.each([
    ['our reference', authorization({ reference: 'shop:1001/R1' })],
    ['the same goods', authorization({ lines: [mugs(2, { lineId: null })] })],
  ])('is one of ours by %s', (_, told) => {
    const ours = after(given(), recordRequest(given(), asked()));
    const { returns } = recordAuthorization(ours, told, at(151));
    expect(Object.keys(returns)).toEqual(['R1']);
    expect(returns['R1']).toMatchObject({ origin: 'person', erp: told });
  });

  test('is one with ours when its report came before its answer', () => {
    const ours = after(given(), recordRequest(given(), asked([mugs(1)])));
    const both = after(ours, recordAuthorization(ours, authorization({ lines: [mugs(2)] }), at(151)));
    expect(Object.keys(both.returns)).toEqual(['R1', 'E-rma-5']);
    const merged = recordReturnOrder(both.returns, 'R1', { id: 'rma-5', number: 'RMA-5' });
    expect(Object.keys(merged)).toEqual(['R1']);
    expect(merged['R1']?.erp?.id).toBe('rma-5');
  });

  test('is not made older, and is disputed when it cannot be', () => {
    const held = after(given(), recordAuthorization(given(), authorization(), at(151)));
    const older = recordAuthorization(held, authorization({ status: 'cancelled', updatedAt: at(100) }), at(152));
    expect(older.returns).toBe(held.returns);
    expect(recordAuthorization(held, authorization({ lines: [mugs(-2)], updatedAt: at(200) }), at(201))).toMatchObject({
      returns: held.returns,
      dispute: { code: 'fact.contradiction', message: 'Return RMA-5 of the ERP holds -2 × MUG-01; fewer than 0 cannot come back.' },
    });
  });
});

describe('goods that came back', () => {
  const open = after(given(), recordRequest(given(), asked()));

  test('are held under the return that they name, each receipt once, the newest report of it', () => {
    const first = after(open, recordReceipt(open, goodsReceipt({ lines: [came(1)] }), at(201)));
    const corrected = after(first, recordReceipt(first, goodsReceipt({ updatedAt: at(300) }), at(301)));
    expect(corrected.returns['R1']?.receipts['rr-1']?.lines).toEqual([came(2)]);
    for (const late of [
      goodsReceipt({ lines: [came(1)] }),
      goodsReceipt({ updatedAt: at(300) }),
      goodsReceipt({ updatedAt: at(300), final: false }),
    ])
      expect(recordReceipt(corrected, late, at(400)).returns).toBe(corrected.returns);
  });

  test('belong to the one return that waits for them when they name only the order', () => {
    const { returns } = recordReceipt(open, goodsReceipt({ reference: 'shop:1001' }), at(201));
    expect(Object.keys(returns)).toEqual(['R1']);
  });

  test.each([
    ['nothing waits for them', given()],
    ['less waits for them', after(given(), recordRequest(given(), asked([mugs(1)])))],
  ])('are a return of their own when %s', (_, before) => {
    const { returns } = recordReceipt(before, goodsReceipt({ reference: 'shop:1001' }), at(201));
    expect(returns['W-rr-1']).toMatchObject({ origin: 'warehouse', reference: 'shop:1001/W-rr-1' });
  });

  test.each([
    ['fewer than none', goodsReceipt({ lines: [came(-1)] }), 'Receipt rr-1 reports -1 × MUG-01; fewer than 0 cannot come back.'],
    [
      'another return than before',
      goodsReceipt({ reference: 'shop:1001/R2', updatedAt: at(300) }),
      'Receipt rr-1 was reported for shop:1001/R1, now for shop:1001/R2.',
    ],
  ])('are disputed for %s', (_, receipt, message) => {
    const held = after(open, recordReceipt(open, goodsReceipt({ updatedAt: at(150) }), at(151)));
    expect(recordReceipt(held, receipt, at(301))).toMatchObject({
      returns: held.returns,
      dispute: { code: 'fact.contradiction', message },
    });
  });
});
