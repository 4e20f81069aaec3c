import type { Session } from '../../connector/contract.ts';
import { writeEach } from '../../connector/outcome.ts';
import type { OutboundCancellation, OutboundCustomer, OutboundSalesOrder, OutboundShipment } from '../../domain/outbound.ts';
import { RejectedError } from '../../errors/errors.ts';
import * as cancellation from './cancellation.ts';
import type { ErpClient } from './client.ts';
import * as customer from './customer.ts';
import * as salesOrder from './sales-order.ts';
import * as shipment from './shipment.ts';

/** The ERP keeps our keys, so every write is simply repeated; the reference makes the key unique over all orders. */
export function createWriters(client: ErpClient): Session['writers'] {
  return {
    customer: writeEach<OutboundCustomer>('customer', async ({ document, key }) => {
      const body = customer.fromCanonical(document);
      return customer.toReceipt(await client.post('/customers', body, `${document.reference} ${key}`));
    }),
    'sales-order': writeEach<OutboundSalesOrder>('sales-order', async ({ document, key }) => {
      const body = salesOrder.fromCanonical(document);
      const answer = await client.post('/sales-orders', body, `${document.reference} ${key}`).catch((cause: unknown) => {
        throw withBothSums(cause, document);
      });
      return salesOrder.toReceipt(answer, document);
    }),
    cancellation: writeEach<OutboundCancellation>('cancellation', async ({ document, key }) => {
      const path = `/sales-orders/${encodeURIComponent(document.foreignId)}/cancel`;
      return cancellation.toReceipt(await client.post(path, cancellation.fromCanonical(document), `${document.reference} ${key}`));
    }),
    shipment: writeEach<OutboundShipment>('shipment', async ({ document, key }) => {
      const path = `/sales-orders/${encodeURIComponent(document.orderForeignId)}/shipments`;
      return shipment.toReceipt(await client.post(path, shipment.fromCanonical(document), `${document.reference} ${key}`));
    }),
  };
}

function withBothSums(cause: unknown, order: OutboundSalesOrder): unknown {
  if (!(cause instanceof RejectedError) || cause.code !== 'money.total-differs') return cause;
  const sum = (fact: unknown): string | null => (typeof fact === 'string' ? fact : null);
  return salesOrder.totalDiffers(order, sum(cause.facts['total']), sum(cause.facts['taxTotal']));
}
