import { formatMoney } from '../../domain/money.ts';
import { capturedOf, inWords, tooMuch } from '../return/captured.ts';
import { decimal } from './amounts.ts';
import { nameOf } from './balance.ts';
import { refundsOf } from './drops.ts';
import { raise, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own } from './ledger.ts';
import { refundableOf } from './return-case.ts';
import { shortKey } from './shortage.ts';
import type { Standing } from './standing.ts';

const WAYS = [
  { id: 'reship', label: 'Request them again' },
  { id: 'cancel', label: 'Cancel them' },
  { id: 'wait', label: 'Wait for the warehouse' },
];

/** Units that a warehouse could not find: a person says what becomes of them. */
export function planShortage(draft: Draft, { shorts, balance, active }: Standing): void {
  for (const { commitment, lineId, upTo, units, fate } of shorts) {
    const line = balance.get(lineId);
    const missing = (line?.open ?? 0) - (active.get(lineId) ?? 0);
    if (fate !== 'open' || missing <= 0) continue;
    const { state, request, reference } = commitment;
    const reason = state?.lines.find((each) => each.lineId === lineId)?.reason;
    const words = `${decimal(Math.min(units, missing))} × ${nameOf(line, lineId)} of fulfillment order ${state?.number ?? request.number}`;
    const message = `The warehouse could not find ${words}${reason ? `: ${reason.replace(/\.$/, '')}` : ''}.`;
    raise(draft, { key: shortKey(reference, lineId, upTo), code: 'wms.short', message, choices: WAYS });
  }
}

/** Money back in the shop for units that it sold and that nobody will ship: by itself, or once a person has said yes. */
export function planDrops(draft: Draft, standing: Standing): void {
  const { ledger, order, policy } = draft;
  if (standing.drops.length === 0) return;
  let rest = refundableOf(ledger, order);
  for (const { drop, refund } of refundsOf(ledger, order, standing.drops)) {
    const { balance, active } = standing;
    // As long as a warehouse has the goods they may leave after all.
    if (refund.amount.minor <= 0 || (active.get(drop.lineId) ?? 0) > (balance.get(drop.lineId)?.open ?? 0)) continue;
    if (own(ledger.receipts, KEYS.refund(drop.id))) continue;
    if (refund.amount.minor > rest) {
      const all = inWords(order, capturedOf(order) - rest + refund.amount.minor);
      raise(
        draft,
        tooMuch(order, drop.id, `${drop.why}; with the refund of ${inWords(order, refund.amount.minor)} for it, ${all} would go back`),
      );
      continue;
    }
    if (!isAgreed(draft, standing, drop, refund.amount.minor)) continue;
    rest -= refund.amount.minor;
    const { amount, lines, charges, reason, reference } = refund;
    const { callGateway } = policy.returns;
    wish(draft, {
      key: KEYS.refund(drop.id),
      connection: order.connection,
      lane: 'orders',
      meaning: `refund:${drop.id}:${decimal(drop.units)}`,
      document: () => ({
        kind: 'refund',
        schema: 1,
        reference: reference ?? '',
        orderId: order.id,
        amount,
        lines,
        charges,
        reason,
        callGateway,
        restock: false,
      }),
    });
  }
}

function isAgreed(draft: Draft, { balance }: Standing, { id, lineId, units, why }: Standing['drops'][number], minor: number): boolean {
  const { ledger, order, policy } = draft;
  const { storeRefund } = policy.returns;
  if (storeRefund === 'automatic') return true;
  const key = `refund.to-approve:${id}:${minor}`;
  const choice = own(ledger.decisions, key)?.choice;
  if (choice !== undefined && storeRefund === 'ask') return choice === 'approve';
  const money = `${formatMoney({ minor, currency: order.currency })} ${order.currency}`;
  const message = `${why}: ${decimal(units)} × ${nameOf(balance.get(lineId), lineId)}, ${money}, should be refunded in the shop.`;
  const choices = [
    { id: 'approve', label: 'Pay it back' },
    { id: 'reject', label: 'Do not pay it back' },
  ];
  raise(draft, { key, code: 'refund.to-approve', message, choices: storeRefund === 'ask' ? choices : [] });
  return false;
}
