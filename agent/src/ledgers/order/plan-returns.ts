import { fingerprint } from '../../domain/fingerprint.ts';
import type { OutboundCreditMemo, OutboundRefund, OutboundReturnNotice, OutboundReturnOrder } from '../../domain/outbound.ts';
import { judgeGoods, type Goods } from '../return/goods.ts';
import { planMoney, type MoneyPlan } from '../return/plan-money.ts';
import type { Repayment } from '../return/repayments.ts';
import { millionths } from './amounts.ts';
import { raise, wish, type Draft } from './draft.ts';
import { isAccepted } from './record-receipt.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger, type Told } from './ledger.ts';
import { checkCodes } from './missing.ts';
import { returnCase } from './return-case.ts';
import { creditMemoDocument, refundDocument, returnNoticeDocument, returnOrderDocument, wayBack } from './return-documents.ts';
import type { Standing } from './standing.ts';
import { isGone } from './status.ts';

/** Asks the ERP and the warehouse for the goods that come back, and gives the money back once in the shop and once in the ERP. */
export function planReturns(draft: Draft, exported: Told, standing: Standing): void {
  if (isQuiet(draft.ledger)) return;
  const given = returnCase(draft.ledger, draft.order, draft.policy.returns, standing, pendingIn(draft));
  const goods = judgeGoods(given, draft.policy.returns);
  for (const each of goods) {
    for (const exception of each.exceptions) raise(draft, exception);
    if (isExpected(draft, each)) planGoods(draft, exported, each);
  }
  const money = planMoney(given, goods);
  for (const exception of money.exceptions) raise(draft, exception);
  for (const each of money.refunds) wishRefund(draft, each);
  if (takesMemos(draft, standing)) for (const each of billed(draft, money)) wishMemo(draft, exported, each);
}

/** Nothing ever came or went back. */
function isQuiet({ returns, creditMemos, order, repaid }: OrderLedger): boolean {
  const empty = (record: object): boolean => Object.keys(record).length === 0;
  return empty(returns) && empty(creditMemos) && empty(repaid) && order?.refunds.length === 0;
}

/** Goods that the shop refunded are only waited for when policy says so. */
function isExpected({ policy }: Draft, { held, state }: Goods): boolean {
  const isMoneyOnly = held.origin === 'shop' && policy.returns.goodsOfRefunds === 'money-only';
  return state !== 'over' && state !== 'impossible' && !isMoneyOnly;
}

function planGoods(draft: Draft, exported: Told, goods: Goods): void {
  const { held, exceptions } = goods;
  const isAsked = held.origin === 'warehouse' && exceptions.some(({ code }) => code === 'return.unannounced');
  if (!isAsked) wishReturnOrder(draft, exported, goods);
  if (held.origin !== 'warehouse' && goods.state === 'announced') wishNotice(draft, goods);
}

function wishReturnOrder(draft: Draft, exported: Told, goods: Goods): void {
  const { ledger, policy } = draft;
  const { held } = goods;
  const key = KEYS.returnOrder(held.id);
  const orderId = exported.receipt.foreign?.id ?? ledger.erp?.id;
  if (held.origin === 'erp' || held.erp || held.foreign || !policy.returns.bookReturns) return;
  if (orderId === undefined || ledger.erp?.stage === 'cancelled' || own(ledger.receipts, key)) return;
  const connection = exported.connection ?? policy.erp;
  const document = (): OutboundReturnOrder => returnOrderDocument(draft, goods, connection, orderId);
  if (document().lines.length === 0) return;
  wish(draft, { key, connection, lane: 'orders', meaning: fingerprint([held.reference, unitsOf(document())]), codes: codesIn, document });
}

