import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';
import type { OrderDetail } from '../../../agent/src/protocol/orders.ts';
import { Badge } from '../components/badge.tsx';
import type { useDecision } from '../components/choices.tsx';
import { ExceptionsOfOrder } from '../components/exceptions-of-order.tsx';
import { kindLabel, stageLabel } from '../components/labels.ts';
import { Shipments } from '../components/shipments.tsx';
import type { useRetry } from '../components/use-retry.ts';
import { settings } from '../data/settings.ts';
import { retryExceptions } from '../data/writes.ts';

interface Props {
  readonly detail: OrderDetail;
  readonly retry: ReturnType<typeof useRetry>;
  readonly decision: ReturnType<typeof useDecision>;
}

/** What the agent knows about the order. */
export function Details({ detail, retry, decision }: Props): Element {
  const { order } = detail;
  const label = stageLabel(order.stage);
  return (
    <>
      <p>
        <Badge tone={label.tone} text={label.text} />
      </p>
      <ExceptionsOfOrder
        rows={detail.exceptions}
        busy={retry.submit.busy || decision.submit.busy}
        onChoose={decision.choose}
        onRetry={(id) => retry.start(async () => (await retryExceptions([id])) > 0)}
        mapAction={(row) => <MapLink row={row} />}
      />
      <ul className="crossdock-list">
        {/* translators: %s: order number in the ERP */}
        {order.erp && <li>{sprintf(__('ERP: %s', 'crossdock'), order.erp.number ?? order.erp.id)}</li>}
        {/* translators: %s: order number at the warehouse */}
        {order.wms && <li>{sprintf(__('Warehouse: %s', 'crossdock'), order.wms.number ?? order.wms.id)}</li>}
        {order.lines.map((line) => (
          <li key={line.id}>{lineText(line)}</li>
        ))}
      </ul>
      <h4>{__('Shipments', 'crossdock')}</h4>
      <Shipments shipments={order.shipments} />
    </>
  );
}

function lineText(line: OrderDetail['order']['lines'][number]): string {
  /* translators: 1: name of an item, 2: SKU, 3: units shipped, 4: units ordered */
  return sprintf(__('%1$s (%2$s): %3$s of %4$s shipped', 'crossdock'), line.name, line.sku, line.shipped, line.ordered);
}

// The dialog lives on the Mappings screen, so that this bundle stays small.
function MapLink({ row }: { readonly row: ExceptionRow }): Element | null {
  if (!row.missing || !settings().capabilities.manage) return null;
  const { kind, connection, key } = row.missing;
  const query = new URLSearchParams({ connection, key });
  return <a href={`admin.php?page=crossdock#/mappings/${kind}?${query.toString()}`}>{kindLabel(kind).map}</a>;
}
