import { checkTruth } from './truth.ts';
import { begin, happen, KINDS } from './happenings.ts';
import { Journal } from './journal.ts';
import { POLICIES, policyWords } from './policies.ts';
import { holds, isThorough, stepsOf, type Step } from './sequences.ts';

/** The share of all sequences that each of the files with this property tries. */
export const LIVES = 0.083;

/** The first step says under which policy and from where on. */
function play([first, ...steps]: readonly Step[], journal: Journal | null): void {
  const [, policy, beginning] = first ?? [0, 0, 0, 0];
  const world = begin(policy, beginning, journal);
  for (const step of steps) happen(world, step);
  world.rest();
  checkTruth(world);
  world.life.finish(isThorough(steps));
}

/** Tries random lives; `file` is which of the files this is. */
export function livesHold(file: number): void {
  const journal = ([first]: readonly Step[]): Journal => new Journal(policyWords(POLICIES[first?.[1] ?? 0] ?? POLICIES[0]!));
  holds({ share: LIVES, file, steps: stepsOf(KINDS, 16), play, journal });
}
