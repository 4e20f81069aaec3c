import type { OrderFact } from './facts.ts';
import { HOLD_KEYS } from './holds.ts';
import { own, type OrderLedger } from './ledger.ts';
import { sameText } from './meaning.ts';
import { recordErpState } from './record-erp.ts';
import { recordFulfillment } from './record-fulfillment.ts';
import { recordOrder } from './record-order.ts';
import { recordReceipt } from './record-receipt.ts';
import { recordRetry } from './record-retry.ts';
import { recordCreditMemo, recordRefunds, recordRepaid, recordReturn, recordSurplusReturn } from './record-returns.ts';

type Fact<K extends OrderFact['kind']> = Extract<OrderFact, { kind: K }>;

/** Folds one fact into the ledger. Total and idempotent; what is older than what we hold changes nothing, and then the very same ledger comes back. */
export function record(ledger: OrderLedger, fact: OrderFact): OrderLedger {
  switch (fact.kind) {
    case 'captured':
      return recordRefunds(ledger, recordOrder(ledger, fact));
    case 'matched':
      return recordCodes(ledger, fact);
    case 'acknowledged':
      return recordRepaid(recordReceipt(ledger, fact), fact);
    case 'refused':
      return recordRefusal(ledger, fact);
    case 'order-state':
      return recordErpState(ledger, fact.state, fact.at);
    case 'fulfillment-state':
      return recordFulfillment(ledger, fact.state, fact.at);
    case 'retried':
      return recordRetry(ledger, fact);
    case 'decided':
      return recordSurplusReturn(recordDecision(ledger, fact), fact);
    case 'held':
      return recordHold(ledger, fact);
    case 'return-requested':
    case 'return-authorization':
    case 'return-receipt':
      return recordReturn(ledger, fact);
    case 'credit-memo':
      return recordCreditMemo(ledger, fact);
    case 'woken':
      return ledger;
  }
}

function recordCodes(ledger: OrderLedger, { codes }: Fact<'matched'>): OrderLedger {
  const news = Object.keys(codes).some((id) => own(ledger.codes, id) !== codes[id]);
  return news ? { ...ledger, codes: { ...ledger.codes, ...codes } } : ledger;
}

function recordRefusal(ledger: OrderLedger, { key, fingerprint, code, reason, at }: Fact<'refused'>): OrderLedger {
  const refusal = { fingerprint, code, reason, at };
  const held = own(ledger.refusals, key);
  return held && sameText(held, refusal) ? ledger : { ...ledger, refusals: { ...ledger.refusals, [key]: refusal } };
}

function recordDecision(ledger: OrderLedger, { exception, choice, by, at }: Fact<'decided'>): OrderLedger {
  const decision = { choice, by, at, meaning: ledger.meaning };
  const held = own(ledger.decisions, exception);
  if (held && held.choice === choice && held.by === by && held.at === at) return ledger;
  return { ...ledger, decisions: { ...ledger.decisions, [exception]: decision } };
}

function recordHold(ledger: OrderLedger, { reason, by, at }: Fact<'held'>): OrderLedger {
  if (sameText(ledger.hold, { reason, by, at })) return ledger;
  // An earlier release was of an earlier hold.
  const { [HOLD_KEYS.manual]: _, ...decisions } = ledger.decisions;
  return { ...ledger, hold: { reason, by, at }, decisions };
}
