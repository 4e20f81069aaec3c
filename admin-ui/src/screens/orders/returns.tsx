import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { OrderDetail } from '../../../../agent/src/protocol/orders.ts';
import { Badge } from '../../components/badge.tsx';
import { formatMoney, formatTime } from '../../components/format.ts';
import { conditionLabel, originLabel, refundLabel, returnLabel } from '../../components/return-labels.ts';

type Return = OrderDetail['order']['returns'][number];

/** What comes back, how it came, and what is paid back for it; nothing when nothing does. */
export function Returns({ returns }: { readonly returns: readonly Return[] }): Element | null {
  if (returns.length === 0) return null;
  return (
    <>
      <h3>{__('Returns', 'crossdock')}</h3>
      <ul className="crossdock-list">
        {returns.map((each) => (
          <li key={each.id}>
            <Badge {...returnLabel(each.status)} /> <bdi className="crossdock-code">{each.number ?? each.reference}</bdi>{' '}
            <span className="crossdock-muted">{aboutReturn(each)}</span>
            <ul>
              {each.lines.map((line, index) => (
                <li key={line.lineId ?? index}>
                  <bdi>{line.name || line.sku}</bdi> {lineText(line)}
                </li>
              ))}
              {each.exchange.map((line) => (
                <li key={line.sku}>
                  {
                    /* translators: 1: units, 2: SKU */
                    sprintf(__('%1$s × %2$s go out instead', 'crossdock'), line.quantity, line.sku)
                  }
                </li>
              ))}
            </ul>
            <p>{moneyText(each)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function aboutReturn({ origin, requestedAt, trackingNumber }: Return): string {
  const parts = [originLabel(origin), formatTime(requestedAt)];
  if (trackingNumber !== null) parts.push(trackingNumber);
  return parts.join(' · ');
}

function lineText({ announced, received, conditions, reason }: Return['lines'][number]): string {
  /* translators: 1: units announced, 2: units received */
  const parts: string[] = [sprintf(__('%1$s announced, %2$s received', 'crossdock'), announced, received)];
  for (const { condition, quantity } of conditions) parts.push(`${quantity} ${conditionLabel(condition)}`);
  if (reason) parts.push(reason);
  return parts.join(' · ');
}

function moneyText({ refund, refunded, creditMemo }: Return): string {
  const parts: string[] = [refundLabel(refund)];
  if (refunded.minor > 0) parts.push(formatMoney(refunded));
  /* translators: %s: number of a credit memo */
  if (creditMemo !== null) parts.push(sprintf(__('credit memo %s', 'crossdock'), creditMemo));
  return parts.join(' · ');
}
