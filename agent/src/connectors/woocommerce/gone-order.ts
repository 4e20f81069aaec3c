import type { z } from 'zod';
import type { Address } from '../../domain/address.ts';
import type { ConnectionId } from '../../domain/reference.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import type { DeletedOrder } from './raw-order.ts';

const NOWHERE: Address = {
  firstName: '',
  lastName: '',
  company: '',
  line1: '',
  line2: '',
  city: '',
  state: '',
  postcode: '',
  country: '',
  email: '',
  phone: '',
};

/** ISO 4217 for "no currency": nothing is left of the order but its id. */
const NOTHING = { minor: 0, currency: 'XXX' };

/** What can still be said about an order that was deleted for good. */
export function gone(order: z.output<typeof DeletedOrder>, connection: ConnectionId): SalesOrder {
  return {
    kind: 'sales-order',
    schema: 1,
    connection,
    id: order.id,
    number: order.id,
    status: 'deleted',
    storeStatus: 'deleted',
    createdAt: order.at,
    updatedAt: order.at,
    currency: NOTHING.currency,
    pricesIncludeTax: false,
    customerId: null,
    vatNumber: null,
    billing: NOWHERE,
    shipping: NOWHERE,
    lines: [],
    charges: [],
    couponCodes: [],
    payment: { state: 'unpaid', method: '', title: '', transactionId: null, paidAt: null },
    taxTotal: NOTHING,
    total: NOTHING,
    refundedTotal: NOTHING,
    refunds: [],
    note: '',
    extensions: {},
  };
}
