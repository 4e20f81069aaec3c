import { speak } from '@wordpress/a11y';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { useSubmit } from '../data/use-submit.ts';
import type { Submit } from '../data/use-submit.ts';

/** Retry of one thing, with what came of it. `retry` resolves false when there was nothing to try again. */
export function useRetry(): {
  submit: Submit;
  result: string;
  setResult: (text: string) => void;
  start: (retry: () => Promise<boolean>) => void;
} {
  const submit = useSubmit();
  const [result, setResult] = useState('');
  const start = (retry: () => Promise<boolean>): void => {
    void submit.run(async () => {
      const message = (await retry())
        ? __('It is tried again now.', 'crossdock')
        : __('There was nothing to try again: nothing of this order waits for a retry.', 'crossdock');
      setResult(message);
      speak(message);
    });
  };
  return { submit, result, setResult, start };
}
