import { speak } from '@wordpress/a11y';
import { useDispatch } from '@wordpress/data';
import { useState } from '@wordpress/element';
import type { Problem } from './problem.ts';
import { toProblem } from './problem.ts';
import { store } from './store.ts';

export interface Submit {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Runs one write; resolves true when it worked. While one is under way, another is not started. */
  readonly run: (write: () => Promise<void>) => Promise<boolean>;
  readonly clear: () => void;
}

/** One write at a time, with its failure spoken and kept until the next try; afterwards everything shown is read again. */
export function useSubmit(): Submit {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { nudge } = useDispatch(store);
  const run = async (write: () => Promise<void>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await write();
      return true;
    } catch (thrown) {
      const found = toProblem(thrown);
      setProblem(found);
      speak(found.message, 'assertive');
      return false;
    } finally {
      setBusy(false);
      void nudge();
    }
  };
  return { busy, problem, run, clear: () => setProblem(null) };
}
