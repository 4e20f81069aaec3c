import { test } from 'vitest';
import { LIVES, livesHold } from './lives-hold.ts';
import { patience } from './sequences.ts';

test(
  'whatever the parties do, answer, lose and repeat, the books add up, nothing happens twice, and all comes to rest (first part)',
  () => livesHold(11),
  patience(LIVES),
);
