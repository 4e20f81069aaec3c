import { describe, expect, test } from 'vitest';
import type { SalesOrder, StoreRefund } from '../../../../src/domain/sales-order.ts';
import type { Receipt } from '../../../../src/domain/receipt.ts';
import type { ReturnReceipt } from '../../../../src/domain/return.ts';
import { receiptFor } from '../../../../src/domain/receipt.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import { describeDelivery, describeFact } from '../../../../src/ledgers/order/describe.ts';
import type { OrderFact } from '../../../../src/ledgers/order/facts.ts';
import { emptyLedger, type OrderLedger } from '../../../../src/ledgers/order/ledger.ts';
import { plan } from '../../../../src/ledgers/order/plan.ts';
import { record } from '../../../../src/ledgers/order/record.ts';
import { exchangeFor, returnViews } from '../../../../src/ledgers/order/return-views.ts';
import { ReturnPolicy } from '../../../../src/ledgers/return/policy.ts';
import { at, CODES, erpState, eur, order, policy, shipment, SUBJECT, wmsState } from '../../../support/orders.ts';
import { authorization, came, creditMemo, goodsReceipt, mugs, refundedMugs, storeRefund } from './cases.ts';

type Given = Parameters<typeof ReturnPolicy.parse>[0];

/** An order told fact by fact; `settle` has every planned delivery taken by its party. */
class Life {
  ledger: OrderLedger = emptyLedger(SUBJECT);
  readonly done: string[] = [];
  readonly policy;
  #seconds = 100;

  constructor(given: Given = {}) {
    this.policy = policy({ returns: ReturnPolicy.parse(given) });
  }

  tell(...facts: OrderFact[]): this {
    this.ledger = facts.reduce((held, fact) => record(held, fact), this.ledger);
    return this;
  }

