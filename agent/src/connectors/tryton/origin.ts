import { z } from 'zod';
import type { ErrorCode } from '../../errors/codes.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';

const Header = z.object({
  id: z.number(),
  number: z.string().nullable(),
  web_id: z.string().nullable(),
  company: z.number(),
  currency: z.number(),
  'currency.': z.object({ code: z.string() }),
  party: z.number(),
  invoice_address: z.number(),
  shipment_address: z.number(),
  warehouse: z.number().nullable(),
  payment_term: z.number().nullable(),
});

/** The head of the sale that goods or money come back on. */
export type Origin = z.output<typeof Header>;

/** Reads it; a RejectedError of the given code when it is not there. */
export async function originOf(erp: Erp, foreignId: string, code: ErrorCode): Promise<Origin> {
  const [sale] = /^\d+$/.test(foreignId) ? await erp.search('sale.sale', [['id', '=', Number(foreignId)]], Header) : [];
  if (sale !== undefined) return sale;
  throw new RejectedError({ code, message: `Tryton has no sale ${foreignId}.`, facts: { sale: foreignId } });
}

/** Pure: the head of a sale that takes something back from another one, at the same terms. */
export function backValues(origin: Origin, webId: string): Record<string, unknown> {
  return {
    company: origin.company,
    currency: origin.currency,
    party: origin.party,
    invoice_address: origin.invoice_address,
    shipment_address: origin.shipment_address,
    ...(origin.warehouse === null ? {} : { warehouse: origin.warehouse }),
    payment_term: origin.payment_term,
    origin: `sale.sale,${origin.id}`,
    reference: origin.number,
    web_id: webId,
  };
}
