import type { ErrorCode } from '../../errors/codes.ts';
import { decimal } from './amounts.ts';
import { askCancel, askChange, isTooLate, wantedTerms, type Answer } from './ask-warehouse.ts';
import { nameOf } from './balance.ts';
import type { Commitment } from './commitments.ts';
import { raise, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { policyAt } from './locations.ts';
import type { Standing } from './standing.ts';

/** Takes back from the warehouses what nobody wants any more, the newest first, and tells them of new terms. `waiting` until they have answered; what none will give back is told to a person. */
export function takeBack(draft: Draft, standing: Standing): 'settled' | 'waiting' {
  const excess = excessOf(standing);
  const complaints: (() => void)[] = [];
  let isWaiting = false;
  for (const commitment of byReadiness(standing.commitments)) {
    const less = lessOf(commitment, excess);
    if (less.size === 0) {
      if (!standing.isCancelled) tellTerms(draft, commitment);
      continue;
    }
    const answer = giveBack(draft, standing, commitment, less);
    if (answer.kind === 'no') {
      complaints.push(() => complain(draft, standing, commitment, less, answer));
      continue;
    }
    if (answer.kind === 'waiting' || answer.kind === 'missing') isWaiting = true;
    for (const [id, units] of less) excess.set(id, (excess.get(id) ?? 0) - units);
  }
  if ([...excess.values()].some((units) => units > 0)) for (const each of complaints) each();
  return isWaiting ? 'waiting' : 'settled';
}

function excessOf({ active, balance }: Standing): Map<string, number> {
  const excess = new Map<string, number>();
  for (const [id, units] of active) {
    const more = units - (balance.get(id)?.open ?? 0);
    if (more > 0) excess.set(id, more);
  }
  return excess;
}

/** Those that have not been picked first, then the newest. */
function byReadiness(commitments: readonly Commitment[]): Commitment[] {
  const isPicked = ({ state }: Commitment): number => (state?.reached && PICKED.has(state.reached) ? 1 : 0);
  return commitments
    .filter(({ closed }) => closed === 'no')
    .sort((a, b) => isPicked(a) - isPicked(b) || b.request.number - a.request.number);
}

const PICKED: ReadonlySet<string> = new Set(['picked', 'packed', 'partially-shipped', 'shipped']);

function lessOf({ lines }: Commitment, excess: ReadonlyMap<string, number>): Map<string, number> {
  const less = new Map<string, number>();
  for (const [id, { active }] of lines) {
    const units = Math.min(active, excess.get(id) ?? 0);
    if (units > 0) less.set(id, units);
  }
  return less;
}

function giveBack(draft: Draft, standing: Standing, commitment: Commitment, less: ReadonlyMap<string, number>): Answer {
  const rest = new Map([...commitment.lines].map(([id, { requested, short }]) => [id, requested - short - (less.get(id) ?? 0)]));
  const isWhole = [...rest.values()].every((units) => units <= 0);
  const { request, reference, state } = commitment;
  const key = isWhole ? KEYS.wmsCancel(request.number) : KEYS.wmsChange(request.number);
  if (isTooLate(draft, key, state, less)) return { kind: 'no', verdict: 'late', note: '' };
  if (!isWhole) return askChange(draft, commitment, withShort(commitment, rest));
  const connection = policyAt(draft.policy, request.connection).wms;
  return askCancel(draft, { number: request.number, reference, connection, state, reason: reasonOf(draft, standing) });
}

/** Units that the warehouse is short of stay in its fulfillment order, or they would be missing a second time. */
function withShort({ lines }: Commitment, rest: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...rest].map(([id, units]) => [id, units + (lines.get(id)?.short ?? 0)]));
}

function reasonOf({ order }: Draft, { isCancelled }: Standing): string {
  return isCancelled ? `The order is ${wordOf(order.status)} in the shop.` : 'The shop no longer sells these units.';
}

function wordOf(status: string): string {
  return status === 'processing' ? 'cancelled' : status;
}

/** A new address, service or note for what has not left yet. */
function tellTerms(draft: Draft, commitment: Commitment): void {
  const { request, lines, state, reference } = commitment;
  const isActive = [...lines.values()].some(({ active }) => active > 0);
  if (!isActive || request.terms === '' || request.terms === wantedTerms(draft, reference)) return;
  const key = KEYS.wmsChange(request.number);
  const all = new Map([...lines].map(([id, { requested }]) => [id, requested]));
  const answer: Answer = isTooLate(draft, key, state, ANY) ? { kind: 'no', verdict: 'late', note: '' } : askChange(draft, commitment, all);
  if (answer.kind === 'no')
    say(draft, key, 'wms.change', 'The address, shipping method or note of the order was changed', commitment, answer);
}

const ANY: ReadonlyMap<string, number> = new Map([['', 1]]);

function complain(
  draft: Draft,
  standing: Standing,
  commitment: Commitment,
  less: ReadonlyMap<string, number>,
  answer: Answer & { kind: 'no' },
): void {
  const { request } = commitment;
  if (standing.isCancelled) {
    const isWhole = [...commitment.lines.values()].every(({ shipped }) => shipped === 0);
    const key = isWhole ? KEYS.wmsCancel(request.number) : KEYS.wmsChange(request.number);
    say(draft, key, 'cancel', `The order is ${wordOf(draft.order.status)} in the shop`, commitment, answer);
    return;
  }
  const words = [...less].map(([id, units]) => `${decimal(units)} × ${nameOf(standing.balance.get(id), id)}`).join(', ');
  const isWhole = [...commitment.lines].every(([id, { requested, short }]) => requested - short <= (less.get(id) ?? 0));
  const key = isWhole ? KEYS.wmsCancel(request.number) : KEYS.wmsChange(request.number);
  say(draft, key, 'wms.change', `${words} should not be shipped any more`, commitment, answer);
}

const CODES: Readonly<Record<'cancel' | 'wms.change', { late: ErrorCode; refused: ErrorCode }>> = {
  cancel: { late: 'cancel.too-late', refused: 'cancel.refused' },
  'wms.change': { late: 'wms.change-too-late', refused: 'wms.change-refused' },
};

function say(
  draft: Draft,
  key: string,
  kind: 'cancel' | 'wms.change',
  what: string,
  commitment: Commitment,
  answer: Answer & { kind: 'no' },
): void {
  const { state, request } = commitment;
  const note = answer.note === '' ? '' : ` (${answer.note})`;
  const name = `fulfillment order ${state?.number ?? request.number}`;
  if (answer.verdict === 'refused') {
    const message = `${what}, but the warehouse did not take it for ${name}${note}. Do it there by hand, then retry.`;
    raise(draft, { key, code: CODES[kind].refused, message, retriable: true });
    return;
  }
  const because = answer.verdict === 'late' ? `it was already ${state?.reached}` : `the warehouse says that it is too late${note}`;
  const message = `${what}, but ${because} (${name}). Stop the parcel, or let it come back as a return; then retry.`;
  raise(draft, { key, code: CODES[kind].late, message, retriable: true });
}
