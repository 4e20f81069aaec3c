import { formatMoney } from '../../domain/money.ts';
import { again } from './ask-warehouse.ts';
import { orderChanges } from './change-set.ts';
import { orderNeeds } from './codes.ts';
import { desiredDocument, desiredOrder, type DesiredOrder } from './desired-order.ts';
import { raise, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger, type Told } from './ledger.ts';
import { meaningOf } from './meaning.ts';
import { checkCodes } from './missing.ts';
import { customerIdOf } from './plan-export.ts';
import { isAccepted } from './record-receipt.ts';
import type { Standing } from './standing.ts';
import { takeBack } from './take-back.ts';

/** Carries an edit of the order on: first the warehouses give back what is too much, then the ERP's order becomes what is wanted. True when the ERP is in line, so that more may be asked of a warehouse. */
export function planChange(draft: Draft, exported: Told, standing: Standing): boolean {
  if (standing.isCancelled) return false;
  if (takeBack(draft, standing) === 'waiting') return false;
  return planErpChange(draft, exported, standing);
}

/** Makes the ERP's order what it should be; true when it is. */
export function planErpChange(draft: Draft, exported: Told, standing: Standing): boolean {
  const { ledger } = draft;
  if (ledger.erp?.stage === 'cancelled') return false;
  const desired = desiredOrder(draft, standing);
  const held = heldMeaning(ledger, exported);
  if (held === null || held === desired.meaning) return true;
  if (own(ledger.decisions, changeKey(desired))?.choice === 'done') return true;
  if (isPast(ledger, standing, desired) || (desired.extra.length > 0 && isHeld(draft, desired))) return true;
  if (!isSound(draft, desired)) return false;
  return askErp(draft, exported, desired);
}

/** The exception about one version of the order that the ERP did not take. */
function changeKey({ meaning }: DesiredOrder): string {
  return `${KEYS.erpChange}:${meaning}`;
}

/** What the ERP holds, null when that is not known. */
function heldMeaning({ booked, receipts }: OrderLedger, exported: Told): string | null {
  if (booked) return booked.meaning;
  const changed = own(receipts, KEYS.erpChange);
  const told = changed && isAccepted(changed.receipt) ? changed : exported;
  return told.fingerprint === '' ? null : meaningOf(told.fingerprint);
}

/** True when the ERP holds just this, which it may have been told in other words. */
function isHeld(draft: Draft, desired: DesiredOrder): boolean {
  const held = draft.ledger.booked?.document;
  if (!held) return false;
  const document = desiredDocument(draft, desired, held.customerId);
  return (
    orderChanges(held, document).length === 0 &&
    held.total.minor === document.total.minor &&
    held.taxTotal.minor === document.taxTotal.minor
  );
}

/** An address or a note that is corrected after everything has left and the ERP is through with it changes nothing there. */
function isPast({ erp, booked }: OrderLedger, { parcels, active }: Standing, { order }: DesiredOrder): boolean {
  if (erp?.stage !== 'closed' || !parcels.complete || active.size > 0 || !booked) return false;
  const { document } = booked;
  const units = (lines: readonly { readonly id: string; readonly quantity: { readonly value: string } }[]): string =>
    lines.map(({ id, quantity }) => `${id}=${quantity.value}`).join();
  return (
    document.total.minor === order.total.minor &&
    document.taxTotal.minor === order.taxTotal.minor &&
    units(document.lines) === units(order.lines)
  );
}

/** The ERP is never told amounts that do not tie, nor codes that it does not know. */
function isSound(draft: Draft, { order, extra }: DesiredOrder): boolean {
  const isKnown = checkCodes(
    draft,
    [...orderNeeds(order, draft.policy)].filter(({ side }) => side === 'erp'),
  );
  const parts = [...order.lines, ...order.charges, ...extra];
  const amounts = parts.flatMap((part) => [part.net, ...part.taxes.map(({ amount }) => amount)]);
  const sum = amounts.reduce((all, { minor }) => all + minor, 0);
  const { currency } = order;
  if (sum === order.total.minor && amounts.every((each) => each.currency === currency)) return isKnown;
  const text = (minor: number): string => `${formatMoney({ minor, currency })} ${currency}`;
  const message = `After the change, lines, shipping, fees and taxes come to ${text(sum)}, but the total is ${text(order.total.minor)}.`;
  raise(draft, { code: 'money.does-not-tie', message });
  return false;
}

function askErp(draft: Draft, exported: Told, desired: DesiredOrder): boolean {
  const { ledger, policy } = draft;
  const foreignId = exported.receipt.foreign?.id ?? ledger.erp?.id ?? ledger.reference;
  const customerId = ledger.booked?.document.customerId ?? customerIdOf(ledger, draft.order, policy) ?? '';
  const told = wish(draft, {
    key: KEYS.erpChange,
    connection: policy.erp,
    lane: 'orders',
    meaning: desired.meaning,
    codes: ({ order }) => [foreignId, order.customerId, order.lines.map(({ itemCode }) => itemCode), again(draft, KEYS.erpChange)],
    document: () => {
      const order = desiredDocument(draft, desired, customerId);
      const changes = ledger.booked ? orderChanges(ledger.booked.document, order) : [];
      return { kind: 'order-change', schema: 1, reference: ledger.reference, foreignId, changes, order };
    },
  });
  if (told && isAccepted(told.receipt)) return true;
  if (!told && draft.deliveries.some(({ key }) => key === KEYS.erpChange)) return false;
  raiseRefused(draft, desired, told);
  return false;
}

function raiseRefused(draft: Draft, desired: DesiredOrder, told: Told | null): void {
  const refusal = draft.exceptions.get(KEYS.erpChange)?.message;
  draft.exceptions.delete(KEYS.erpChange);
  const verdicts = {
    'too-late': 'says that it is too late for the change',
    partly: 'took the change only in part',
    refused: 'refused the change',
  };
  const verdict = told?.receipt.verdict ?? 'refused';
  const because = refusal ?? told?.receipt.note ?? '';
  const what = verdict === 'accepted' ? 'did not take the change' : verdicts[verdict];
  const message = `The order was changed in the shop, but the ERP ${what}${because === '' ? '' : ` (${because})`}. Bring the order there in line by hand, or retry.`;
  const choices = [{ id: 'done', label: 'The ERP has been brought in line by hand' }];
  raise(draft, { key: changeKey(desired), code: 'erp.change-refused', message, retriable: true, choices });
}
