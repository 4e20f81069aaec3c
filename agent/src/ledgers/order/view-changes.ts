import type { ChangeView } from '../../domain/order-view.ts';
import type { Plan } from '../../domain/plan.ts';
import { describeDelivery } from './describe.ts';
import { KEYS, roleOfKey } from './keys.ts';
import type { OrderLedger } from './ledger.ts';
import { compareTimes } from './time.ts';

/** What parties were asked to change or take back, with their verdicts: what they answered by time, then what they are asked now. */
export function changeViews(ledger: OrderLedger, plan: Plan): ChangeView[] {
  const answered = Object.entries(ledger.receipts).flatMap(([key, { receipt, at }]) =>
    isChange(key) ? [{ ...named(key), verdict: receipt.verdict ?? ('accepted' as const), note: receipt.note, at, changes: [] }] : [],
  );
  const asked = plan.deliveries.flatMap(({ key, document }) => {
    if (!isChange(key)) return [];
    const changes = 'changes' in document ? document.changes : [];
    return [{ ...named(key), verdict: null, note: null, at: null, changes }];
  });
  return [...answered.sort((a, b) => compareTimes(a.at, b.at)), ...asked];
}

function isChange(key: string): boolean {
  return key === KEYS.erpChange || key === KEYS.erpCancel || /^wms\.(change|cancel)\//.test(key);
}

function named(key: string): Pick<ChangeView, 'key' | 'title' | 'party'> {
  const party = roleOfKey(key);
  return { key, title: describeDelivery(key), party: party === 'wms' || party === 'store' ? party : 'erp' };
}
