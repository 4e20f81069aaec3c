import { z } from 'zod';
import { formatMoney } from '../../domain/money.ts';
import type { OutboundRefund } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import type { Shop } from './client.ts';
import { expectShape } from './errors.ts';
import { pathId } from './path-id.ts';
import { itemNumber } from './refused.ts';

const RefundWritten = z.object({ result: z.enum(['created', 'unchanged']), refund_id: z.number(), amount: z.string() });

/** Refunds in the shop, once for each reference. */
export async function writeRefund(shop: Shop, refund: OutboundRefund): Promise<Receipt> {
  const path = `orders/${encodeURIComponent(refund.orderId)}/refunds/${pathId(refund.reference)}`;
  const answer = await shop.own.put(path, {
    reference: refund.reference,
    amount: formatMoney(refund.amount),
    currency: refund.amount.currency,
    lines: refund.lines.map((line) => ({
      line_id: itemNumber(line.lineId, 'refund.refused', 'a line'),
      quantity: Number(line.quantity.value),
      ...amounts(line),
    })),
    charges: refund.charges.map((charge) => ({
      charge_id: itemNumber(charge.chargeId, 'refund.refused', 'shipping or a fee'),
      ...amounts(charge),
    })),
    reason: refund.reason,
    call_gateway: refund.callGateway,
    restock: refund.restock,
  });
  const { result, refund_id: id, amount } = expectShape(RefundWritten, answer, `PUT ${path}`);
  const made = `${amount} ${refund.amount.currency} refunded in the shop`;
  return receiptFor(String(id), null, {
    existed: result === 'unchanged',
    note: result === 'unchanged' ? `${made}; it was there already` : refund.callGateway ? `${made} through the payment gateway` : made,
  });
}

function amounts({ net, taxes }: Pick<OutboundRefund['charges'][number], 'net' | 'taxes'>): object {
  return { net: formatMoney(net), taxes: taxes.map((tax) => ({ code: tax.code, amount: formatMoney(tax.amount) })) };
}
