import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { OrderDetail } from '../../../../agent/src/protocol/orders.ts';
import { Badge } from '../../components/badge.tsx';
import { formatTime } from '../../components/format.ts';
import { milestoneLabel, verdictLabel } from '../../components/life-labels.ts';

type Order = OrderDetail['order'];

/** Why the order is kept back; nothing when it is not. */
export function Holds({ holds }: { readonly holds: Order['holds'] }): Element | null {
  if (holds.length === 0) return null;
  return (
    <ul className="crossdock-list">
      {holds.map((hold) => (
        <li key={hold.key}>
          <Badge tone="wait" text={__('On hold', 'crossdock')} /> <bdi>{hold.reason}</bdi>{' '}
          <span className="crossdock-muted">{holdTimes(hold)}</span>
        </li>
      ))}
    </ul>
  );
}

function holdTimes({ since, until }: Order['holds'][number]): string {
  /* translators: %s: time */
  if (until === null) return sprintf(__('since %s', 'crossdock'), formatTime(since));
  /* translators: %s: time */
  return sprintf(__('until %s', 'crossdock'), formatTime(until));
}

/** What each location was asked to ship, and how far it is. */
export function Fulfillments({ fulfillments }: { readonly fulfillments: Order['fulfillments'] }): Element {
  if (fulfillments.length === 0) return <p className="crossdock-empty">{__('No warehouse has been asked yet.', 'crossdock')}</p>;
  return (
    <ul className="crossdock-list">
      {fulfillments.map((each) => (
        <li key={each.reference}>
          <bdi className="crossdock-code">{each.foreign?.number ?? each.reference}</bdi> <bdi>{each.location}</bdi>{' '}
          {each.milestone !== null && milestoneLabel(each.milestone)}
          {each.wave !== null && (
            <>
              {' '}
              <span className="crossdock-muted">
                {
                  /* translators: %s: name of a pick wave */
                  sprintf(__('wave %s', 'crossdock'), each.wave)
                }
              </span>
            </>
          )}
          <ul>
            {each.lines.map((line) => (
              <li key={line.lineId}>
                <bdi>{line.name}</bdi> {lineText(line)}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function lineText({ requested, picked, shipped, short, reason, substitute }: Order['fulfillments'][number]['lines'][number]): string {
  const parts: string[] = [
    /* translators: 1: units requested, 2: units picked, 3: units shipped */
    sprintf(__('%1$s requested, %2$s picked, %3$s shipped', 'crossdock'), requested, picked, shipped),
  ];
  /* translators: %s: units that were not found */
  if (Number(short) > 0) parts.push(sprintf(__('%s short', 'crossdock'), short) + (reason === null ? '' : ` (${reason})`));
  /* translators: %s: another item that the warehouse proposes */
  if (substitute !== null) parts.push(sprintf(__('proposed instead: %s', 'crossdock'), substitute));
  return parts.join(' · ');
}

/** Changes and cancellations that parties were asked for, with what they said. */
export function Changes({ changes }: { readonly changes: Order['changes'] }): Element | null {
  if (changes.length === 0) return null;
  return (
    <>
      <h3>{__('Changes', 'crossdock')}</h3>
      <ul className="crossdock-list">
        {changes.map((change) => (
          <li key={`${change.key}|${change.at ?? ''}`}>
            <Badge {...verdictLabel(change.verdict)} /> <bdi>{change.title}</bdi>{' '}
            {change.at !== null && <span className="crossdock-muted">{formatTime(change.at)}</span>}
            {change.note !== null && (
              <p>
                <bdi>{change.note}</bdi>
              </p>
            )}
            <ul>
              {change.changes.map((one, index) => (
                <li key={index}>
                  <bdi>{one.before || '–'}</bdi> → <bdi>{one.after || '–'}</bdi>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}
