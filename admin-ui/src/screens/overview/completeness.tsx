import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { AgentStatus } from '../../../../agent/src/protocol/status.ts';
import { href } from '../../app/route.ts';
import { Badge } from '../../components/badge.tsx';
import { formatCount, formatTime } from '../../components/format.ts';

type Proof = AgentStatus['proof'];

/** The first promise as a sum: every paid order is accounted for. */
export function Completeness({ proof }: { readonly proof: Proof }): Element {
  if (proof.checkedAt === null)
    return (
      <p className="crossdock-proof">{__('The paid orders have not been counted yet; the sum appears here by itself.', 'crossdock')}</p>
    );
  const holds = proof.unexplained === 0;
  return (
    <div className="crossdock-proof">
      <p>
        <Badge
          tone={holds ? 'good' : 'bad'}
          text={holds ? __('Every paid order is accounted for.', 'crossdock') : __('Some paid orders are unaccounted for.', 'crossdock')}
        />{' '}
        {sentence(proof)}
      </p>
      <p className="crossdock-muted">
        {
          /* translators: %s: time */
          sprintf(__('Counted %s.', 'crossdock'), formatTime(proof.checkedAt))
        }
      </p>
      {!holds && <Unexplained ids={proof.unexplainedIds} />}
    </div>
  );
}

function sentence(proof: Proof): string {
  return sprintf(
    /* translators: 1: paid orders, 2: orders in the ERP, 3: orders with an exception, 4: orders that are too young, 5: orders without an explanation; all numbers */
    __('%1$s paid orders = %2$s in the ERP + %3$s explained by an exception + %4$s just arrived + %5$s unexplained.', 'crossdock'),
    formatCount(proof.paid),
    formatCount(proof.inErp),
    formatCount(proof.explained),
    formatCount(proof.young),
    formatCount(proof.unexplained),
  );
}

function Unexplained({ ids }: { readonly ids: readonly string[] }): Element {
  return (
    <p>
      {__('The agent reads these orders again by itself:', 'crossdock')}{' '}
      {ids.map((id) => (
        <a key={id} href={href('orders', id)} className="crossdock-id">
          {id}
        </a>
      ))}
    </p>
  );
}
