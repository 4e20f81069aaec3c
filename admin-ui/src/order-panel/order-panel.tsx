import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { MirrorRow } from '../../../agent/src/protocol/shop.ts';
import { useDecision } from '../components/choices.tsx';
import { OutageNotice } from '../components/outage-notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ResultNotice } from '../components/result-notice.tsx';
import { useRetry } from '../components/use-retry.ts';
import { useOrder } from '../data/reads.ts';
import { settings } from '../data/settings.ts';
import { Details } from './details.tsx';
import { MirrorView } from './mirror-view.tsx';

const EVERY_MS = 5000;

interface Props {
  readonly orderId: string;
  readonly mirror: MirrorRow | null;
}

/** The box on WooCommerce's order page: at once what the shop itself knows, then what the agent knows. */
export function OrderPanel({ orderId, mirror }: Props): Element {
  const live = useOrder(settings().paired ? orderId : null, undefined, EVERY_MS);
  const retry = useRetry();
  const decision = useDecision(retry.setResult);
  return (
    <div className="crossdock crossdock-panel">
      {settings().paired ? <OutageNotice /> : <p>{__('Crossdock is not paired with an agent yet.', 'crossdock')}</p>}
      <ProblemNotice problem={retry.submit.problem} onRemove={retry.submit.clear} />
      {!decision.dialog && <ProblemNotice problem={decision.submit.problem} onRemove={decision.submit.clear} />}
      <ResultNotice text={retry.result} onRemove={() => retry.setResult('')} />
      {live.data ? <Details detail={live.data} retry={retry} decision={decision} /> : <MirrorView mirror={mirror} problem={live.problem} />}
      {decision.dialog}
      {settings().paired && (
        <p>
          <a href={`admin.php?page=crossdock#/orders/${encodeURIComponent(orderId)}`}>{__('Every step of this order', 'crossdock')}</a>
        </p>
      )}
    </div>
  );
}
