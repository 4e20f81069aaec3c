export interface WaitOptions {
  /** Milliseconds before giving up. */
  readonly within?: number;
  /** Milliseconds between two looks. */
  readonly every?: number;
  /** What is awaited, for the error text. */
  readonly what?: string;
}

/** Looks again and again until `look` gives something other than null, undefined or false; an error thrown by `look` counts as "not yet". */
export async function waitUntil<T>(look: () => T | Promise<T>, options: WaitOptions = {}): Promise<NonNullable<T>> {
  const { within = 60_000, every = 50, what = 'the condition' } = options;
  const deadline = Date.now() + within;
  for (;;) {
    let last: unknown = null;
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) throw new Error(`Waited ${within} ms in vain for ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
