import { Milestone } from '../../../../src/domain/milestone.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import { receiptFor, Verdict } from '../../../../src/domain/receipt.ts';
import type { SalesOrderState } from '../../../../src/domain/sales-order-state.ts';
import { SalesOrderStage } from '../../../../src/domain/sales-order-state.ts';
import { SalesOrderStatus } from '../../../../src/domain/sales-order.ts';
import type { Shipment } from '../../../../src/domain/shipment.ts';
import { at, erpLine, erpState, parcel, shipment, wmsState } from '../../../support/orders.ts';
import { authorization, came, creditMemo, goodsReceipt, mugs } from '../return/cases.ts';
import { defaultReceipt } from '../order/story.ts';
import type { Life } from './life.ts';
import type { Step } from './sequences.ts';
import { refundOf, sold } from './sold.ts';

// Facts as no honest party would tell them: in any order, twice, late, against each other, with odd values that a schema lets through.

const LINES = ['11', '12', '13', '99', '__proto__', '', 'constructor', '11'] as const;
const ODD = ['1', '2', '0', '3', '0.5', '-1', '0.000001', '99999999999999999999'] as const;
const IDS = ['sh-1', 'sh-2', 'sh-3', '__proto__', 'sh-1', 'sh-2', 'toString', 'sh-4'] as const;
const NUMBERS = ['T-1', 'T-2', null, '', 'T-1', 'T-1', 'T-2', null] as const;
const TIMES = [0, 1, 2, 3, 4, 5, 6].map((n) => at(n * 100));
const time = (n: number): string => TIMES[n] ?? 'no time';
const pick = <T>(from: readonly T[], n: number): T => from[n % from.length]!;
const odd = (n: number) => ({ value: pick(ODD, n), unit: 'C62' });

function orderFact(life: Life, [, a, b, c]: Step): void {
  const status = pick<SalesOrderStatus>(
    ['processing', 'processing', 'processing', 'cancelled', 'on-hold', 'completed', 'refunded', 'deleted'],
    c,
  );
  const refunds = b < 5 ? [] : [refundOf(`r${b}`, b === 7 ? { 11: 2 } : { 11: 1, 12: b - 5 }, time(b))];
  const units = pick<Record<string, number>>(
    [{ 11: 2 }, { 11: 1 }, { 11: 3, 12: 1 }, { 12: 2 }, { 11: 1, 12: 1, 13: 1 }, { 11: 4 }, {}, { 11: 2, 12: 2 }],
    a,
  );
  const note = b === 4 ? 'ring' : '';
  life.tell({
    kind: 'captured',
    at: life.time(),
    order: sold(units, refunds, { status, storeStatus: status, note, updatedAt: time((a + b + c) % 8) }),
  });
}

function erpFact(life: Life, [, a, b, c]: Step): void {
  const stage = pick<SalesOrderStage>(['reserved', 'reserved', ...SalesOrderStage.options], a);
  const of = (id: string, ordered: number, reserved: number): SalesOrderState['lines'][number] =>
    erpLine({ id, foreignId: `sol-${id}`, ordered: odd(ordered), reserved: odd(reserved), refused: c === 6 });
  const lines = c === 7 ? [] : [of(pick(LINES, c), b, b), of('12', 1, c % 4)];
  life.tell({ kind: 'order-state', at: life.time(), state: erpState({ stage, lines, total: null, taxTotal: null, updatedAt: time(c) }) });
}

function parcelOf(number: number, [, a, b, c]: Step): Shipment {
  const lines = [{ lineId: pick(LINES, b), sku: c === 5 ? 'MUG-02' : 'MUG-01', quantity: odd(c), lots: [], serials: [], packageId: null }];
  const packages = [parcel({ trackingNumber: pick(NUMBERS, a + c), carrierCode: b === 6 ? 'ups' : 'dhl' })];
  return shipment({
    id: pick(IDS, a),
    fulfillmentReference: `shop:1001/${number}`,
    voidedAt: c === 6 ? at(90) : null,
    shippedAt: time(b),
    lines,
    packages,
  });
}

function wmsFact(life: Life, step: Step, withParcel: boolean): void {
  const [, a, b, c] = step;
  const number = b < 5 ? 1 : b - 3;
  const counts = { requested: quantity(3), picked: quantity(0), shipped: quantity(0), short: odd(c), reason: null, substitute: null };
  const lines = b % 3 === 2 ? [{ lineId: pick(LINES, a), ...counts }] : [];
  const milestone = pick<Milestone>([...Milestone.options], withParcel ? 4 + (a % 6) : a + c);
  const shipments = withParcel ? [parcelOf(number, step)] : [];
  const state = wmsState({
    id: `fo-${number}`,
    reference: `shop:1001/${number}`,
    milestone,
    lines,
    shipments,
    updatedAt: time((b + c) % 8),
  });
  life.tell({ kind: 'fulfillment-state', at: life.time(), state });
}

