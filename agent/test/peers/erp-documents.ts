import type { Booked } from './books.ts';

export type ErpStatus = 'received' | 'accepted' | 'reserved' | 'backordered' | 'cancelled' | 'closed';
export type Verdict = 'accepted' | 'too-late' | 'partly' | 'refused';

export interface ErpTax {
  code: string;
  rate: string | null;
  amount: string;
}

export interface ErpLine {
  id: string;
  /** The line's name at who sent the order; empty for a line that was added here. */
  ref: string;
  item: string;
  description: string;
  quantity: string;
  unit: string;
  net: string;
  /** What was taken off before `net`; for the record only. */
  discount: string;
  taxes: ErpTax[];
  /** Set aside or already gone; does not fall when goods leave. */
  reserved: string;
  /** Where the reserved units are or were; only for items whose stock is kept. */
  allocations: { warehouse: string; quantity: string }[];
  shipped: string;
  expectedAt: string | null;
  /** Will never be delivered. */
  refused: boolean;
}

export interface ErpCharge {
  ref: string;
  kind: string;
  code: string;
  name: string;
  net: string;
  taxes: ErpTax[];
}

export interface ErpShipment {
  id: string;
  number: string;
  shippedAt: string;
  warehouse: string;
  lines: { line: string; item: string; quantity: string; lots: string[]; serials: string[]; package: string | null }[];
  packages: Record<string, unknown>[];
  /** When it was taken back: the goods never left. */
  voidedAt: string | null;
}

/** A change that was asked for from outside, or made here by a person (key null). */
export interface ErpChange {
  key: string | null;
  verdict: Verdict;
  reason: string | null;
  at: string;
}

/** What an order sells, to whom and on what terms; a change brings all of it anew. */
export interface ErpTerms {
  currency: string;
  customer: string;
  warehouse: string;
  shippingMethod: string | null;
  billTo: Record<string, unknown>;
  shipTo: Record<string, unknown>;
  payment: Record<string, unknown>;
  note: string;
  lines: ErpLine[];
  charges: ErpCharge[];
  total: string;
  taxTotal: string;
}

export interface ErpOrder extends Booked, ErpTerms {
  number: string;
  reference: string;
  status: ErpStatus;
  shopNumber: string;
  orderedAt: string;
  shipments: ErpShipment[];
  changes: ErpChange[];
  invoicedAt: string | null;
  history: { status: ErpStatus; at: string }[];
  createdAt: string;
  updatedAt: string;
}

export interface ErpCustomer extends Booked {
  number: string;
  reference: string;
  name: string;
  email: string;
  phone: string;
  company: string;
  vat: string;
  guest: boolean;
  billing: Record<string, unknown>;
  shipping: Record<string, unknown>;
}

export const RETURN_STATES = ['open', 'received', 'closed', 'cancelled'] as const;
export type ErpReturnStatus = (typeof RETURN_STATES)[number];

export interface ErpReturn extends Booked {
  number: string;
  /** Empty for one that was made here. */
  reference: string;
  order: string;
  orderReference: string;
  status: ErpReturnStatus;
  lines: { line: string; ref: string; item: string; sku: string; quantity: string; unit: string; reason: string }[];
  /** What goes out instead. */
  exchange: { item: string; sku: string; quantity: string }[];
  trackingNumber: string | null;
  createdAt: string;
  updatedAt: string;
}

export const CREDIT_STATES = ['draft', 'posted', 'paid', 'cancelled'] as const;
export type ErpCreditStatus = (typeof CREDIT_STATES)[number];

export interface ErpCredit extends Booked {
  number: string;
  /** Empty for one that was made here. */
  reference: string;
  order: string;
  orderReference: string;
  return: string | null;
  status: ErpCreditStatus;
  currency: string;
  lines: { line: string; ref: string; item: string; quantity: string; unit: string; net: string; taxes: ErpTax[] }[];
  charges: ErpCharge[];
  /** All that goes back, also what belongs to no line. */
  total: string;
  reason: string;
  createdAt: string;
  updatedAt: string;
}
