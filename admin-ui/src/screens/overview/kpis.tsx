import type { Element } from '@wordpress/element';
import { _n, __, sprintf } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import type { AgentStatus, Percentiles } from '../../../../agent/src/protocol/status.ts';
import { href } from '../../app/route.ts';
import { Age } from '../../components/age.tsx';
import { formatCount, formatDuration } from '../../components/format.ts';

/** The figures of today, and how long orders take. */
export function Kpis({ kpis }: { readonly kpis: AgentStatus['kpis'] }): Element {
  return (
    <>
      <h3>{__('Figures', 'crossdock')}</h3>
      <dl className="crossdock-kpis">
        <Kpi term={__('Orders today', 'crossdock')}>
          <a href={href('orders')}>{formatCount(kpis.ordersToday)}</a>
        </Kpi>
        <Kpi term={__('Shipped today', 'crossdock')}>{formatCount(kpis.shippedToday)}</Kpi>
        <Kpi term={__('Open exceptions', 'crossdock')}>
          <a href={href('exceptions')}>{formatCount(kpis.exceptionsOpen)}</a>
          {kpis.oldestExceptionAt !== null && <Since iso={kpis.oldestExceptionAt} />}
        </Kpi>
        <Kpi term={__('Held back', 'crossdock')}>
          {formatCount(kpis.ordersHeld)}
          {kpis.oldestHoldAt !== null && <Since iso={kpis.oldestHoldAt} />}
        </Kpi>
        <Kpi term={__('Waiting to be sent', 'crossdock')}>{formatCount(kpis.deliveriesQueued)}</Kpi>
        <Kpi term={__('Duplicates prevented', 'crossdock')}>{formatCount(kpis.duplicatesPrevented)}</Kpi>
        <Kpi term={__('Orders in all', 'crossdock')}>{formatCount(kpis.ordersTotal)}</Kpi>
      </dl>
      <h3>{__('How long it takes (last 24 hours)', 'crossdock')}</h3>
      <dl className="crossdock-kpis">
        <Latency term={__('Shop to ERP', 'crossdock')} measured={kpis.captureToErp} />
        <Latency term={__('ERP to warehouse', 'crossdock')} measured={kpis.erpToRelease} />
        <Latency term={__('Shop to shipped', 'crossdock')} measured={kpis.captureToShipped} />
      </dl>
    </>
  );
}

/** How long the oldest has waited. */
function Since({ iso }: { readonly iso: string }): Element {
  return (
    <small>
      {__('the oldest', 'crossdock')} <Age iso={iso} />
    </small>
  );
}

function Kpi({ term, children }: { readonly term: string; readonly children: ReactNode }): Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Latency({ term, measured }: { readonly term: string; readonly measured: Percentiles }): Element {
  if (measured.count === 0) return <Kpi term={term}>{__('not measured yet', 'crossdock')}</Kpi>;
  return (
    <Kpi term={term}>
      {formatDuration(measured.p50)}
      <small>
        {
          /* translators: 1: length of time that 95 of 100 orders stay under, 2: number of orders; the figure above is the median */
          sprintf(
            _n('typical · 95%% within %1$s · %2$s order', 'typical · 95%% within %1$s · %2$s orders', measured.count, 'crossdock'),
            formatDuration(measured.p95),
            formatCount(measured.count),
          )
        }
      </small>
    </Kpi>
  );
}
