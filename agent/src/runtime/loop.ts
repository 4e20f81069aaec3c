import type { Logger } from '../connector/tools.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * A piece of work that runs when kicked or when its time has come, never twice at once; kicks during a run lead to one more run.
 * `work` returns the time of its next run in ms since the epoch, or null to sleep until it is kicked.
 */
export class Loop {
  readonly #name: string;
  readonly #work: () => Promise<number | null>;
  readonly #log: Logger;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(name: string, work: () => Promise<number | null>, log: Logger, now: () => number) {
    this.#name = name;
    this.#work = work;
    this.#log = log;
    this.#now = now;
  }

  /** Run soon; several kicks become one run. */
  kick(): void {
    this.#disarm();
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#again) this.kick();
    });
  }

  /** Run at this time (ms since the epoch) unless an earlier time is already set. */
  at(time: number): void {
    if (this.#stopped || time >= this.#timerAt) return;
    this.#disarm();
    this.#timerAt = time;
    this.#timer = setTimeout(() => this.kick(), Math.min(Math.max(0, time - this.#now()), LONGEST_TIMER_MS));
  }

  /** Resolves when a run that is under way is over; no further run begins. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#disarm();
    await this.#running;
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#timerAt = Number.POSITIVE_INFINITY;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      try {
        const next = await this.#work();
        if (next !== null) this.at(next);
      } catch (error) {
        this.#log.error({ err: error, loop: this.#name }, `The ${this.#name} loop failed; it goes on in a second.`);
        this.at(this.#now() + 1000);
      }
    } while (this.#again && !this.#stopped);
  }
}
