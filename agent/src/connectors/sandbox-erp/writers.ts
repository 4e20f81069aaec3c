import type { Session } from '../../connector/contract.ts';
import { writeEach } from '../../connector/outcome.ts';
import type {
  OutboundCancellation,
  OutboundCreditMemo,
  OutboundCustomer,
  OutboundOrderChange,
  OutboundReturnOrder,
  OutboundSalesOrder,
  OutboundShipment,
} from '../../domain/outbound.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import * as cancellation from './cancellation.ts';
import type { ErpClient } from './client.ts';
import * as creditMemo from './credit-memo.ts';
import * as customer from './customer.ts';
import * as orderChange from './order-change.ts';
import * as returnOrder from './return-order.ts';
import * as salesOrder from './sales-order.ts';
import * as shipment from './shipment.ts';

/** The ERP keeps our keys, so every write is simply repeated; the reference makes the key unique over all orders. */
export function createWriters(client: ErpClient, roundingTolerance: number): Session['writers'] {
  return {
    customer: writeEach<OutboundCustomer>('customer', async ({ document, key }) => {
      const body = customer.fromCanonical(document);
      return customer.toReceipt(await client.post('/customers', body, `${document.reference} ${key}`));
    }),
    'sales-order': writeEach<OutboundSalesOrder>('sales-order', ({ document, key }) =>
      bookOrder(client, document, `${document.reference} ${key}`, roundingTolerance),
    ),
    'order-change': writeEach<OutboundOrderChange>('order-change', async ({ document, key }) => {
      const body = orderChange.fromCanonical(document, roundingTolerance);
      const answer = client.put(pathOf(document.foreignId), body, `${document.reference} ${key}`);
      return orderChange.toReceipt(await answer.catch(withBothSums(document.order)));
    }),
    cancellation: writeEach<OutboundCancellation>('cancellation', async ({ document, key }) => {
      const path = `${pathOf(document.foreignId)}/cancel`;
      return cancellation.toReceipt(await client.post(path, cancellation.fromCanonical(document), `${document.reference} ${key}`));
    }),
    shipment: writeEach<OutboundShipment>('shipment', async ({ document, key }) => {
      const path = `${pathOf(document.orderForeignId)}/shipments`;
      const voids = `${path}/${encodeURIComponent(document.shipmentId)}/void`;
      const [to, body] = document.voided ? [voids, {}] : [path, shipment.fromCanonical(document)];
      return shipment.toReceipt(await client.post(to, body, `${document.reference} ${key}`));
    }),
    'return-order': writeEach<OutboundReturnOrder>('return-order', async ({ document, key }) => {
      const body = returnOrder.fromCanonical(document);
      return returnOrder.toReceipt(await client.post('/return-orders', body, `${document.reference} ${key}`));
    }),
    'credit-memo': writeEach<OutboundCreditMemo>('credit-memo', async ({ document, key }) => {
      const body = creditMemo.fromCanonical(document);
      return creditMemo.toReceipt(await client.post('/credit-memos', body, `${document.reference} ${key}`));
    }),
  };
}

const pathOf = (orderId: string): string => `/sales-orders/${encodeURIComponent(orderId)}`;

/** An order that was booked in an older version, whose answer was lost, is brought to this one. */
async function bookOrder(client: ErpClient, order: OutboundSalesOrder, key: string, roundingTolerance: number): Promise<Receipt> {
  const body = salesOrder.fromCanonical(order, roundingTolerance);
  const booked = await client.post('/sales-orders', body, key).catch(withBothSums(order));
  if (!salesOrder.isOlder(booked, order)) return salesOrder.toReceipt(booked, order);
  const { id } = salesOrder.toOrder(booked);
  const changed = await client.put(pathOf(id), body, key).catch(withBothSums(order));
  return salesOrder.toReceipt({ ...salesOrder.toOrder(changed), existed: true }, order);
}

function withBothSums(order: OutboundSalesOrder): (cause: unknown) => never {
  const sum = (fact: unknown): string | null => (typeof fact === 'string' ? fact : null);
  return (cause) => {
    if (!(cause instanceof RejectedError) || cause.code !== 'money.total-differs') throw cause;
    throw salesOrder.totalDiffers(order, sum(cause.facts['total']), sum(cause.facts['taxTotal']));
  };
}
