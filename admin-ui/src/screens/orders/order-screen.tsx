import { Button } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { OrderDetail } from '../../../../agent/src/protocol/orders.ts';
import { href } from '../../app/route.ts';
import { Badge } from '../../components/badge.tsx';
import { useDecision } from '../../components/choices.tsx';
import { ExceptionsOfOrder } from '../../components/exceptions-of-order.tsx';
import { stageLabel } from '../../components/labels.ts';
import { Loaded } from '../../components/loaded.tsx';
import { MapButton, startFrom, useMappingDialog } from '../../components/map-button.tsx';
import { OrderLines } from '../../components/order-lines.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { ResultNotice } from '../../components/result-notice.tsx';
import { ScreenHeading } from '../../components/screen-heading.tsx';
import { Shipments } from '../../components/shipments.tsx';
import { useRetry } from '../../components/use-retry.ts';
import { useOrder } from '../../data/reads.ts';
import { settings, shopOrderUrl } from '../../data/settings.ts';
import { retryExceptions, retryOrder } from '../../data/writes.ts';
import { OrderFacts } from './order-facts.tsx';
import { Changes, Fulfillments, Holds } from './order-life.tsx';
import { Returns } from './returns.tsx';
import { Timeline } from './timeline.tsx';

interface Props {
  readonly orderId: string;
  readonly connection: string | undefined;
}

/** The trace: everything that is known about one order. */
export function OrderScreen({ orderId, connection }: Props): Element {
  const live = useOrder(orderId, connection);
  const retry = useRetry();
  const mapping = useMappingDialog(retry.setResult);
  const decision = useDecision(retry.setResult);
  /* translators: %s: order number */
  const title = sprintf(__('Order %s', 'crossdock'), live.data?.order.number ?? orderId);
  return (
    <section>
      <p>
        <a href={href('orders')}>{__('All orders', 'crossdock')}</a>
      </p>
      <ScreenHeading title={title} />
      <ProblemNotice problem={retry.submit.problem} onRemove={retry.submit.clear} />
      {!decision.dialog && <ProblemNotice problem={decision.submit.problem} onRemove={decision.submit.clear} />}
      <ResultNotice text={retry.result} onRemove={() => retry.setResult('')} />
      <Loaded live={live}>
        {(detail) => (
          <>
            <Head order={detail.order} busy={retry.submit.busy} onRetry={() => retry.start(() => retryOrder(orderId, connection))} />
            <ExceptionsOfOrder
              rows={detail.exceptions}
              busy={retry.submit.busy || decision.submit.busy}
              onChoose={decision.choose}
              onRetry={(id) => retry.start(async () => (await retryExceptions([id])) > 0)}
              mapAction={(row) => row.missing && <MapButton missing={row.missing} onMap={(missing) => mapping.open(startFrom(missing))} />}
            />
            <Holds holds={detail.order.holds} />
            <OrderFacts order={detail.order} correlationId={detail.correlationId} />
            <h3>{__('Lines', 'crossdock')}</h3>
            <OrderLines lines={detail.order.lines} />
            <h3>{__('At the warehouses', 'crossdock')}</h3>
            <Fulfillments fulfillments={detail.order.fulfillments} />
            <Changes changes={detail.order.changes} />
            <h3>{__('Shipments', 'crossdock')}</h3>
            <Shipments shipments={detail.order.shipments} />
            <Returns returns={detail.order.returns} />
            <h3>{__('What happened', 'crossdock')}</h3>
            <Timeline steps={detail.trace} />
          </>
        )}
      </Loaded>
      {mapping.dialog}
      {decision.dialog}
    </section>
  );
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'cancelled']);

interface HeadProps {
  readonly order: OrderDetail['order'];
  readonly busy: boolean;
  readonly onRetry: () => void;
}

function Head({ order, busy, onRetry }: HeadProps): Element {
  const label = stageLabel(order.stage);
  const shopUrl = shopOrderUrl(order.orderId);
  return (
    <div className="crossdock-actions">
      <Badge tone={label.tone} text={label.text} />
      {settings().capabilities.retry && !ENDED.has(order.stage) && (
        <Button variant="secondary" isBusy={busy} onClick={onRetry}>
          {__('Retry this order', 'crossdock')}
        </Button>
      )}
      {shopUrl && <a href={shopUrl}>{__('Open it in the shop', 'crossdock')}</a>}
    </div>
  );
}
