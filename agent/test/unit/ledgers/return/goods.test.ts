import { describe, expect, test } from 'vitest';
import type { ReturnReceipt } from '../../../../src/domain/return.ts';
import type { ReturnCase } from '../../../../src/ledgers/return/case.ts';
import { judgeGoods, type Goods } from '../../../../src/ledgers/return/goods.ts';
import { recordAuthorization } from '../../../../src/ledgers/return/record-authorization.ts';
import { recordReceipt } from '../../../../src/ledgers/return/record-receipt.ts';
import { recordRequest } from '../../../../src/ledgers/return/record.ts';
import { at } from '../../../support/orders.ts';
import { after, asked, authorization, came, given, goodsReceipt, mugs, returnPolicy } from './cases.ts';

const R1 = after(given(), recordRequest(given(), asked()));

function receive(before: ReturnCase, ...receipts: Partial<ReturnReceipt>[]): ReturnCase {
  return receipts.reduce<ReturnCase>((held, each) => after(held, recordReceipt(held, goodsReceipt(each), at(201))), before);
}

function only(of: ReturnCase): Goods & { asks: string[] } {
  const [goods] = judgeGoods(of, of.policy);
  if (!goods) throw new Error('no return');
  return { ...goods, asks: goods.exceptions.map((each) => each.key) };
}

const choose = (of: ReturnCase, key: string | undefined, choice: string): ReturnCase => ({
  ...of,
  decisions: { ...of.decisions, [key ?? '']: { choice } },
});

describe('what came back', () => {
  test('as announced is paid for, and says whether it went back on the shelf', () => {
    expect(only(receive(R1, {}))).toMatchObject({
      state: 'received',
      waits: false,
      payable: [{ lineId: '11', units: 2e6, sellable: true }],
      asks: [],
    });
    expect(only(receive(R1, { lines: [came(2, { restockedTo: null })] })).payable).toMatchObject([{ sellable: false }]);
  });

  test('in parts waits for the rest, and is whole when the parts are', () => {
    const half = receive(R1, { final: false, lines: [came(1)] });
    expect(only(half)).toMatchObject({ state: 'partly-received', waits: true, asks: [] });
    expect(only(receive(half, { id: 'rr-2', final: false, lines: [came(1)] }))).toMatchObject({ state: 'received', waits: false });
  });

  test.each<[string, Partial<ReturnReceipt>, string]>([
    ['less', { lines: [came(1)] }, 'Return R1 was announced with 2 × MUG-01; 1 × MUG-01 came.'],
    ['nothing at all', { lines: [] }, 'Return R1 was announced with 2 × MUG-01; nothing came.'],
  ])('as %s than announced waits for a person', (_, receipt, message) => {
    const less = only(receive(R1, receipt));
    expect(less).toMatchObject({
      waits: true,
      exceptions: [{ code: 'return.differs', message, choices: [{ id: 'accept' }, { id: 'recount' }] }],
    });
  });

  test('as less is paid for once it is accepted; after "recount" it still waits, and a new count asks anew', () => {
    const less = receive(R1, { lines: [came(1)] });
    const key = only(less).asks[0];
    expect(only(choose(less, key, 'accept'))).toMatchObject({ waits: false, payable: [{ units: 1e6 }], asks: [] });
    const again = choose(less, key, 'recount');
    expect(only(again)).toMatchObject({ waits: true, exceptions: [{ choices: [{ id: 'accept' }] }] });
    const recounted = receive(choose(less, key, 'accept'), { updatedAt: at(300), lines: [] });
    expect(only(recounted).asks).not.toEqual([key]);
    expect(only(recounted)).toMatchObject({ waits: true });
  });

  test('as more than announced waits for a person; what never left is said and never paid', () => {
    const one = after(given(), recordRequest(given(), asked([mugs(1)])));
    expect(only(receive(one, {}))).toMatchObject({ waits: true, exceptions: [{ code: 'return.differs' }] });
    const three = only(receive(R1, { lines: [came(3)] }));
    expect(three).toMatchObject({
      payable: [{ units: 2e6 }],
      exceptions: [
        { code: 'return.not-shipped', message: 'Return R1 holds 3 × MUG-01, but 2 left. No money goes back for what never left.' },
      ],
    });
  });

  test('as another item is said, and only the mugs are paid', () => {
    const other = only(receive(R1, { lines: [came(1), came(1, { lineId: null, sku: 'CUP' })] }));
    expect(other.exceptions).toMatchObject([{ code: 'return.not-shipped', message: expect.stringContaining('1 × CUP, but 0 left') }]);
    expect(other.payable).toEqual([{ lineId: '11', units: 1e6, sellable: true }]);
  });

  test('as a substitute counts for the line it was sent for', () => {
    const substituted = { ...R1, substitutes: new Map([['MUG-02', ['11']]]) };
    expect(only(receive(substituted, { lines: [came(2, { lineId: null, sku: 'MUG-02' })] }))).toMatchObject({
      waits: false,
      payable: [{ units: 2e6 }],
    });
  });

  test('before its shipment was told is settled by the shipment', () => {
    const early = { ...receive(R1, {}), shipped: new Map<string, number>() };
    expect(only(early)).toMatchObject({ payable: [], asks: ['return.not-shipped:R1'] });
    expect(only({ ...early, shipped: R1.shipped }).asks).toEqual([]);
  });

  test('by two returns is given out once', () => {
    const later = { ...R1, shipped: new Map([['11', 1e6]]) };
    const both = receive(later, { lines: [came(1)] }, { id: 'rr-2', reference: 'shop:1001', lines: [came(1)] });
    const [first, second] = judgeGoods(both, both.policy);
    expect(first?.payable).toMatchObject([{ units: 1e6 }]);
    expect(second).toMatchObject({
      payable: [],
      exceptions: [{ message: expect.stringContaining('1 × MUG-01, but 1 left, 1 of them in an earlier return') }, {}],
    });
  });
});