  order(changes: Partial<SalesOrder> = {}): this {
    return this.tell({ kind: 'captured', at: at(++this.#seconds), order: order({ updatedAt: at(this.#seconds), ...changes }) });
  }

  refunds(...refunds: StoreRefund[]): this {
    const minor = refunds.reduce((sum, each) => sum + each.amount.minor, 0);
    return this.order({ refunds, refundedTotal: { minor, currency: 'EUR' } });
  }

  keys(): string[] {
    return this.plan().deliveries.map(({ key }) => key);
  }

  plan() {
    return plan(this.ledger, this.policy, Date.parse(at(5000)));
  }

  asks(): string[] {
    return this.plan().exceptions.map(({ key }) => key);
  }

  settle(answers: Record<string, Partial<Receipt>> = {}): this {
    for (let round = 0; round < 20; round += 1) {
      const { deliveries } = this.plan();
      if (deliveries.length === 0) return this;
      for (const { key, fingerprint, document, connection } of deliveries) {
        this.done.push(key);
        const receipt = {
          ...receiptFor(`f-${key}`, null, { verdict: key.includes('cancel') || key.includes('change') ? 'accepted' : null }),
          ...answers[key],
        };
        this.tell({ kind: 'acknowledged', at: at(++this.#seconds), key, fingerprint, receipt, document, connection });
      }
    }
    throw new Error(`never settles: ${this.keys().join(', ')}`);
  }

  decide(exception: string, choice: string): this {
    if (!this.asks().includes(exception)) throw new Error(`nobody asks ${exception}, only ${this.asks().join(', ')}`);
    return this.tell({ kind: 'decided', at: at(++this.#seconds), exception, choice, by: 'Grace' });
  }

  request(lines = [mugs()], exchange: Extract<OrderFact, { kind: 'return-requested' }>['exchange'] = []): this {
    return this.tell({ kind: 'return-requested', at: at(++this.#seconds), id: '', lines, exchange, trackingNumber: null, by: 'Grace' });
  }

  receive(overrides: Partial<ReturnReceipt> = {}): this {
    return this.tell({
      kind: 'return-receipt',
      at: at(++this.#seconds),
      receipt: goodsReceipt({ updatedAt: at(this.#seconds), ...overrides }),
    });
  }

  document(key: string) {
    return this.plan().deliveries.find((each) => each.key === key)?.document;
  }
}

/** Both mugs left and everybody knows. */
function delivered(given: Given = {}, changes: Partial<SalesOrder> = {}): Life {
  const life = new Life(given)
    .tell({ kind: 'matched', at: at(1), codes: { ...CODES } })
    .order(changes)
    .settle();
  life.tell({ kind: 'order-state', at: at(20), state: erpState({ id: 'f-erp.sales-order' }) }).settle();
  life
    .tell({ kind: 'fulfillment-state', at: at(60), state: wmsState({ milestone: 'shipped', shipments: [shipment()], updatedAt: at(60) }) })
    .settle();
  life.done.length = 0;
  return life;
}

describe('a return that a person asks for', () => {
  test('goes to the ERP and the warehouse; what came is paid back, then booked', () => {
    const life = delivered().request();
    expect(life.keys()).toEqual(['erp.return-order/R1', 'wms.return-notice/R1']);
    expect(life.document('wms.return-notice/R1')).toMatchObject({
      reference: 'shop:1001/R1',
      orderReference: 'shop:1001',
      warehouseCode: 'WH-WMS',
      lines: [{ lineId: '11', itemCode: 'MUG-01', quantity: quantity(2), reason: 'too small' }],
    });
    expect(life.document('erp.return-order/R1')).toMatchObject({
      orderForeignId: 'f-erp.sales-order',
      lines: [{ foreignLineId: 'sol-1', itemCode: 'ITEM-1' }],
    });
    life.settle().receive();
    expect(life.asks()).toEqual(['refund.to-approve:R1:2380']);
    expect(returnViews(life.ledger, life.plan())).toMatchObject([
      { id: 'R1', status: 'received', refund: 'to-approve', refunded: eur('0') },
    ]);
    life.decide('refund.to-approve:R1:2380', 'approve');
    expect(life.document('store.refund/R1')).toMatchObject({
      reference: 'shop:1001/R1/refund',
      amount: eur('23.80'),
      callGateway: false,
      restock: false,
    });
    life.settle();
    expect(life.done).toEqual(['erp.return-order/R1', 'wms.return-notice/R1', 'store.refund/R1', 'erp.credit-memo/R1']);
    expect(returnViews(life.ledger)).toMatchObject([
      { status: 'refunded', refund: 'made', refunded: eur('23.80'), creditMemo: 'f-erp.credit-memo/R1', number: 'f-erp.return-order/R1' },
    ]);
    expect(returnViews(life.ledger)[0]?.lines).toMatchObject([
      {
        lineId: '11',
        name: 'Mug',
        announced: '2',
        received: '2',
        refunded: '2',
        conditions: [{ condition: 'sellable', quantity: '2', restockedTo: 'A-1' }],
      },
    ]);
  });

  test('is booked with the number of the return, its lines and its taxes', () => {
    const life = delivered({ storeRefund: 'automatic' }).request().settle().receive();
    life.tell({
      kind: 'acknowledged',
      at: at(900),
      ...life.plan().deliveries.find(({ key }) => key === 'store.refund/R1')!,
      receipt: receiptFor('77'),
    });
    expect(life.document('erp.credit-memo/R1')).toMatchObject({
      reference: 'shop:1001/R1/credit',
      orderForeignId: 'f-erp.sales-order',
      returnForeignId: 'f-erp.return-order/R1',
      amount: eur('23.80'),
      lines: [
        { lineId: '11', foreignLineId: 'sol-1', itemCode: 'ITEM-1', net: eur('20.00'), taxes: [{ code: 'VAT19', amount: eur('3.80') }] },
      ],
    });
  });

  test('is told and paid once, whatever comes twice, late or again', () => {
    const life = delivered({ storeRefund: 'automatic' }).request().settle().receive().settle();
    const done = [...life.done];
    const refund = storeRefund({ id: 'f-store.refund/R1', reference: 'shop:1001/R1/refund' });
    life
      .refunds(refund)
      .refunds(refund)
      .receive()
      .receive({ updatedAt: at(1) })
      .request([mugs()])
      .settle();
    life.tell({ kind: 'credit-memo', at: at(990), memo: creditMemo({ reference: 'shop:1001/R1/credit' }) }).settle();
    life.tell({ kind: 'credit-memo', at: at(991), memo: creditMemo({ reference: 'shop:1001/R1/credit' }) }).settle();
    expect(life.done).toEqual(done);
    expect(returnViews(life.ledger)).toMatchObject([{ creditMemo: 'CM-5' }]);
  });

  test('of goods that never left is disputed until it is asked for rightly', () => {
    const life = delivered().request([mugs(3)]);
    expect(life.plan()).toMatchObject({
      deliveries: [],
      exceptions: [{ code: 'return.not-shipped', message: '3 × MUG-01 should come back, but 2 left.' }],
    });
    expect(life.ledger.returns).toEqual({});
    expect(life.request([mugs(1)]).asks()).toEqual([]);
  });

  test('is not announced nor booked where policy says so', () => {
    expect(delivered({ announce: false, bookReturns: false }).request().keys()).toEqual([]);
  });

  test('of a tracked parcel is announced again when its number comes', () => {
    const life = delivered().request().settle();
    life.tell({
      kind: 'return-authorization',
      at: at(900),
      authorization: authorization({ reference: 'shop:1001/R1', lines: [mugs()], trackingNumber: 'T-9' }),
    });
    expect(life.keys()).toEqual(['wms.return-notice/R1']);
    expect(life.settle().receive().keys()).toEqual([]);
  });

  test('for an exchange shows what goes out instead, and the new order what it is for', () => {
    const life = delivered({ storeRefund: 'automatic' }).request([mugs()], [{ sku: 'TEA-02', quantity: quantity(1) }]);
    expect(returnViews(life.ledger)).toMatchObject([{ status: 'announced', exchange: [{ sku: 'TEA-02', quantity: '1' }] }]);
    expect(life.settle().receive().asks()).toEqual(['refund.to-approve:R1:2380']);
    expect(exchangeFor({ order: order({ extensions: { crossdock_exchange_for: 'shop:1001/R1' } }) })).toBe('shop:1001/R1');
    expect(exchangeFor({ order: order() })).toBeNull();
  });
});

describe('money that goes back first in the shop', () => {
  test('for goods that had left has one credit memo, and the goods are expected', () => {
    const life = delivered().refunds(storeRefund()).settle();
    expect(life.done).toEqual(['erp.return-order/S-77', 'wms.return-notice/S-77', 'erp.credit-memo/refund-77']);
    expect(returnViews(life.ledger)).toMatchObject([
      { id: 'S-77', origin: 'shop', status: 'announced', refund: 'made', refunded: eur('23.80') },
    ]);
    life.receive({ reference: 'shop:1001/S-77', lines: [came(2, { condition: 'damaged' })] }).settle();
    expect(life.asks()).toEqual([]);
    expect(life.done).toHaveLength(3);
    expect(returnViews(life.ledger)).toMatchObject([{ status: 'refunded' }]);
  });

  test.each<[string, Given, StoreRefund]>([
    ['when policy wants only the money', { goodsOfRefunds: 'money-only' }, storeRefund()],
    ['when the shop restocked them', {}, storeRefund({ restocked: true })],
    [
      'when it is money only',
      {},
      storeRefund({ lines: [], charges: [{ chargeId: '31', net: eur('5.00'), taxes: [] }], amount: eur('5.00') }),
    ],
  ])('expects no goods %s', (_, given, refund) => {
    expect(delivered(given).refunds(refund).settle().done).toEqual(['erp.credit-memo/refund-77']);
  });

  test('as shipping only names the charge in the credit memo', () => {
    const life = delivered().refunds(
      storeRefund({ lines: [], charges: [{ chargeId: '31', net: eur('5.00'), taxes: [] }], amount: eur('5.00') }),
    );
    expect(life.document('erp.credit-memo/refund-77')).toMatchObject({
      lines: [],
      charges: [{ id: '31', kind: 'shipping', net: eur('5.00') }],
      amount: eur('5.00'),
    });
  });

  test('is not paid again when the ERP books the same by itself', () => {
    const life = delivered({ storeRefund: 'automatic', creditMemos: 'erp' }).refunds(storeRefund({ restocked: true }));
    life.tell({ kind: 'credit-memo', at: at(900), memo: creditMemo() }).settle();
    expect(life.done).toEqual([]);
    expect(life.asks()).toEqual([]);
  });
});

describe('money that goes back first in the ERP', () => {
  test('is refunded once in the shop', () => {
    const life = delivered({ storeRefund: 'automatic' });
    life.tell({ kind: 'credit-memo', at: at(900), memo: creditMemo() }).settle();
    expect(life.done).toEqual(['store.refund/memo-cm-5']);
    life.refunds(storeRefund({ id: 'f-store.refund/memo-cm-5', reference: 'shop:1001/memo-cm-5/refund' }));
    life.tell({ kind: 'credit-memo', at: at(950), memo: creditMemo({ status: 'paid', updatedAt: at(940) }) }).settle();
    expect(life.done).toHaveLength(1);
    expect(Object.keys(life.ledger.returns)).toEqual([]);
  });

  test('is disputed in another currency, or below nothing, until it is put right', () => {
    const life = delivered({ storeRefund: 'automatic' });
    const wrong = creditMemo({ amount: { minor: 100, currency: 'USD' } });
    life.tell({ kind: 'credit-memo', at: at(900), memo: wrong });
    expect(life.plan()).toMatchObject({
      deliveries: [],
      exceptions: [
        { code: 'fact.contradiction', message: 'Credit memo CM-5 of the ERP is over 1.00 USD, but order 1001 was paid in EUR.' },
      ],
    });
    expect(life.ledger.creditMemos).toEqual({});
    const before = life.ledger;
    expect(life.tell({ kind: 'credit-memo', at: at(901), memo: wrong }).ledger).toBe(before);
    expect(life.tell({ kind: 'credit-memo', at: at(902), memo: creditMemo({ amount: eur('-1.00') }) }).asks()).toEqual([
      'fact.contradiction:credit-memo:cm-5',
    ]);
    expect(life.tell({ kind: 'credit-memo', at: at(903), memo: creditMemo() }).asks()).toEqual([]);
  });
});

describe('a return that begins elsewhere', () => {
  test('in the ERP is only announced to the warehouse', () => {
    const life = delivered({ storeRefund: 'automatic' });
    life.tell({ kind: 'return-authorization', at: at(900), authorization: authorization() }).settle();
    expect(life.done).toEqual(['wms.return-notice/E-rma-5']);
    life.receive({ reference: 'shop:1001/E-rma-5', lines: [came(1)] });
    expect(life.keys()).toEqual(['store.refund/E-rma-5']);
  });

  test('at the warehouse waits for a person, is then booked in the ERP and paid', () => {
    const life = delivered({ storeRefund: 'automatic' }).receive({ reference: 'shop:1001', lines: [came(1)] });
    expect(life.keys()).toEqual([]);
    life.decide('return.unannounced:W-rr-1', 'accept').settle();
    expect(life.done).toEqual(['erp.return-order/W-rr-1', 'store.refund/W-rr-1', 'erp.credit-memo/W-rr-1']);
    const other = delivered({ storeRefund: 'automatic' }).receive({ reference: 'shop:1001' }).decide('return.unannounced:W-rr-1', 'reject');
    expect(other.plan()).toMatchObject({ deliveries: [], exceptions: [] });
    expect(returnViews(other.ledger)).toMatchObject([{ status: 'closed' }]);
  });

  test('with goods that nobody wanted any more asks for them back, and pays nothing for them', () => {
    const life = delivered().refunds(storeRefund({ lines: [], amount: eur('0.01') }));
    const lines = [{ ...order().lines[0]!, quantity: quantity(1), net: eur('10.00'), taxes: [] }];
    life.order({ lines, total: eur('15.95'), taxTotal: eur('0.95') }).settle();
    life.decide('order.shipped-more-than-wanted:11', 'return').settle();
    expect(returnViews(life.ledger)).toMatchObject([{ id: 'R1', status: 'announced', lines: [{ announced: '1' }] }]);
    const { done } = life;
    life.receive({ lines: [came(1)] }).settle();
    expect(life.done).toBe(done);
    expect(life.done.filter((key) => key.startsWith('store.refund'))).toEqual([]);
  });
});

describe('an order that is not billed', () => {
  test('and was refunded whole before anything left has no credit memo', () => {
    const life = new Life()
      .tell({ kind: 'matched', at: at(1), codes: { ...CODES } })
      .order()
      .settle();
    life.order({ status: 'refunded', refunds: [storeRefund({ lines: [], amount: eur('29.75') })], refundedTotal: eur('29.75') }).settle();
    expect(life.done.filter((key) => key.startsWith('erp.credit-memo') || key.startsWith('store.'))).toEqual([]);
    expect(life.ledger.returns).toEqual({});
  });

  test('in part, because its units had not left, has no credit memo for them', () => {
    const life = new Life()
      .tell({ kind: 'matched', at: at(1), codes: { ...CODES } })
      .order()
      .settle();
    life.refunds(storeRefund({ amount: eur('11.90'), lines: [refundedMugs(1)] })).settle();
    expect(life.done.filter((key) => key.startsWith('erp.credit-memo') || key.includes('return'))).toEqual([]);
  });
});

describe('units that the shop took back too late', () => {
  test('because they left all the same are owed a credit memo, and may be asked back', () => {
    const life = new Life()
      .tell({ kind: 'matched', at: at(1), codes: { ...CODES } })
      .order()
      .settle();
    life.tell({ kind: 'order-state', at: at(20), state: erpState({ id: 'f-erp.sales-order' }) }).settle();
    life.refunds(storeRefund({ amount: eur('11.90'), lines: [refundedMugs(1)] }));
    life.settle({ 'wms.change/1': { verdict: 'too-late' } });
    expect(life.done).not.toContain('erp.credit-memo/refund-77');
    life
      .tell({
        kind: 'fulfillment-state',
        at: at(300),
        state: wmsState({ milestone: 'shipped', shipments: [shipment()], updatedAt: at(300) }),
      })
      .settle();
    expect(life.done).toContain('erp.credit-memo/refund-77');
    life.decide('order.shipped-more-than-wanted:11', 'return').settle();
    life.receive({ lines: [came(1)] }).settle();
    expect(life.done.filter((key) => key.startsWith('store.refund'))).toEqual([]);
    expect(life.done.filter((key) => key.startsWith('erp.credit-memo'))).toHaveLength(1);
  });
});

describe('an acknowledgement that does not say what was asked for', () => {
  test('still keeps the refund from being made again', () => {
    const life = delivered({ storeRefund: 'automatic' }).request().settle().receive();
    const [delivery] = life.plan().deliveries;
    expect(delivery?.key).toBe('store.refund/R1');
    life.tell({ kind: 'acknowledged', at: at(900), key: 'store.refund/R1', fingerprint: delivery!.fingerprint, receipt: receiptFor('77') });
    expect(life.keys()).toEqual([]);
    expect(life.refunds(storeRefund({ id: '77', reference: 'shop:1001/R1/refund' })).keys()).toEqual(['erp.credit-memo/R1']);
  });
});

describe('the trace', () => {
  test.each<[OrderFact, string, string]>([
    [
      { kind: 'return-requested', at: at(1), id: '', lines: [mugs()], exchange: [], trackingNumber: 'T-1', by: 'Grace' },
      'Grace asked for a return',
      '2 × MUG-01; tracking number T-1',
    ],
    [
      {
        kind: 'return-requested',
        at: at(1),
        id: '',
        lines: [mugs(1)],
        exchange: [{ sku: 'TEA', quantity: quantity(1) }],
        trackingNumber: null,
        by: 'Grace',
      },
      'Grace asked for an exchange',
      '1 × MUG-01; 1 × TEA should go out instead',
    ],
    [{ kind: 'return-authorization', at: at(1), authorization: authorization() }, 'The ERP expects a return', 'RMA-5: 1 × MUG-01'],
    [
      { kind: 'return-receipt', at: at(1), receipt: goodsReceipt({ final: false }) },
      'Goods came back to the warehouse',
      'rr-1: 2 × MUG-01 (sellable, put to A-1); more may come',
    ],
    [{ kind: 'credit-memo', at: at(1), memo: creditMemo({ reason: 'Return' }) }, 'The ERP posted a credit memo', 'CM-5, 23.80 EUR: Return'],
  ])('says what happened', (fact, title, detail) => {
    expect(describeFact(fact)).toMatchObject({ title, detail });
  });

  test.each([
    ['erp.return-order/R1', 'Return R1 to the ERP'],
    ['wms.return-notice/R1', 'Notice of return R1 to the warehouse'],
    ['store.refund/R1~2', 'Refund for return R1 to the shop'],
    ['store.refund/memo-cm-5', 'Refund for credit memo cm-5 of the ERP to the shop'],
    ['store.refund/R1/memo-cm-5', 'Refund for return R1 and credit memo cm-5 of the ERP to the shop'],
    ['erp.credit-memo/refund-77', 'Credit memo for refund 77 of the shop to the ERP'],
    ['store.refund/drop-short-1-11-1', 'Refund for units that nobody will ship to the shop'],
  ])('says what %s does', (key, words) => {
    expect(describeDelivery(key)).toBe(words);
  });
});
