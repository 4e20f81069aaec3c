import { isErrorCode } from '../../errors/codes.ts';
import { raise, type Draft } from './draft.ts';
import { own, type Dispute, type OrderLedger } from './ledger.ts';

/** Sets a fact aside that cannot be true: all else stays as it was, and a repetition changes nothing. */
export function dispute(ledger: OrderLedger, about: string, given: Dispute): OrderLedger {
  const held = own(ledger.disputes, about);
  if (held && held.code === given.code && held.message === given.message) return ledger;
  return { ...ledger, disputes: { ...ledger.disputes, [about]: given } };
}

/** A report that can be true takes back the one that could not. */
export function settle(ledger: OrderLedger, about: string): OrderLedger {
  if (!own(ledger.disputes, about)) return ledger;
  return { ...ledger, disputes: Object.fromEntries(Object.entries(ledger.disputes).filter(([key]) => key !== about)) };
}

/** Shows what was set aside. */
export function planDisputes(draft: Draft): void {
  for (const [about, { code, message }] of Object.entries(draft.ledger.disputes))
    raise(draft, { key: `fact.contradiction:${about}`, code: isErrorCode(code) ? code : 'fact.contradiction', message });
}
