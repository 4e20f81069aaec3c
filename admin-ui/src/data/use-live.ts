import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect } from '@wordpress/element';
import { poll } from './poll.ts';
import type { Problem } from './problem.ts';
import type { Outage } from './resource.ts';
import { store } from './store.ts';

/** A path of the server as it is now: `data` null until the first answer, kept when later calls fail. */
export interface Live<T> {
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly at: number | null;
}

const EVERY_MS = 2000;

/** Keeps a path fresh while the tab is seen: every two seconds, less and less often while nobody answers. Null asks for nothing. */
export function useLive<T>(path: string | null, everyMs: number = EVERY_MS): Live<T> {
  const { load } = useDispatch(store);
  const nudges = useSelect((select) => select(store).nudges(), []);
  const resource = useSelect((select) => select(store).resource(path), [path]);
  useEffect(() => (path === null ? undefined : poll(() => load(path), everyMs)), [path, everyMs, nudges, load]);
  return resource as Live<T>;
}

export function useOutage(): Outage | null {
  return useSelect((select) => select(store).outage(), []);
}

/** Reads all that is shown again, now. */
export function useNudge(): () => void {
  const { nudge } = useDispatch(store);
  return () => void nudge();
}
