import { formatMoney, type Money } from '../../domain/money.ts';
import { decimal, millionths } from './amounts.ts';
import { nameOf } from './balance.ts';
import { ERP_KEYS, followsErp } from './drops.ts';
import { isErpNewer } from './erp-changes.ts';
import { raise, type Draft } from './draft.ts';
import { own } from './ledger.ts';
import type { Standing } from './standing.ts';

/** What the ERP did to the order by itself, and where its sums are not ours. True when the warehouse has to wait for a person. */
export function planDifferences(draft: Draft, standing: Standing): boolean {
  const { ledger } = draft;
  if (standing.isCancelled || !ledger.erp) return false;
  if (ledger.erp.stage === 'cancelled') return raiseCancelled(draft, standing);
  raiseRefused(draft, standing);
  raiseChanged(draft, standing);
  return raiseTotals(draft, standing);
}

function raiseCancelled(draft: Draft, { parcels }: Standing): boolean {
  if (followsErp(draft.ledger, draft.order, draft.policy, parcels) === 'no') {
    const message = 'The order was cancelled in the ERP, but the shop still sells it. Cancel it in the shop too.';
    const choices = [{ id: 'follow', label: 'Cancel it at the warehouse and in the shop' }];
    raise(draft, { key: ERP_KEYS.cancelled, code: 'erp.cancelled-there', message, choices });
  }
  return true;
}

function raiseRefused(draft: Draft, { balance, active }: Standing): void {
  for (const { id, refused, itemCode, foreignId } of draft.ledger.erp?.lines ?? []) {
    const line = id === null ? undefined : balance.get(id);
    if (!refused || !line || id === null || line.open - (active.get(id) ?? 0) <= 0) continue;
    const key = ERP_KEYS.refused(id);
    if (own(draft.ledger.decisions, key)?.choice === 'cancel') continue;
    const message = `The ERP will never deliver ${decimal(line.open)} × ${nameOf(line, itemCode || foreignId)}.`;
    raise(draft, { key, code: 'erp.line-refused', message, choices: [{ id: 'cancel', label: 'Cancel the line' }] });
  }
}

function raiseChanged(draft: Draft, { balance, differences }: Standing): void {
  const { ledger, policy } = draft;
  for (const { lineId, sold, ordered, key } of differences) {
    const choice = own(ledger.decisions, key)?.choice;
    const isLess = ordered < sold;
    if (choice !== undefined || (isLess && policy.erpChanges === 'follow')) continue;
    const name = nameOf(balance.get(lineId), lineId);
    const message = `The shop sells ${decimal(sold)} × ${name}, but somebody changed it to ${decimal(ordered)} in the ERP.`;
    const follow = { id: 'follow', label: `Ship ${decimal(ordered)} and refund the rest` };
    const choices = [...(isLess ? [follow] : []), { id: 'ignore', label: 'Leave it as it is' }];
    raise(draft, { key, code: 'erp.changed-there', message, choices });
  }
}

/** Beyond the tolerance the goods wait until a person has seen both sums. */
function raiseTotals(draft: Draft, standing: Standing): boolean {
  const { ledger, policy } = draft;
  const { erp, booked } = ledger;
  if (!erp?.total || !booked || !isErpNewer(ledger) || erp.lines.some(({ refused }) => refused) || standing.differences.length > 0)
    return false;
  const { total, taxTotal } = booked.document;
  if (erp.total.currency !== total.currency) return false;
  // While the ERP works on a change its sums are those of before.
  if (standing.drops.length > 0) return false;
  const off = Math.abs(erp.total.minor - total.minor);
  const taxOff = erp.taxTotal ? Math.abs(erp.taxTotal.minor - taxTotal.minor) : 0;
  if (Math.max(off, taxOff) <= policy.totalTolerance) return false;
  const key = `money.total-differs:${total.minor}:${erp.total.minor}:${taxTotal.minor}:${erp.taxTotal?.minor ?? ''}`;
  if (own(ledger.decisions, key)?.choice === 'accept') return false;
  const taxes = erp.taxTotal && taxOff > 0 ? `, taxes ${text(taxTotal)} and ${text(erp.taxTotal)}` : '';
  const message = `The order comes to ${text(total)} in the shop and to ${text(erp.total)} in the ERP: a difference of ${text({ ...total, minor: off })}${taxes}.${lineWords(draft)}`;
  raise(draft, {
    key,
    code: 'money.total-differs',
    message,
    retriable: false,
    choices: [{ id: 'accept', label: 'Accept the difference' }],
  });
  return true;
}

/** Line by line where the ERP tells what it charges. */
function lineWords({ ledger }: Draft): string {
  const ours = new Map(ledger.booked?.document.lines.map((line) => [line.id, line]));
  const words = (ledger.erp?.lines ?? []).flatMap(({ id, net, ordered }) => {
    const line = id === null ? undefined : ours.get(id);
    if (!net || (line && line.net.minor === net.minor)) return [];
    if (!line) return millionths(ordered.value) === 0 ? [] : [`a line of the ERP’s own ${text(net)}`];
    return [`${line.sku || line.name} ${text(line.net)} and ${text(net)}`];
  });
  return words.length === 0 ? '' : ` Lines: ${words.join('; ')}.`;
}

function text(money: Money): string {
  return `${formatMoney(money)} ${money.currency}`;
}
