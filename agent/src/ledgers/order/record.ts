import type { SalesOrder } from '../../domain/sales-order.ts';
import type { SalesOrderStage, SalesOrderState } from '../../domain/sales-order-state.ts';
import type { OrderFact } from './facts.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger } from './ledger.ts';
import { orderMeaning, sameText } from './meaning.ts';
import { recordFulfillment } from './record-fulfillment.ts';
import { recordRetry } from './record-retry.ts';
import { compareTimes } from './time.ts';

type Fact<K extends OrderFact['kind']> = Extract<OrderFact, { kind: K }>;

/** Folds one fact into the ledger. Total and idempotent; what is older than what we hold changes nothing, and then the very same ledger comes back. */
export function record(ledger: OrderLedger, fact: OrderFact): OrderLedger {
  switch (fact.kind) {
    case 'captured':
      return recordOrder(ledger, fact);
    case 'matched':
      return recordCodes(ledger, fact);
    case 'acknowledged':
      return recordReceipt(ledger, fact);
    case 'refused':
      return recordRefusal(ledger, fact);
    case 'order-state':
      return recordErpState(ledger, fact.state);
    case 'fulfillment-state':
      return recordFulfillment(ledger, fact.state);
    case 'retried':
      return recordRetry(ledger, fact);
    case 'decided':
    case 'held':
    case 'return-requested':
    case 'return-authorization':
    case 'return-receipt':
    case 'credit-memo':
    case 'woken':
      return ledger;
  }
}

function recordOrder(ledger: OrderLedger, fact: Fact<'captured'>): OrderLedger {
  const held = ledger.order;
  if (held && compareTimes(fact.order.updatedAt, held.updatedAt) < 0) return ledger;
  const order = held ? keepContents(held, fact.order) : fact.order;
  if (held && sameText(held, order)) return ledger;
  return { ...ledger, order, meaning: orderMeaning(order), capturedAt: ledger.capturedAt ?? fact.at };
}

/** A deleted order comes as an empty shell; what it held is still true of the parcels and of the ERP. */
function keepContents(held: SalesOrder, order: SalesOrder): SalesOrder {
  if (order.status !== 'deleted' || order.lines.length > 0) return order;
  return { ...held, status: order.status, storeStatus: order.storeStatus, updatedAt: order.updatedAt };
}

function recordCodes(ledger: OrderLedger, { codes }: Fact<'matched'>): OrderLedger {
  const news = Object.keys(codes).some((id) => own(ledger.codes, id) !== codes[id]);
  return news ? { ...ledger, codes: { ...ledger.codes, ...codes } } : ledger;
}

function recordReceipt(ledger: OrderLedger, fact: Fact<'acknowledged'>): OrderLedger {
  const { key, at, fingerprint, receipt } = fact;
  const held = own(ledger.receipts, key);
  const stamp = `${at}|${fingerprint}`;
  if (held?.superseded.includes(stamp)) return ledger;
  if (held && held.at === at && held.fingerprint === fingerprint && sameText(held.receipt, receipt)) return ledger;
  // Which receipt is the newer is decided by arrival, not by `at`: a clock that steps back must not make us send again and again.
  const superseded =
    held && held.fingerprint !== fingerprint ? [...held.superseded, `${held.at}|${held.fingerprint}`] : (held?.superseded ?? []);
  const { [key]: _, ...refusals } = ledger.refusals;
  const told = {
    ...ledger,
    receipts: { ...ledger.receipts, [key]: { fingerprint, at, connection: fact.connection ?? null, receipt, superseded } },
    refusals,
  };
  return key === KEYS.salesOrder && receipt.state ? recordErpState(told, receipt.state) : told;
}

function recordRefusal(ledger: OrderLedger, { key, fingerprint, code, reason, at }: Fact<'refused'>): OrderLedger {
  const refusal = { fingerprint, code, reason, at };
  const held = own(ledger.refusals, key);
  return held && sameText(held, refusal) ? ledger : { ...ledger, refusals: { ...ledger.refusals, [key]: refusal } };
}

const STAGES: readonly SalesOrderStage[] = ['received', 'accepted', 'backordered', 'reserved', 'closed', 'cancelled'];

function recordErpState(ledger: OrderLedger, state: SalesOrderState): OrderLedger {
  const held = ledger.erp;
  if (!held) return { ...ledger, erp: state };
  const newer = compareTimes(state.updatedAt, held.updatedAt);
  // Some ERPs tell times in whole seconds; within one, the later stage is the newer.
  const further = STAGES.indexOf(state.stage) - STAGES.indexOf(held.stage);
  if (newer < 0 || (newer === 0 && further < 0) || sameText(held, state)) return ledger;
  return { ...ledger, erp: state };
}
