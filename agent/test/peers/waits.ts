/** Timers of one peer that all end with it: `wait` resolves early with false and `later` does not run once closed. */
export interface Waits {
  wait(ms: number): Promise<boolean>;
  /** Runs after `ms`; at once, before returning, when `ms` is 0. */
  later(ms: number, run: () => void): void;
  close(): void;
}

export function createWaits(): Waits {
  const timers = new Map<NodeJS.Timeout, () => void>();
  const start = (ms: number, run: () => void, onClose: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.set(timer, onClose);
  };
  return {
    wait: (ms) =>
      ms <= 0
        ? Promise.resolve(true)
        : new Promise((resolve) =>
            start(
              ms,
              () => resolve(true),
              () => resolve(false),
            ),
          ),
    later(ms, run) {
      if (ms <= 0) run();
      else start(ms, run, () => undefined);
    },
    close() {
      const open = [...timers];
      timers.clear();
      for (const [timer, onClose] of open) {
        clearTimeout(timer);
        onClose();
      }
    },
  };
}

/** A fixed time in ms, or a range from which each time is drawn. */
export type Span = number | readonly [number, number];

export function draw(span: Span): number {
  return typeof span === 'number' ? span : span[0] + Math.random() * (span[1] - span[0]);
}
