import { nextRelease } from '../../domain/working-calendar.ts';
import { wakeAt, type Draft } from './draft.ts';
import type { ShippingLocation } from './locations.ts';
import type { Standing } from './standing.ts';
import { milliseconds } from './time.ts';

/** True when a location takes new fulfillment orders now; otherwise the plan asks to be woken when it does. A wave that has come since the goods were ready is not missed. */
export function isReleased(draft: Draft, standing: Standing, { calendar }: ShippingLocation): boolean {
  if (calendar === null) return true;
  const time = nextRelease(calendar, readySince(draft, standing));
  if (time === null) return true;
  if (time <= draft.now) return true;
  wakeAt(draft, time);
  return false;
}

/** When the goods were ready that have not been asked for: as the ERP reserved them, or as they were found missing and wanted again. */
function readySince({ ledger, now }: Draft, { shorts, commitments }: Standing): number {
  const times = [ledger.readyAt ?? ''];
  for (const { fate, commitment } of shorts) if (fate === 'reshipped') times.push(commitment.state?.updatedAt ?? '');
  for (const { closed, state } of commitments) if (closed === 'by-them') times.push(state?.updatedAt ?? '');
  for (const [key, { at }] of Object.entries(ledger.decisions)) if (key.startsWith('wms.')) times.push(at);
  const latest = Math.max(...times.map(milliseconds));
  return latest > 0 ? Math.min(latest, now) : now;
}
