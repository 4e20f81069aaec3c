import { raise, wakeAt, type Draft } from './draft.ts';
import { editWindow, manualHold, RELEASE, ruleHolds, type OpenHold } from './holds.ts';
import { milliseconds } from './time.ts';

/** What keeps a new order from being sent on: told to a person who may release it, or only waited for. */
export function planHolds(draft: Draft): void {
  const manual = manualHold(draft);
  if (manual) hold(draft, manual);
  for (const each of ruleHolds(draft)) hold(draft, each);
  const window = editWindow(draft);
  if (!window?.until) return;
  draft.holds.push(window);
  wakeAt(draft, milliseconds(window.until));
}

/** After the ERP has the order: true when nothing new may be asked of a warehouse. A rule only speaks while something would be asked (`wanted`); what is there already goes its way. */
export function pausesRequests(draft: Draft, wanted: boolean): boolean {
  const manual = manualHold(draft);
  const holds = [...(manual ? [manual] : []), ...(wanted ? ruleHolds(draft) : [])];
  for (const each of holds) hold(draft, each);
  return holds.length > 0;
}

function hold(draft: Draft, { owner, ...held }: OpenHold): void {
  if (draft.holds.some(({ key }) => key === held.key)) return;
  draft.holds.push(held);
  const choices = [{ id: RELEASE, label: 'Release the order' }];
  raise(draft, { key: held.key, code: 'order.held', message: held.reason, choices, ...(owner && { owner }) });
}
