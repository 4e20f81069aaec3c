import { decimal, millionths } from './amounts.ts';
import type { Commitment } from './commitments.ts';
import type { OrderLedger } from './ledger.ts';
import type { OrderPolicy } from './policy.ts';

/** What became of units that a warehouse was short of. `open`: a person is asked; `waiting`: the warehouse looks on. */
export type ShortFate = 'open' | 'waiting' | 'reshipped' | 'cancelled';

/** Units of one line that one fulfillment order came short of, all with one fate; `upTo` is the count that the exception named. */
export interface Short {
  readonly commitment: Commitment;
  readonly lineId: string;
  readonly units: number;
  readonly upTo: number;
  readonly fate: ShortFate;
}

const PREFIX = 'wms.short:';
const FATES: Readonly<Record<string, ShortFate>> = { reship: 'reshipped', cancel: 'cancelled', wait: 'waiting' };

/** The exception about so many missing units of a line: more units are another question. */
export function shortKey(reference: string, lineId: string, units: number): string {
  return `${PREFIX}${reference}:${lineId}:${decimal(units)}`;
}

/** All missing units of an order, as people and policy decided; without policy only as people did. */
export function shortsOf(ledger: OrderLedger, commitments: readonly Commitment[], policy: OrderPolicy | null): Short[] {
  const shorts: Short[] = [];
  let decided: Map<string, [upTo: number, fate: ShortFate][]> | null = null;
  for (const commitment of commitments)
    for (const [lineId, { short }] of commitment.lines) {
      if (short <= 0) continue;
      decided ??= decisions(ledger);
      let from = 0;
      const add = (upTo: number, fate: ShortFate): void => {
        if (upTo > from) shorts.push({ commitment, lineId, units: upTo - from, upTo, fate });
        from = Math.max(from, upTo);
      };
      for (const [upTo, fate] of decided.get(`${commitment.reference}:${lineId}`) ?? []) add(Math.min(upTo, short), fate);
      add(short, fateBy(policy, commitments, commitment, lineId));
    }
  return shorts;
}

function decisions(ledger: OrderLedger): Map<string, [number, ShortFate][]> {
  const found = new Map<string, [number, ShortFate][]>();
  for (const [key, { choice }] of Object.entries(ledger.decisions)) {
    const cut = key.lastIndexOf(':');
    const fate = Object.hasOwn(FATES, choice) ? FATES[choice] : undefined;
    if (!key.startsWith(PREFIX) || fate === undefined || cut < PREFIX.length) continue;
    const about = key.slice(PREFIX.length, cut);
    found.set(about, [...(found.get(about) ?? []), [millionths(key.slice(cut + 1)), fate]]);
  }
  for (const list of found.values()) list.sort(([a], [b]) => a - b);
  return found;
}

/** By itself a line is requested anew only where it has not come short yet, or it would go round for ever. */
function fateBy(policy: OrderPolicy | null, commitments: readonly Commitment[], { request }: Commitment, lineId: string): ShortFate {
  if (policy?.shortage === 'cancel') return 'cancelled';
  if (policy?.shortage !== 'reship') return 'open';
  const before = commitments.filter((each) => each.request.number < request.number && (each.lines.get(lineId)?.short ?? 0) > 0);
  return before.length === 0 ? 'reshipped' : 'open';
}