const KEYS = [
  'erp.customer',
  'erp.sales-order',
  'wms.fulfillment-order/1',
  'wms.cancel/1',
  'erp.cancel',
  'store.shipment/sh-1',
  'constructor',
  'erp.change',
];

/** Receipts and refusals of what was never planned. */
function forged(life: Life, [, a, b, c]: Step): void {
  const key = pick(KEYS, a);
  const fingerprint = `forged-${b}`;
  life.settled.delete(key);
  life.isForged = true;
  if (c < 3) return life.tell({ kind: 'refused', at: time(b), key, fingerprint, code: 'delivery.refused', reason: 'No.' });
  const receipt = { ...defaultReceipt(key), verdict: c < 5 ? null : pick(Verdict.options, b) };
  life.tell({ kind: 'acknowledged', at: time(b), key, fingerprint, receipt });
}

function goodsFact(life: Life, [, a, b, c]: Step): void {
  const at_ = life.time();
  const id = pick(['x', 'y', '__proto__', 'R1'], b);
  const reference = pick(['shop:1001', 'shop:1001/R1', 'shop:1001/R9', 'shop:1001/E-x'], c);
  if (a < 2)
    return life.tell({
      kind: 'return-requested',
      at: at_,
      id: b < 4 ? '' : 'R1',
      lines: [mugs(pick(ODD, c))],
      exchange: [],
      trackingNumber: null,
      by: 'Grace',
    });
  if (a < 4)
    return life.tell({
      kind: 'return-authorization',
      at: at_,
      authorization: authorization({ id, lines: [mugs(pick(ODD, c))], updatedAt: time(c) }),
    });
  if (a < 6)
    return life.tell({
      kind: 'return-receipt',
      at: at_,
      receipt: goodsReceipt({ id, reference, final: b > 3, updatedAt: time(b), lines: [came(pick(ODD, c))] }),
    });
  life.tell({
    kind: 'credit-memo',
    at: at_,
    memo: creditMemo({
      id,
      amount: { minor: pick([1190, 2380, 500, 99_999, -1], c), currency: b === 7 ? 'USD' : 'EUR' },
      updatedAt: time(b),
    }),
  });
}

function answer(life: Life, [, a, b]: Step): void {
  const { deliveries } = life.planned;
  const delivery = deliveries[a % Math.max(1, deliveries.length)];
  if (!delivery) return;
  const isAsked = /cancel|change/.test(delivery.key);
  const lines =
    delivery.document.kind === 'fulfillment-change'
      ? delivery.document.order.lines.map(({ id }) => ({ lineId: id, quantity: odd(b) }))
      : null;
  const verdict: Verdict = b < 5 ? 'accepted' : pick(['too-late', 'partly', 'refused'] as const, b);
  const receipt = { ...defaultReceipt(delivery.key), ...(isAsked && { verdict, lines: verdict === 'partly' ? lines : null }) };
  life.acknowledge(delivery, delivery.document.kind === 'refund' ? receiptFor(`w-${delivery.document.reference}`) : receipt);
}

function person(life: Life, [, a, b, c]: Step): void {
  if (a < 4) return life.decide(b, c);
  if (a === 4) return life.tell({ kind: 'held', at: life.time(), reason: 'Odd', by: 'Grace' });
  if (a === 5) return life.tell({ kind: 'decided', at: life.time(), exception: 'constructor', choice: 'approve', by: 'Grace' });
  life.tell({ kind: 'retried', at: life.time(), key: b < 4 ? null : pick(KEYS, c), by: 'Grace' });
}

function repeat(life: Life, [, a, b]: Step): void {
  const fact = life.told[(a * 8 + b) % Math.max(1, life.told.length)];
  if (fact && fact.kind !== 'retried') {
    if (fact.kind === 'acknowledged') life.settled.delete(fact.key);
    life.tell(fact);
  }
}

const KINDS: readonly ((life: Life, step: Step) => void)[] = [
  answer,
  answer,
  answer,
  orderFact,
  orderFact,
  erpFact,
  erpFact,
  (life, step) => wmsFact(life, step, true),
  (life, step) => wmsFact(life, step, true),
  (life, step) => wmsFact(life, step, false),
  goodsFact,
  person,
  repeat,
  forged,
];

export const RAW_KINDS = KINDS.length;

export function tellRaw(life: Life, step: Step): void {
  KINDS[step[0]]?.(life, step);
}

/** Whatever is planned is taken. */
export function takeAll(life: Life): void {
  life.settle((delivery) => {
    const isAsked = /cancel|change/.test(delivery.key);
    const { document } = delivery;
    const receipt = { ...defaultReceipt(delivery.key), verdict: isAsked ? ('accepted' as const) : null };
    life.acknowledge(delivery, document.kind === 'refund' ? receiptFor(`w-${document.reference}`) : receipt);
  });
}
