import { millionths } from '../../../../src/ledgers/order/amounts.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import type { CreditMemo, ReturnAuthorization, ReturnLine, ReturnReceipt } from '../../../../src/domain/return.ts';
import type { RefundLine, StoreRefund } from '../../../../src/domain/sales-order.ts';
import type { ReturnCase } from '../../../../src/ledgers/return/case.ts';
import { judgeGoods } from '../../../../src/ledgers/return/goods.ts';
import { planMoney, type MoneyPlan } from '../../../../src/ledgers/return/plan-money.ts';
import { ReturnPolicy } from '../../../../src/ledgers/return/policy.ts';
import type { Recorded } from '../../../../src/ledgers/return/record.ts';
import { at, eur, line, order, vat } from '../../../support/orders.ts';

/** Two mugs that left; nothing came back. What is paid back is paid by itself unless the overrides say otherwise. */
export function given(overrides: Partial<ReturnCase> = {}, units: Readonly<Record<string, number>> = { 11: 2 }): ReturnCase {
  return {
    reference: 'shop:1001',
    order: order(),
    policy: returnPolicy(),
    returns: {},
    shipped: new Map(Object.entries(units).map(([id, count]) => [id, millionths(String(count))])),
    substitutes: new Map(),
    decisions: {},
    refunds: [],
    cancels: [],
    memos: [],
    repaid: {},
    foreignIds: new Map(),
    pending: 0,
    ...overrides,
  };
}

export function returnPolicy(overrides: Partial<ReturnPolicy> = {}): ReturnPolicy {
  return { ...ReturnPolicy.parse({ storeRefund: 'automatic' }), ...overrides };
}

/** The case with what was recorded; a dispute fails the test. */
export function after(before: ReturnCase, recorded: Recorded): ReturnCase {
  if (recorded.dispute) throw new Error(recorded.dispute.message);
  return { ...before, returns: recorded.returns };
}

export function mugs(units: number | string = 2, overrides: Partial<ReturnLine> = {}): ReturnLine {
  return { lineId: '11', sku: 'MUG-01', quantity: quantity(units), reason: 'too small', ...overrides };
}

export function asked(
  lines: ReturnLine[] = [mugs()],
  id = '',
): Parameters<typeof import('../../../../src/ledgers/return/record.ts').recordRequest>[1] {
  return { id, at: at(100), lines, exchange: [], trackingNumber: null };
}

export function came(units: number | string = 2, overrides: Partial<ReturnReceipt['lines'][number]> = {}): ReturnReceipt['lines'][number] {
  const shelf = { condition: 'sellable', restockedTo: 'A-1', lots: [], serials: [] } as const;
  return { lineId: '11', sku: 'MUG-01', quantity: quantity(units), ...shelf, lots: [], serials: [], ...overrides };
}

export function goodsReceipt(overrides: Partial<ReturnReceipt> = {}): ReturnReceipt {
  return {
    kind: 'return-receipt',
    schema: 1,
    id: 'rr-1',
    number: null,
    reference: 'shop:1001/R1',
    warehouseCode: 'WH',
    receivedAt: at(200),
    final: true,
    lines: [came()],
    updatedAt: at(200),
    ...overrides,
  };
}

export function authorization(overrides: Partial<ReturnAuthorization> = {}): ReturnAuthorization {
  return {
    kind: 'return-authorization',
    schema: 1,
    id: 'rma-5',
    number: 'RMA-5',
    reference: null,
    orderReference: 'shop:1001',
    status: 'open',
    lines: [mugs(1)],
    exchange: [],
    trackingNumber: null,
    updatedAt: at(150),
    ...overrides,
  };
}

/** A credit memo that the ERP made by itself: both mugs, 23.80. */
export function creditMemo(overrides: Partial<CreditMemo> = {}): CreditMemo {
  return {
    kind: 'credit-memo',
    schema: 1,
    id: 'cm-5',
    number: 'CM-5',
    reference: null,
    orderReference: 'shop:1001',
    status: 'posted',
    amount: eur('23.80'),
    lines: [{ lineId: '11', quantity: quantity(2), net: eur('20.00'), tax: eur('3.80') }],
    reason: '',
    updatedAt: at(300),
    ...overrides,
  };
}

export function refundedMugs(units: number): RefundLine {
  return { lineId: '11', quantity: quantity(units), net: eur(`${units}0.00`), taxes: [vat(units === 1 ? '1.90' : '3.80')] };
}

/** A refund that somebody made in the shop: both mugs, 23.80. */
export function storeRefund(overrides: Partial<StoreRefund> = {}): StoreRefund {
  return {
    id: '77',
    at: at(250),
    amount: eur('23.80'),
    reason: 'broken',
    lines: [refundedMugs(2)],
    charges: [],
    restocked: false,
    reference: null,
    ...overrides,
  };
}

/** The case with refunds of the shop, which its order shows too. */
export function withRefunds(before: ReturnCase, refunds: StoreRefund[]): ReturnCase {
  return { ...before, order: { ...before.order, refunds }, refunds };
}

export function money(of: ReturnCase): MoneyPlan {
  return planMoney(of, judgeGoods(of, of.policy));
}

/** What would be paid and booked, in words: "refund R1 23.80". */
export function steps(of: ReturnCase): string[] {
  const { refunds, memos, exceptions } = money(of);
  const sum = (minor: number): string => (minor / 100).toFixed(2);
  return [
    ...refunds.map((each) => `refund ${each.id} ${sum(each.parts.amount.minor)}`),
    ...memos.map((each) => `memo ${each.id} ${sum(each.parts.amount.minor)}`),
    ...exceptions.map((each) => each.key),
  ];
}

/** Three teas of 10.00 in all, with a tax that does not divide either. */
export function threeTeas(): ReturnType<typeof line> {
  return line({
    id: '12',
    sku: 'TEA-02',
    name: 'Tea',
    quantity: quantity(3),
    net: eur('10.00'),
    taxes: [vat('1.90'), vat('0.50', { code: 'X' })],
  });
}
