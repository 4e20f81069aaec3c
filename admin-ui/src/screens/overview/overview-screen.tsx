import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { AgentStatus } from '../../../../agent/src/protocol/status.ts';
import { Badge } from '../../components/badge.tsx';
import { formatTime } from '../../components/format.ts';
import { Loaded } from '../../components/loaded.tsx';
import { ScreenHeading } from '../../components/screen-heading.tsx';
import { useStatus } from '../../data/reads.ts';
import { Completeness } from './completeness.tsx';
import { Connections } from './connections.tsx';
import { Kpis } from './kpis.tsx';

export function OverviewScreen(): Element {
  const live = useStatus();
  return (
    <section>
      <ScreenHeading title={__('Overview', 'crossdock')} />
      <Loaded live={live}>
        {(status) => (
          <>
            {status.mode === 'shadow' && <Shadow />}
            <Completeness proof={status.proof} />
            <Kpis kpis={status.kpis} />
            <h3>{__('Connections', 'crossdock')}</h3>
            <Connections connections={status.connections} />
            <AgentLine status={status} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Shadow(): Element {
  return (
    <p>
      <Badge tone="info" text={__('Shadow mode', 'crossdock')} />{' '}
      {__('Plans are made and shown, but nothing is sent to any system.', 'crossdock')}
    </p>
  );
}

function AgentLine({ status }: { readonly status: AgentStatus }): Element {
  return (
    <p className="crossdock-muted">
      {
        /* translators: 1: version number, 2: time */
        sprintf(__('Agent %1$s, running since %2$s.', 'crossdock'), status.version, formatTime(status.startedAt))
      }
    </p>
  );
}
