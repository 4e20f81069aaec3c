import { test } from 'vitest';
import { FACTS, factsHold } from './facts-hold.ts';
import { patience } from './sequences.ts';

test(
  'whatever facts come, twice, late, in any order and against each other, the books add up and come to rest (second part)',
  () => factsHold(2),
  patience(FACTS),
);
