import type { Problem } from './problem.ts';

const LONGEST_MS = 15_000;

/** Reads again and again until it is ended: not while the tab is hidden, at once when it is seen again, ever less often while reading fails. Gives the end. */
export function poll(read: () => Promise<Problem | null>, everyMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let ended = false;
  const turn = async (): Promise<void> => {
    clearTimeout(timer);
    const problem = await read();
    failures = problem ? failures + 1 : 0;
    if (!ended && !document.hidden) timer = setTimeout(() => void turn(), pause(everyMs, failures));
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
  return Math.max(everyMs, Math.min(LONGEST_MS, everyMs * 2 ** Math.min(failures, 10)));
}
