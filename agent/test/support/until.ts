/** Long enough for a busy machine: a test waits for what must come, and the bench measures how fast it comes. */
const PATIENCE_MS = 60_000;

/** Asks again and again until the answer is neither false, null nor undefined; fails with what was waited for and the last answer. */
export async function until<T>(what: string, ask: () => T | Promise<T>, withinMs = PATIENCE_MS): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      last = answer;
      if (answer !== undefined && answer !== null && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain until ${what}; last: ${words(last)}`);
    await new Promise((next) => setTimeout(next, 15));
  }
}

/** True when the condition never holds for so long: for what must not happen. */
export async function never(what: string, ask: () => boolean | Promise<boolean>, forMs = 400): Promise<void> {
  const end = Date.now() + forMs;
  while (Date.now() < end) {
    if (await ask()) throw new Error(`it happened all the same: ${what}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

function words(value: unknown): string {
  return value instanceof Error ? value.message : (JSON.stringify(value)?.slice(0, 400) ?? 'nothing');
}

/** Something that a test opens when its moment has come: what waits for `passed` goes on then. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  const passed = new Promise<void>((go) => (open = go));
  return { passed, open: () => open() };
}
