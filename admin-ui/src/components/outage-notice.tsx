import { Notice } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { useNudge, useOutage } from '../data/use-live.ts';
import { formatTime } from './format.ts';

/** Says that nobody answers and since when; what is on the screen stays. */
export function OutageNotice(): Element | null {
  const outage = useOutage();
  const nudge = useNudge();
  if (!outage) return null;
  const since = formatTime(outage.since);
  const text =
    outage.party === 'agent'
      ? /* translators: %s: time of day */
        sprintf(__('The agent does not answer since %s.', 'crossdock'), since)
      : /* translators: %s: time of day */
        sprintf(__('The shop does not answer since %s.', 'crossdock'), since);
  const advice =
    outage.party === 'agent'
      ? __(
          'What you see is the last known state. The shop goes on selling and nothing is lost. See on its machine whether the agent runs (crossdock status); it is tried again by itself.',
          'crossdock',
        )
      : __('What you see is the last known state. Check your network; it is tried again by itself.', 'crossdock');
  return (
    <Notice
      status="warning"
      isDismissible={false}
      spokenMessage={text}
      actions={[{ label: __('Try now', 'crossdock'), onClick: nudge, variant: 'secondary' }]}
    >
      <strong>{text}</strong> {advice}
    </Notice>
  );
}
