import type { Logger } from '../connector/tools.ts';

/** A piece of work that runs when kicked or when its time has come, never twice at once; kicks during a run lead to one more run. */
export interface Loop {
  /** Run soon; several kicks become one run. */
  kick(): void;
  /** Run at this time (ms since the epoch) unless an earlier time is already set. */
  at(time: number): void;
  /** Resolves when a run that is under way is over; no further run begins. */
  stop(): Promise<void>;
  /** True while running or about to run. */
  readonly busy: boolean;
}

/** `work` returns the time of its next run in ms since the epoch, or null to sleep until it is kicked. */
export function makeLoop(name: string, work: () => Promise<number | null>, log: Logger, now: () => number): Loop {
  let timer: NodeJS.Timeout | null = null;
  let timerAt = Number.POSITIVE_INFINITY;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const at = (time: number): void => {
    if (stopped || time >= timerAt) return;
    if (timer) clearTimeout(timer);
    timerAt = time;
    timer = setTimeout(kick, Math.min(Math.max(0, time - now()), 2 ** 31 - 1));
  };
  const run = async (): Promise<void> => {
    do {
      again = false;
      try {
        const next = await work();
        if (next !== null) at(next);
      } catch (error) {
        log.error({ err: error, loop: name }, `The ${name} loop failed; it goes on in a second.`);
        at(now() + 1000);
      }
    } while (again && !stopped);
  };
  const kick = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    timerAt = Number.POSITIVE_INFINITY;
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = run().finally(() => {
      running = null;
      if (again) kick();
    });
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    if (timer) clearTimeout(timer);
    await running;
  };
  return {
    kick,
    at,
    stop,
    get busy() {
      return running !== null;
    },
  };
}
