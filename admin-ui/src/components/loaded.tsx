import { Button, Notice, Spinner } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { silentParty } from '../data/problem.ts';
import type { Problem } from '../data/problem.ts';
import type { Live } from '../data/use-live.ts';
import { useNudge } from '../data/use-live.ts';
import { formatTime } from './format.ts';

interface Props<T> {
  readonly live: Live<T>;
  readonly children: (data: T) => ReactNode;
}

/** Shows data once it is there, and keeps it; before that it says what is happening and, when it failed, what to do next. */
export function Loaded<T>({ live, children }: Props<T>): Element {
  if (live.data !== null) {
    return (
      <>
        {live.problem && !silentParty(live.problem) && <Stale problem={live.problem} at={live.at} />}
        {children(live.data)}
      </>
    );
  }
  return live.problem ? <Failed problem={live.problem} /> : <Loading />;
}

function Loading(): Element {
  return (
    <p className="crossdock-loading" role="status">
      <Spinner /> {__('Loading…', 'crossdock')}
    </p>
  );
}

function Failed({ problem }: { readonly problem: Problem }): Element {
  const nudge = useNudge();
  const silent = silentParty(problem) !== null;
  return (
    <div className="crossdock-empty">
      <p>{silent ? __('Nothing can be shown yet, because there was no answer. It appears by itself.', 'crossdock') : problem.message}</p>
      <Button variant="secondary" onClick={nudge}>
        {__('Try again', 'crossdock')}
      </Button>
    </div>
  );
}

function Stale({ problem, at }: { readonly problem: Problem; readonly at: number | null }): Element {
  return (
    <Notice status="warning" isDismissible={false}>
      {problem.message}{' '}
      {at !== null &&
        sprintf(
          /* translators: %s: time of day */
          __('Shown is the state of %s.', 'crossdock'),
          formatTime(at),
        )}
    </Notice>
  );
}
