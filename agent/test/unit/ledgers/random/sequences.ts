import fc from 'fast-check';
import type { Journal } from './journal.ts';

/** Something that happens: its kind and what it needs to choose. Small numbers stand for simple things, so that a shrunk sequence is a simple one. */
export type Step = readonly [kind: number, a: number, b: number, c: number];

/** How many sequences all files together try; CROSSDOCK_SEQUENCES tries more (or fewer). */
const ALL = Number(process.env['CROSSDOCK_SEQUENCES'] ?? 100_000);

/** The part of all sequences that one test tries. */
export function sequences(share: number): number {
  return Math.ceil(ALL * share);
}

/** Long runs need long times: a sequence takes about a millisecond, on a busy machine several. */
export function patience(share: number): number {
  return 60_000 + sequences(share) * 20;
}

/** `npm test` tries the same sequences each time; CROSSDOCK_SEED=7 others (each file its own), CROSSDOCK_SEED=random ones that nobody has seen. With a path the seed is that of the very sequence. */
function seedOf(file: number): number {
  const { CROSSDOCK_SEED: given, CROSSDOCK_PATH: path } = process.env;
  if (given === undefined) return 20_261_124 + file;
  if (given === 'random') return Math.floor(Math.random() * 2 ** 31);
  return path === undefined ? Number(given) + file : Number(given);
}

interface Sequences<T> {
  readonly share: number;
  /** Which of several files with the same property this is. */
  readonly file: number;
  readonly steps: fc.Arbitrary<T>;
  readonly play: (given: T, journal: Journal | null) => void;
  /** Begins to write down what happens. */
  readonly journal: (given: T) => Journal;
}

/** Plays random sequences; one that fails is shrunk, played once more and told as a story. */
export function holds<T>({ share, file, steps, play, journal }: Sequences<T>): void {
  const path = process.env['CROSSDOCK_PATH'];
  const parameters = { seed: seedOf(file), numRuns: sequences(share), ...(path !== undefined && { path }) };
  const outcome = fc.check(
    fc.property(steps, (given) => play(given, null)),
    parameters,
  );
  if (!outcome.failed) return;
  const [given] = outcome.counterexample ?? [];
  if (given === undefined) throw new Error(`no sequence: ${String(outcome.errorInstance)}`);
  const story = journal(given);
  let broken: unknown = outcome.errorInstance;
  try {
    play(given, story);
  } catch (error) {
    broken = error;
  }
  const again = `CROSSDOCK_SEED=${outcome.seed} CROSSDOCK_PATH=${outcome.counterexamplePath ?? '0'}`;
  const message = broken instanceof Error ? broken.message : String(broken);
  const count = `after ${outcome.numRuns} sequences, made ${outcome.numShrinks} times simpler`;
  throw new Error(
    `${message}\n\nHow it came to that (${count}):\n${story.text()}\n\nTo see it again: ${again} npx vitest run <this file>\n`,
    {
      cause: broken,
    },
  );
}

/** Up to so many steps, each of one of `kinds`. */
export function stepsOf(kinds: number, maxLength: number): fc.Arbitrary<Step[]> {
  return fc.array(fc.tuple(fc.nat(kinds - 1), fc.nat(7), fc.nat(7), fc.nat(7)), { minLength: 1, maxLength, size: 'max' });
}

/** Costly checks are made of one sequence in eight. */
export function isThorough([first]: readonly Step[]): boolean {
  return first === undefined || (first[1] + first[2]) % 8 === 0;
}
