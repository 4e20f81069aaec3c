import { Spinner } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { useNow } from '../../components/use-now.ts';

const SECOND_MS = 1000;

/** How long the code still works. Not a live region: a clock that speaks each second helps nobody. */
export function Countdown({ until }: { readonly until: string }): Element {
  const now = useNow(SECOND_MS);
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / SECOND_MS));
  if (left === 0) return <p role="status">{__('The code is too old now. Make a new one.', 'crossdock')}</p>;
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <p>
      <Spinner />{' '}
      {
        /* translators: %s: minutes and seconds, such as 9:41 */
        sprintf(__('Waits for the agent. The code works for another %s.', 'crossdock'), clock)
      }
    </p>
  );
}
