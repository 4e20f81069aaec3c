import type { SalesOrderStage, SalesOrderState } from '../../domain/sales-order-state.ts';
import { decimal, millionths } from './amounts.ts';
import { dispute, settle } from './disputes.ts';
import { ERP_KEYS } from './drops.ts';
import { changedByErp } from './erp-changes.ts';
import { own, type OrderLedger } from './ledger.ts';
import { sameText } from './meaning.ts';
import { compareTimes } from './time.ts';

const STAGES: readonly SalesOrderStage[] = ['received', 'accepted', 'backordered', 'reserved', 'closed', 'cancelled'];
const ABOUT = 'order-state';

/** Folds the ERP's view in, by its own time; `at` is ours. Impossible numbers are set aside. */
export function recordErpState(ledger: OrderLedger, state: SalesOrderState, at: string): OrderLedger {
  const impossible = state.lines.find(({ ordered, reserved }) => millionths(ordered.value) < 0 || millionths(reserved.value) < 0);
  if (impossible) {
    const line = own(ledger.ordered, impossible.id ?? '');
    const what = line?.sku || line?.name || impossible.itemCode || impossible.foreignId;
    const message = `The ERP reports ${impossible.ordered.value} ordered and ${impossible.reserved.value} reserved of ${what}, which cannot be.`;
    return dispute(ledger, ABOUT, { code: 'fact.contradiction', message, at });
  }
  const held = ledger.erp;
  if (held) {
    const newer = compareTimes(state.updatedAt, held.updatedAt);
    // Some ERPs tell times in whole seconds; within one, the later stage is the newer.
    const further = STAGES.indexOf(state.stage) - STAGES.indexOf(held.stage);
    if (newer < 0 || (newer === 0 && further < 0) || sameText(held, state)) return settle(ledger, ABOUT);
  }
  const seen = { ...ledger, erp: state, decisions: decisionsAfter(ledger, state) };
  return settle(reserve({ ...seen, changedThere: changedByErp(seen) }, state, at), ABOUT);
}

/** What a person decided on a cancellation in the ERP does not answer the next one. */
function decisionsAfter({ decisions, erp }: OrderLedger, { stage }: SalesOrderState): OrderLedger['decisions'] {
  if (erp?.stage !== 'cancelled' || stage === 'cancelled' || !own(decisions, ERP_KEYS.cancelled)) return decisions;
  return Object.fromEntries(Object.entries(decisions).filter(([key]) => key !== ERP_KEYS.cancelled));
}

/** The most that was ever reserved, and when it last became more: from then on waves count. */
function reserve(ledger: OrderLedger, { lines }: SalesOrderState, at: string): OrderLedger {
  const more = new Map<string, number>();
  for (const { id, reserved } of lines) {
    const units = millionths(reserved.value);
    if (id !== null && units > millionths(own(ledger.reserved, id) ?? '0')) more.set(id, units);
  }
  if (more.size === 0) return ledger;
  const reserved = { ...ledger.reserved, ...Object.fromEntries([...more].map(([id, units]) => [id, decimal(units)])) };
  return { ...ledger, reserved, readyAt: at };
}