describe('the condition of goods', () => {
  test.each([
    ['sellable', 'refund'],
    ['damaged', 'ask'],
    ['incomplete', 'ask'],
    ['unknown', 'ask'],
  ] as const)('%s is treated as "%s" by default', (condition, treatment) => {
    const { asks, payable } = only(receive(R1, { lines: [came(2, { condition })] }));
    expect(asks).toEqual(treatment === 'ask' ? [`return.condition:R1:11:${condition}:2`] : []);
    expect(payable.length).toBe(treatment === 'ask' ? 0 : 1);
  });

  test('of a part holds up the whole money until a person has spoken', () => {
    const mixed = receive(R1, { lines: [came(1), came(1, { condition: 'damaged' })] });
    expect(only(mixed)).toMatchObject({ waits: true, exceptions: [{ message: '1 × MUG-01 of return R1 came back damaged.' }] });
    expect(only(choose(mixed, 'return.condition:R1:11:damaged:1', 'keep'))).toMatchObject({
      waits: false,
      payable: [{ units: 1e6, sellable: true }],
    });
    expect(only(choose(mixed, 'return.condition:R1:11:damaged:1', 'refund'))).toMatchObject({ payable: [{ units: 2e6, sellable: false }] });
  });

  test('is decided by policy where it says so', () => {
    const policy = returnPolicy({ byCondition: { sellable: 'refund', damaged: 'keep', incomplete: 'refund', unknown: 'ask' } });
    const mixed = receive({ ...R1, policy }, { lines: [came(1, { condition: 'incomplete' }), came(1, { condition: 'damaged' })] });
    expect(only(mixed)).toMatchObject({ waits: false, payable: [{ units: 1e6 }], asks: [] });
  });
});

describe('goods that nobody announced', () => {
  const surprise = receive(given(), { reference: 'shop:1001' });

  test('wait until a person accepts them', () => {
    expect(only(surprise)).toMatchObject({ waits: true, exceptions: [{ key: 'return.unannounced:W-rr-1', code: 'return.unannounced' }] });
    expect(only(choose(surprise, 'return.unannounced:W-rr-1', 'accept'))).toMatchObject({
      waits: false,
      payable: [{ units: 2e6 }],
      asks: [],
    });
  });

  test('that are rejected are over, and their units may come back by another return', () => {
    const rejected = choose(surprise, 'return.unannounced:W-rr-1', 'reject');
    expect(only(rejected)).toMatchObject({ state: 'over', payable: [], asks: [] });
    expect(recordRequest(rejected, asked()).dispute).toBeNull();
  });
});

describe('a return that the ERP cancelled', () => {
  const cancelled = authorization({ status: 'cancelled', lines: [mugs()] });

  test('is over when it began there', () => {
    expect(only(after(given(), recordAuthorization(given(), cancelled, at(151))))).toMatchObject({ state: 'over', asks: [] });
  });

  test('is a question when it began elsewhere', () => {
    const ours = after(R1, recordAuthorization(R1, { ...cancelled, reference: 'shop:1001/R1' }, at(151)));
    expect(only(ours)).toMatchObject({
      state: 'announced',
      exceptions: [{ code: 'return.refused', choices: [{ id: 'close' }, { id: 'keep' }] }],
    });
    expect(only(choose(ours, 'return.refused:R1', 'close')).state).toBe('over');
    expect(only(choose(ours, 'return.refused:R1', 'keep'))).toMatchObject({ state: 'announced', asks: [] });
  });

  test('of goods that never left waits for their shipment', () => {
    const early = after(
      { ...given(), shipped: new Map() },
      recordAuthorization({ ...given(), shipped: new Map() }, authorization({ lines: [mugs(1)] }), at(151)),
    );
    expect(only(early)).toMatchObject({ state: 'impossible', asks: ['return.not-shipped:E-rma-5'] });
    expect(only({ ...early, shipped: R1.shipped })).toMatchObject({ state: 'announced', announced: new Map([['11', 1e6]]) });
  });
});
