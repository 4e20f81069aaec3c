import { z } from 'zod';
import type { Reader } from '../../connector/contract.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { changesReader, IdRow, newestStamp, searchAll, storedRaw } from './changes.ts';
import { creditMemo, InvoiceLineRow, InvoiceRow, RawCredit } from './credit-state.ts';
import type { Erp } from './erp.ts';
import { orderReferences, originId } from './returns-feed.ts';
import { CREDIT_SUFFIX } from './sale-values.ts';
import { decimal } from './wire.ts';

const BELOW_ZERO = [
  ['type', '=', 'out'],
  ['untaxed_amount', '<', decimal('0')],
];
const SaleLineRow = z.object({
  id: z.number(),
  note: z.string().nullable(),
  'sale.': z.object({ id: z.number(), web_id: z.string().nullable(), origin: z.string().nullable(), comment: z.string().nullable() }),
});
type SaleLine = z.infer<typeof SaleLineRow>;
type InvoiceLine = z.infer<typeof InvoiceLineRow>;

/** Reads money back on our orders: invoices below zero of returns, and those that people made of an invoice with Tryton's wizard. */
export function creditMemos(erp: Erp): Reader {
  return changesReader<RawCredit>({
    all: () => searchAll(erp, 'account.invoice', BELOW_ZERO, IdRow, ({ id }) => id),
    changed: (domain) => searchAll(erp, 'account.invoice', [...BELOW_ZERO, domain], IdRow, ({ id }) => id),
    read: (ids) => readCredits(erp, ids),
    stamp: ({ invoice }) => newestStamp([invoice]),
    document: (raw) => ({ id: String(raw.invoice.id), version: fingerprint({ ...creditMemo(raw), updatedAt: '' }), raw }),
    toCanonical: (document) => creditMemo(storedRaw(RawCredit, document, 'Credit note')),
  });
}

async function readCredits(erp: Erp, ids: readonly number[]): Promise<RawCredit[]> {
  const invoices = await erp.search('account.invoice', [['id', 'in', ids], ...BELOW_ZERO], InvoiceRow);
  if (invoices.length === 0) return [];
  const lines = await erp.search(
    'account.invoice.line',
    [
      ['invoice', 'in', ids],
      ['type', '=', 'line'],
    ],
    InvoiceLineRow,
  );
  const sold = await soldLines(erp, lines);
  const orders = await orderReferences(
    erp,
    [...sold.values()].map(({ line }) => originId(line['sale.'].origin) ?? line['sale.'].id),
  );
  const rates = await taxRates(erp, lines);
  return invoices.flatMap((invoice) => {
    const own = lines.filter((line) => line.invoice === invoice.id);
    const home = own.map((line) => sold.get(line.id)).find((each) => each !== undefined);
    const sale = home?.line['sale.'];
    const orderReference = sale && orders.get(originId(sale.origin) ?? sale.id);
    // What Tryton takes off a posted bill because the order became smaller is no money back: the shop's total fell by the same.
    if (!sale || orderReference === undefined || (!home.credited && originId(sale.origin) === null)) return [];
    const isOurs = sale.web_id?.startsWith(`${orderReference}/`) === true && sale.web_id.endsWith(CREDIT_SUFFIX) && !home.credited;
    return [
      {
        invoice,
        orderReference,
        reference: isOurs ? sale.web_id : null,
        reason: invoice.description ?? (isOurs ? (sale.comment ?? '') : ''),
        lines: own,
        notes: own.map((line) => sold.get(line.id)?.line.note ?? null),
        rates,
      },
    ];
  });
}

/** The sale line behind each invoice line; `credited` when another invoice stands between them. */
async function soldLines(erp: Erp, lines: readonly InvoiceLine[]): Promise<Map<number, { line: SaleLine; credited: boolean }>> {
  const before = idsIn(lines, 'account.invoice.line');
  const credited = before.length === 0 ? [] : await erp.search('account.invoice.line', [['id', 'in', before]], InvoiceLineRow);
  const saleLineIds = [...idsIn(lines, 'sale.line'), ...idsIn(credited, 'sale.line')];
  const rows = saleLineIds.length === 0 ? [] : await erp.search('sale.line', [['id', 'in', saleLineIds]], SaleLineRow);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    lines.flatMap((line) => {
      const first = credited.find(({ id }) => id === idIn(line.origin, 'account.invoice.line'));
      const row = byId.get(idIn((first ?? line).origin, 'sale.line') ?? 0);
      return row ? [[line.id, { line: row, credited: first !== undefined }] as const] : [];
    }),
  );
}

async function taxRates(erp: Erp, lines: readonly InvoiceLine[]): Promise<Record<string, string>> {
  const ids = [...new Set(lines.flatMap(({ taxes }) => taxes))];
  if (ids.length === 0) return {};
  const taxes = await erp.search('account.tax', [['id', 'in', ids]], z.object({ id: z.number(), rate: z.string().nullable() }));
  return Object.fromEntries(taxes.map(({ id, rate }) => [String(id), rate ?? '0']));
}

function idsIn(lines: readonly InvoiceLine[], model: string): number[] {
  return [...new Set(lines.map(({ origin }) => idIn(origin, model)).filter((id) => id !== null))];
}

function idIn(reference: string | null, model: string): number | null {
  const [name, id] = (reference ?? '').split(',');
  return name === model && id !== undefined && /^\d+$/.test(id) ? Number(id) : null;
}
