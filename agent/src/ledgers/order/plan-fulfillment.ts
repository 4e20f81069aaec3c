import { askChange, pairs, wantedTerms } from './ask-warehouse.ts';
import { nameOf } from './balance.ts';
import { isReleased } from './calendar.ts';
import { warehouseNeeds } from './codes.ts';
import type { Commitment } from './commitments.ts';
import { fulfillmentDocument } from './documents.ts';
import { raise, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { fulfillmentReference, own, type Told } from './ledger.ts';
import { policyAt } from './locations.ts';
import { requestMeaning } from './meaning.ts';
import { checkCodes } from './missing.ts';
import { neededUnits } from './needed.ts';
import { pausesRequests } from './plan-holds.ts';
import { planReports } from './plan-reports.ts';
import { route, type Part } from './routing.ts';
import type { Standing } from './standing.ts';
import { isPaused } from './status.ts';

/** Asks warehouses for what is wanted, reserved and not asked for yet. `mayAsk` is false while something else has to be settled first. */
export function planFulfillment(draft: Draft, exported: Told, standing: Standing, mayAsk: boolean): void {
  const { ledger, order, policy } = draft;
  if (standing.isCancelled) return;
  const { isBlocked } = planReports(draft, standing);
  const units = neededUnits(draft, standing);
  if (units.waiting.length > 0 && !isPaused(order, ledger)) raiseBackordered(draft, standing, units.waiting);
  if (ledger.erp?.stage === 'cancelled') return;
  if (!exported.receipt.foreign && !ledger.erp) {
    const message = 'The ERP took the order, but gave it no id.';
    raise(draft, { key: KEYS.salesOrder, code: 'erp.order-refused', message, retriable: true });
    return;
  }
  const isWanted = units.needed.size > 0 && mayAsk && !isBlocked;
  const isHeld = pausesRequests(draft, isWanted);
  if (!isWanted || isHeld || isPaused(order, ledger) || order.lines.length > policy.maxLines) return;
  const { parts, problem } = route(draft, standing, units.needed);
  if (problem) raise(draft, { code: 'order.split-not-possible', ...problem });
  if (problem && policy.partialRelease === 'wait') return;
  const taken = new Set<number>();
  for (const part of parts) if (!grow(draft, standing, part)) requestNew(draft, standing, part, taken);
}

function raiseBackordered(draft: Draft, { balance }: Standing, waiting: readonly string[]): void {
  const lines = draft.ledger.erp?.lines ?? [];
  const names = waiting.map((id) => {
    const line = lines.find((each) => each.id === id);
    const when = line?.expectedAt ? `, expected ${line.expectedAt.slice(0, 10)}` : '';
    return `${nameOf(balance.get(id), id)} (${line?.reserved.value ?? '0'} of ${line?.ordered.value ?? '0'} reserved${when})`;
  });
  const whole = draft.policy.partialRelease === 'wait' ? 'The order waits until all of it is reserved.' : 'The rest is shipped as it is.';
  raise(draft, { code: 'erp.backordered', message: `The ERP has no stock for ${names.join('; ') || 'some lines'}. ${whole}` });
}

/** More units go into the newest fulfillment order at the location as long as the warehouse takes them: one parcel, not two. False when there is none that does. */
function grow(draft: Draft, { commitments }: Standing, { location, lines }: Part): boolean {
  const held = commitments.findLast((each) => each.closed === 'no' && each.request.location === location.code && canGrow(draft, each));
  if (!held) return false;
  const wanted = new Map([...held.lines].map(([id, { requested }]) => [id, requested]));
  for (const [id, units] of lines) wanted.set(id, (wanted.get(id) ?? 0) + units);
  const key = KEYS.wmsChange(held.request.number);
  // Another change of it waits for its answer, or was not taken.
  if (draft.deliveries.some((each) => each.key === key) || draft.exceptions.has(key)) return false;
  const answer = askChange(draft, held, wanted);
  if (answer.kind !== 'no') return answer.kind !== 'yes';
  // What is too late for the parcel gets one of its own.
  draft.exceptions.delete(key);
  return false;
}

function canGrow({ ledger }: Draft, { lines, request, state }: Commitment): boolean {
  const all = [...lines.values()];
  if (!all.some(({ active }) => active > 0) || all.some(({ short }) => short > 0) || request.terms === '') return false;
  return state?.milestone !== 'shipped' && !own(ledger.refusals, KEYS.wmsChange(request.number));
}

function requestNew(draft: Draft, standing: Standing, { location, lines }: Part, taken: Set<number>): void {
  const { ledger, order } = draft;
  if (!isReleased(draft, standing, location)) return;
  const policy = policyAt(draft.policy, location.wms);
  const asked = order.lines.filter(({ id }) => lines.has(id));
  if (!checkCodes({ ...draft, policy }, warehouseNeeds(order, policy, location.code, asked))) return;
  const number = freeNumber(draft, taken);
  const reference = fulfillmentReference(ledger, number);
  wish(draft, {
    key: KEYS.fulfillmentOrder(number),
    connection: location.wms,
    lane: 'orders',
    meaning: requestMeaning([location.code, ...pairs(lines)], wantedTerms(draft, reference)),
    codes: ({ warehouseCode, serviceCode, lines: coded }) => [warehouseCode, serviceCode, coded.map(({ itemCode }) => itemCode)],
    document: () => fulfillmentDocument(ledger, order, policy, { reference, location: location.code, lines }),
  });
}

/** The lowest number that no fulfillment order has had. One that the warehouse reports and we did not ask for yet may be just this one, its answer being lost. */
function freeNumber({ ledger }: Draft, taken: Set<number>): number {
  let number = 1;
  const isUsed = (): boolean => {
    const reference = fulfillmentReference(ledger, number);
    return (
      taken.has(number) ||
      own(ledger.requests, reference) !== undefined ||
      own(ledger.receipts, KEYS.fulfillmentOrder(number)) !== undefined ||
      own(ledger.fulfillments, reference)?.milestone === 'cancelled'
    );
  };
  while (isUsed()) number += 1;
  taken.add(number);
  return number;
}
