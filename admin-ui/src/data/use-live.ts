import { useDispatch, useSelect } from '@wordpress/data';
import { useEffect } from '@wordpress/element';
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
const LONGEST_MS = 15_000;

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

function poll(read: () => Promise<Problem | null>, everyMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let ended = false;
  const turn = async (): Promise<void> => {
    clearTimeout(timer);
    const problem = await read();
    failures = problem ? failures + 1 : 0;
    if (!ended && !document.hidden) timer = setTimeout(() => void turn(), Math.max(everyMs, pause(everyMs, failures)));
  };
  const seen = (): void => {
    clearTimeout(timer);
    if (!document.hidden) void turn();
  };
  document.addEventListener('visibilitychange', seen);
  void turn();
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  };
}

function pause(everyMs: number, failures: number): number {
  return Math.min(LONGEST_MS, everyMs * 2 ** Math.min(failures, 10));
}
