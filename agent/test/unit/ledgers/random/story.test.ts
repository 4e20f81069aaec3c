import { expect, test } from 'vitest';
import { begin, happen, KINDS } from './happenings.ts';
import { Broken } from './invariants.ts';
import { Journal } from './journal.ts';
import { holds, stepsOf, type Step } from './sequences.ts';

/** A rule that does not hold: no warehouse ever ships a second parcel. */
function play([first, ...steps]: readonly Step[], journal: Journal | null): void {
  const world = begin(0, first?.[2] ?? 0, journal);
  for (const step of steps) {
    happen(world, step);
    if (world.life.ledger.shipments.length > 1) throw new Broken('A second parcel has left.');
  }
}

test('a rule that breaks is told as a short story, with what was planned after each fact and how to see it again', () => {
  const tell = (): void =>
    holds({ share: 0.02, file: 21, steps: stepsOf(KINDS, 16), play, journal: () => new Journal('the usual policy') });
  expect(tell).toThrow('A second parcel has left.');
  const story = storyOf(tell);
  expect(story).toContain('1. Order 1001 is being processed in the shop (2 lines, 53.55 EUR, status processing; 3 × 11, 1 × 12');
  expect(story).toContain('→ planned: Sales order to the ERP: 3 × MUG-01, 1 × TEA-02');
  expect(story).toMatch(/A part has left the warehouse|Everything has left the warehouse/);
  expect(story).toMatch(/To see it again: CROSSDOCK_SEED=\d+ CROSSDOCK_PATH=[\d:]+ npx vitest run/);
  expect(story.split('\n').filter((line) => /^ +\d+\. /.test(line)).length).toBeLessThan(16);
});

function storyOf(tell: () => void): string {
  try {
    tell();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}
