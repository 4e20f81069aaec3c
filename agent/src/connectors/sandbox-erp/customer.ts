import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundCustomer } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';

/** Our customer as the ERP takes it. */
export function fromCanonical(customer: OutboundCustomer): Record<string, unknown> {
  const { reference, name, email, phone, company, guest, billing, shipping } = customer;
  return { reference, name, email, phone, company, vat: customer.vatNumber ?? '', guest, billing, shipping };
}

const Answer = z.object({ id: z.string().min(1), number: z.string(), existed: z.boolean(), matchedBy: z.string().nullable() });

export function toReceipt(raw: unknown): Receipt {
  const { id, number, existed, matchedBy } = parseRaw(Answer, raw, "The ERP's answer about the customer");
  return receiptFor(id, number, { existed, note: matchedBy === null ? null : `found by ${matchedBy}` });
}
