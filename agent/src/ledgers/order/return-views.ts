import type { ReturnView } from '../../domain/order-view.ts';
import type { Plan } from '../../domain/plan.ts';
import type { ReturnReceipt } from '../../domain/return.ts';
import type { Placed } from '../return/case.ts';
import { judgeGoods, type Goods } from '../return/goods.ts';
import { receivedLines } from '../return/promised.ts';
import { collectRepayments, unitsOf, type Repayment } from '../return/repayments.ts';
import { decimal } from './amounts.ts';
import { extensionOf } from './condition.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger } from './ledger.ts';
import { OrderPolicy } from './policy.ts';
import { returnCase } from './return-case.ts';
import { standingOf } from './standing.ts';

const USUAL = OrderPolicy.parse({ erp: 'erp', wms: 'wms' });

/** The extension of an exchange's new order that names the return for which it goes out ("shop:1001/R1"). */
const EXCHANGE_FOR = 'crossdock_exchange_for';

/** All returns of an order as people see them. With the plan they also tell what is about to happen to the money. */
export function returnViews(ledger: OrderLedger, plan: Plan | null = null, policy: OrderPolicy = USUAL): ReturnView[] {
  const { order } = ledger;
  if (!order || Object.keys(ledger.returns).length === 0) return [];
  const given = returnCase(ledger, order, policy.returns, standingOf(ledger, order, policy));
  const { repayments } = collectRepayments(given);
  return judgeGoods(given, policy.returns).map((goods) => {
    const mine = repayments.filter((each) => each.returnId === goods.held.id);
    const { id, reference, origin, erp, foreign, trackingNumber, requestedAt, exchange } = goods.held;
    const paid = mine.reduce((sum, each) => sum + each.parts.amount.minor, 0);
    return {
      id,
      reference,
      origin,
      status: statusOf(goods, mine, plan, ledger),
      number: erp?.number ?? foreign?.number ?? foreign?.id ?? null,
      trackingNumber,
      requestedAt,
      lines: linesOf(ledger, goods, mine, receivedLines(given, goods.held)),
      exchange: exchange.map(({ sku, quantity }) => ({ sku, quantity: quantity.value })),
      refund: refundOf(id, mine, plan),
      refunded: { minor: paid, currency: order.currency },
      creditMemo: mine.map(({ memo }) => memo?.number ?? memo?.id ?? null).find((each) => each !== null) ?? null,
    };
  });
}

/** The return for which an order goes out instead ("shop:1001/R1"), null for any other order. */
export function exchangeFor({ order }: Pick<OrderLedger, 'order'>): string | null {
  const named = order && extensionOf(order, EXCHANGE_FOR);
  return typeof named === 'string' && named !== '' ? named : null;
}

function statusOf(
  { held, state, payable, waits }: Goods,
  mine: readonly Repayment[],
  plan: Plan | null,
  ledger: OrderLedger,
): ReturnView['status'] {
  if (state === 'over') return 'closed';
  if (state === 'announced' || state === 'impossible') return 'announced';
  if (state === 'partly-received') return 'partly-received';
  if (mine.length > 0 && refundOf(held.id, [], plan) === 'none') return 'refunded';
  const isRejected = Object.entries(ledger.decisions).some(([key, { choice }]) => choice === 'reject' && isAbout(key, held.id));
  return !waits && (payable.length === 0 || isRejected) ? 'closed' : 'received';
}

function refundOf(returnId: string, mine: readonly Repayment[], plan: Plan | null): ReturnView['refund'] {
  if (plan?.exceptions.some(({ key }) => isAbout(key, returnId))) return 'to-approve';
  const prefix = KEYS.refund(returnId);
  if (plan?.deliveries.some(({ key }) => key === prefix || key.startsWith(`${prefix}~`) || key.startsWith(`${prefix}/`))) return 'planned';
  return mine.length > 0 ? 'made' : 'none';
}

/** True for the question whether to pay the money of a return, or more of it. */
function isAbout(key: string, returnId: string): boolean {
  const prefix = `refund.to-approve:${returnId}`;
  return key.startsWith(`${prefix}:`) || key.startsWith(`${prefix}~`) || key.startsWith(`${prefix}/`);
}

type Came = Placed<ReturnReceipt['lines'][number]>;

function linesOf(ledger: OrderLedger, goods: Goods, mine: readonly Repayment[], came: readonly Came[]): ReturnView['lines'] {
  const refunded = unitsOf(mine.flatMap((each) => each.parts.lines));
  return [...new Set([...goods.announced.keys(), ...goods.received.keys()])].map((lineId) => {
    const line = ledger.order?.lines.find((each) => each.id === lineId) ?? own(ledger.ordered, lineId);
    const here = came.filter((each) => each.lineId === lineId && each.units > 0);
    const sku = line?.sku ?? here[0]?.from.sku ?? lineId.replace(/^sku:/, '');
    return {
      lineId: line ? lineId : null,
      sku,
      name: line?.name ?? sku,
      reason: goods.held.lines.find((each) => each.lineId === lineId || (each.lineId === null && each.sku === sku))?.reason ?? '',
      announced: decimal(goods.announced.get(lineId) ?? 0),
      received: decimal(goods.received.get(lineId) ?? 0),
      refunded: decimal(refunded.get(lineId) ?? 0),
      conditions: here.map(({ from, units }) => ({ condition: from.condition, quantity: decimal(units), restockedTo: from.restockedTo })),
    };
  });
}
