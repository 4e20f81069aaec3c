import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** Everything that the work calls carries this correlation id; the HTTP client sends it as `x-correlation-id`. */
export function withCorrelation<T>(id: string, work: () => T): T {
  return current.run(id, work);
}

/** The correlation id of the work under way; undefined outside of any. */
export function currentCorrelation(): string | undefined {
  return current.getStore();
}
