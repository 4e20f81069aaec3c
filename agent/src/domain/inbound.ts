import { z } from 'zod';
import { FulfillmentState } from './fulfillment-state.ts';
import { CreditMemo, ReturnAuthorization, ReturnReceipt } from './return.ts';
import { SalesOrder } from './sales-order.ts';
import { SalesOrderState } from './sales-order-state.ts';

/** Everything that is ever read from a party. */
export const InboundDocument = z.discriminatedUnion('kind', [
  SalesOrder,
  SalesOrderState,
  FulfillmentState,
  ReturnAuthorization,
  ReturnReceipt,
  CreditMemo,
]);
export type InboundDocument = z.infer<typeof InboundDocument>;
export type InboundKind = InboundDocument['kind'];
