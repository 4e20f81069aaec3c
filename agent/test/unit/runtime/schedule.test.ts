import { expect, it } from 'vitest';
import { startSchedule } from '../../../src/runtime/schedule.ts';
import { never, until } from '../../support/until.ts';
import { QUIET } from '../../support/world.ts';

const EVERY_SECOND = '* * * * * *';

it(
  'a job that fails is logged and runs again; one that is still under way is not doubled; stopping ends them',
  { timeout: 120_000 },
  async () => {
    const logged: string[] = [];
    let failed = 0;
    let begun = 0;
    let finish = (): void => undefined;
    const schedule = startSchedule(
      [
        {
          name: 'broken',
          expression: EVERY_SECOND,
          run: async () => {
            failed += 1;
            throw new Error('no');
          },
        },
        {
          name: 'long',
          expression: EVERY_SECOND,
          run: () => {
            begun += 1;
            return new Promise<void>((resolve) => (finish = resolve));
          },
        },
      ],
      { ...QUIET, error: (_facts, message) => void logged.push(message) },
    );
    await until('the broken job has run three times', () => failed >= 3);
    expect(logged[0]).toBe('The scheduled job "broken" failed.');
    expect(begun).toBe(1);
    await schedule.stop();
    finish();
    const runs = failed;
    await never('a job runs after the stop', () => failed > runs || begun > 1, 1_200);
  },
);
