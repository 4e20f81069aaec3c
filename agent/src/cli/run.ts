import { runUntilSignal, startCrossdock } from '../main.ts';
import { createLog } from '../runtime/log.ts';
import type { Outcome } from './outcome.ts';
import type { Setup } from './setup.ts';

/** `crossdock run`: all that it says goes to the log, one line of JSON each. */
export async function run({ config }: Setup): Promise<Outcome> {
  const log = createLog(config.log.level);
  await runUntilSignal(() => startCrossdock({ config, log }), log);
  return { exit: 0, json: { stopped: true }, text: '' };
}