function wishNotice(draft: Draft, goods: Goods): void {
  const { policy } = draft;
  const { held } = goods;
  if (!policy.returns.announce) return;
  const { connection, location } = wayBack(draft, goods);
  const at = { ...draft, policy: { ...policy, wms: connection } };
  if (!checkCodes(at, [{ kind: 'location', side: 'wms', key: location }])) return;
  const document = (): OutboundReturnNotice => returnNoticeDocument(at, goods, location);
  if (document().lines.length === 0) return;
  const meaning = fingerprint([held.reference, held.trackingNumber, unitsOf(document())]);
  wish(draft, { key: KEYS.returnNotice(held.id), connection, lane: 'orders', meaning, codes: codesIn, document });
}

function unitsOf({ lines }: OutboundReturnOrder | OutboundReturnNotice): unknown {
  return lines.map(({ lineId, quantity }) => [lineId, quantity.value]);
}

function codesIn({ lines, ...rest }: OutboundReturnOrder | OutboundReturnNotice | OutboundCreditMemo): unknown {
  const items = lines.map((line) => [line.itemCode, line.foreignLineId]);
  return ['warehouseCode' in rest ? rest.warehouseCode : rest.orderForeignId, items];
}

function wishRefund(draft: Draft, money: MoneyPlan['refunds'][number]): void {
  const { ledger, order } = draft;
  const key = KEYS.refund(money.id);
  // What the shop took once is never asked for again, whatever it would come to by now.
  if (own(ledger.receipts, key)) return;
  const document = (): OutboundRefund => refundDocument(draft, money);
  wish(draft, { key, connection: order.connection, lane: 'orders', meaning: fingerprint(document()), document });
}

function wishMemo(draft: Draft, exported: Told, money: MoneyPlan['memos'][number]): void {
  const { ledger, policy } = draft;
  const key = KEYS.creditMemo(money.id);
  const orderId = exported.receipt.foreign?.id ?? ledger.erp?.id;
  if (orderId === undefined || own(ledger.receipts, key)) return;
  // A credit memo names the return in the ERP, and an order that is being changed there comes out otherwise: these go first.
  const first = [KEYS.erpChange, ...(money.returnId === null ? [] : [KEYS.returnOrder(money.returnId)])];
  if (draft.deliveries.some((each) => first.includes(each.key))) return;
  const connection = exported.connection ?? policy.erp;
  const document = (): OutboundCreditMemo => creditMemoDocument(draft, money, connection, orderId);
  const meaning = fingerprint([money.id, money.parts]);
  wish(draft, { key, connection, lane: 'orders', meaning, codes: codesIn, document });
}

/** Nothing is credited on an order that the ERP never bills: one that was cancelled there, or that is still being cut down to what left. */
function takesMemos({ ledger, order }: Draft, { balance }: Standing): boolean {
  const cancelled = own(ledger.receipts, KEYS.erpCancel);
  if (ledger.erp?.stage === 'cancelled' || (cancelled && isAccepted(cancelled.receipt))) return false;
  if (!isGone(order)) return true;
  const inErp = ledger.booked?.document.lines ?? [];
  return (
    [...balance.values()].some(({ shipped }) => shipped > 0) &&
    inErp.every((line) => millionths(line.quantity.value) <= (balance.get(line.id)?.shipped ?? 0))
  );
}

/** On an order that was given up, no more is credited than the ERP bills of it. */
function billed({ ledger, order }: Draft, { memos, all }: MoneyPlan): readonly Repayment[] {
  if (!isGone(order) || !ledger.booked) return memos;
  const { total } = ledger.booked.document;
  let rest = total.minor - all.reduce((sum, each) => sum + (each.memo?.amount.minor ?? 0), 0);
  return memos.flatMap((each) => {
    const minor = Math.min(rest, each.parts.amount.minor);
    rest -= minor;
    if (minor === each.parts.amount.minor) return [each];
    return minor > 0 ? [{ ...each, parts: { amount: { ...total, minor }, lines: [], charges: [] } }] : [];
  });
}

/** Refunds that are planned for other reasons: together with them no more may go back than was paid. */
function pendingIn({ deliveries }: Draft): number {
  return deliveries.reduce((sum, { document }) => sum + (document.kind === 'refund' ? document.amount.minor : 0), 0);
}
