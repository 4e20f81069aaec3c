import { decimal } from './amounts.ts';
import { nameOf, type LineBalance } from './balance.ts';
import { raise, type Draft } from './draft.ts';
import { SURPLUS } from './keys.ts';
import type { OrderLedger } from './ledger.ts';
import { isAfterwards } from './plan-cancellation.ts';
import type { Standing } from './standing.ts';

/** The lines of which an exception about surplus units speaks, by its key; none for other keys. */
export function surplusLines(exception: string): readonly string[] {
  return exception.startsWith(SURPLUS) ? exception.slice(SURPLUS.length).split('+') : [];
}

/** What left although nobody wants it any more: one question for the whole order, not one for each line. */
export function planSurplus(draft: Draft, standing: Standing): void {
  if (isAfterwards(draft, standing)) return;
  const decided = decidedLines(draft.ledger);
  const lines = [...standing.balance.values()].filter((line) => line.surplus > 0 && !decided.has(line.id));
  if (lines.length === 0) return;
  const choices = [
    { id: 'return', label: lines.length === 1 && lines[0]?.surplus === 1_000_000 ? 'Ask for it back' : 'Ask for them back' },
    { id: 'accept', label: 'Let the customer keep them' },
  ];
  const key = SURPLUS + lines.map(({ id }) => id).join('+');
  raise(draft, { key, code: 'order.shipped-more-than-wanted', message: `${lines.map(words).join('; ')}.`, choices });
}

function words(line: LineBalance): string {
  const wanted = line.shipped - line.surplus;
  const rest =
    wanted === 0 ? 'none of it is wanted any more' : `only ${decimal(wanted)} ${wanted === 1_000_000 ? 'is' : 'are'} still wanted`;
  return `${decimal(line.shipped)} × ${nameOf(line, line.id)} left, but ${rest}`;
}

function decidedLines({ decisions }: OrderLedger): ReadonlySet<string> {
  return new Set(Object.keys(decisions).flatMap((key) => surplusLines(key)));
}
