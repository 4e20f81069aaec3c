import type { Booked } from './books.ts';

export type ErpStatus = 'received' | 'accepted' | 'reserved' | 'backordered' | 'cancelled' | 'closed';

export interface ErpTax {
  code: string;
  rate: string | null;
  amount: string;
}

export interface ErpLine {
  id: string;
  ref: string;
  item: string;
  description: string;
  quantity: string;
  unit: string;
  net: string;
  /** What was taken off before `net`; for the record only. */
  discount: string;
  taxes: ErpTax[];
  reserved: string;
  shipped: string;
  expectedAt: string | null;
}

export interface ErpCharge {
  ref: string;
  kind: string;
  name: string;
  net: string;
  taxes: ErpTax[];
}

export interface ErpShipment {
  id: string;
  number: string;
  shippedAt: string;
  lines: { line: string; item: string; quantity: string; lots: string[]; serials: string[] }[];
  packages: Record<string, unknown>[];
}

export interface ErpOrder extends Booked {
  number: string;
  reference: string;
  status: ErpStatus;
  customer: string;
  shopNumber: string;
  orderedAt: string;
  currency: string;
  warehouse: string;
  billTo: Record<string, unknown>;
  shipTo: Record<string, unknown>;
  payment: Record<string, unknown>;
  note: string;
  lines: ErpLine[];
  charges: ErpCharge[];
  total: string;
  taxTotal: string;
  shipments: ErpShipment[];
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
