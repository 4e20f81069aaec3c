/** Random numbers that come again for the same seed (mulberry32). */
export interface Dice {
  /** A whole number from `low` up to and including `high`. */
  roll(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const roll = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return { roll, chance: (share) => next() < share, pick: (from) => from[roll(0, from.length - 1)]! };
}

/** The seeds of a random test: fixed ones, so that a change is judged by what it changed; those of CROSSDOCK_SEED ("7" or "7,8,9"); or three new ones for CROSSDOCK_SEED=new. */
export function seeds(...fixed: number[]): number[] {
  const own = process.env['CROSSDOCK_SEED'];
  if (own === undefined) return fixed;
  return own === 'new' ? [1, 2, 3].map(() => Math.floor(Math.random() * 1_000_000)) : own.split(',').map(Number);
}
