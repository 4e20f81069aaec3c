import { Journal } from './journal.ts';
import { Life } from './life.ts';
import { POLICIES, policyWords } from './policies.ts';
import { RAW_KINDS, takeAll, tellRaw } from './raw-facts.ts';
import { holds, isThorough, stepsOf, type Step } from './sequences.ts';
import { at } from '../../../support/orders.ts';
import { sold } from './sold.ts';

/** The share of all sequences that each of the files with this property tries. */
export const FACTS = 0.37;

const policyOf = (steps: readonly Step[]) => POLICIES[steps[0]?.[3] ?? 0] ?? POLICIES[0]!;

const begun = new Map<string, Life>();

/** Half of all sequences begin with an order that is known already; there is more to get wrong. */
function begin(steps: readonly Step[], journal: Journal | null): Life {
  const policy = policyOf(steps);
  const isKnown = (steps[0]?.[2] ?? 0) < 4;
  const make = (): Life => {
    const life = new Life(policy, journal);
    if (isKnown) life.tell({ kind: 'captured', at: life.time(), order: sold({ 11: 2, 12: 1 }, [], { updatedAt: at(0) }) });
    return life;
  };
  if (journal) return make();
  const key = `${POLICIES.indexOf(policy)}${isKnown}`;
  const made = begun.get(key) ?? make();
  begun.set(key, made);
  return made.fork(null);
}

function play(steps: readonly Step[], journal: Journal | null): void {
  const life = begin(steps, journal);
  for (const step of steps) tellRaw(life, step);
  takeAll(life);
  life.finish(isThorough(steps));
}

/** Tries random facts; `file` is which of the files this is. */
export function factsHold(file: number): void {
  holds({ share: FACTS, file, steps: stepsOf(RAW_KINDS, 12), play, journal: (steps) => new Journal(policyWords(policyOf(steps))) });
}
