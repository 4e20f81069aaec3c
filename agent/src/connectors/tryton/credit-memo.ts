import { z } from 'zod';
import type { OutboundCreditMemo } from '../../domain/outbound.ts';
import { isZero, quantity } from '../../domain/quantity.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { ConfigurationError, RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';
import { productsByCode, taxesByCode } from './lookups.ts';
import { backValues, originOf, type Origin } from './origin.ts';
import { refusedAs } from './refusals.ts';
import { bookSale } from './sale.ts';
import { productCodes, saleValues, taxCodes, type Priced, type SaleParts } from './sale-values.ts';
import type { TrytonSettings } from './settings.ts';
import { tie } from './tie.ts';

const Invoice = z.object({ id: z.number(), number: z.string().nullable(), state: z.string() });

/** Books money back: a sale below zero that moves no goods, whose invoice Tryton makes with its own accounts and taxes; posted at once where Tryton lets us. A repeat goes on where the last attempt stopped. */
export function writeCreditMemo(erp: Erp, settings: TrytonSettings, memo: OutboundCreditMemo): Promise<Receipt> {
  return refusedAs('credit.refused', async () => {
    const { id, existed, note } = await bookSale(erp, memo.reference, async () => {
      const origin = await originOf(erp, memo.orderForeignId, 'credit.refused');
      checkCurrency(origin, memo);
      const priced = creditOf(memo, new Date(erp.now()).toISOString());
      const values = saleValues(priced, await creditParts(erp, settings, origin, priced), settings, {
        sign: -1,
        values: { ...backValues(origin, memo.reference), invoice_method: 'order', shipment_method: 'manual' },
      });
      return { values, check: (sale) => tie(erp, settings, priced, sale, -1) };
    });
    const invoice = await invoiceOf(erp, id);
    const held = await post(erp, invoice);
    const notes = [note, held].filter((each) => each !== null);
    const after = await invoiceOf(erp, id);
    return receiptFor(String(after.id), after.number, { existed, note: notes.join('; ') || null });
  });
}

function checkCurrency({ 'currency.': { code }, number, id }: Origin, { currency }: OutboundCreditMemo): void {
  if (code === currency) return;
  const message = `Sale ${number ?? id} is in ${code}, but ${currency} should go back on it.`;
  throw new RejectedError({ code: 'credit.refused', message, facts: { sale: id } });
}

/** Pure: the credit as if it were sold. */
export function creditOf(memo: OutboundCreditMemo, at: string): Priced {
  const { currency, reference, reason } = memo;
  const none = { minor: 0, currency };
  const lines = memo.lines.filter(hasUnits).map(({ lineId, sku, itemCode, quantity: units, net, taxes }) => ({
    ...{ id: lineId, sku, name: sku || itemCode, itemCode },
    ...{ quantity: units, net, discount: none, taxes },
  }));
  const taxTotal = { minor: taxesIn(memo), currency };
  return {
    reference,
    number: reference,
    orderedAt: at,
    note: reason,
    currency,
    lines,
    charges: chargesOf(memo),
    taxTotal,
    total: memo.amount,
  };
}

/** Money without units, and what has no line at all, is booked like a fee. */
function chargesOf(memo: OutboundCreditMemo): Priced['charges'] {
  const { currency, reason } = memo;
  const fee = (id: string, name: string) => ({ id, kind: 'fee', code: '', name }) as const;
  const alone = memo.lines.filter((line) => !hasUnits(line));
  const named = [...memo.lines, ...memo.charges].reduce((sum, { net }) => sum + net.minor, taxesIn(memo));
  const rest = memo.amount.minor - named;
  return [
    ...memo.charges,
    ...alone.map(({ lineId, sku, itemCode, net, taxes }) => ({ ...fee(`line-${lineId}`, sku || itemCode), net, taxes })),
    ...(rest === 0 ? [] : [{ ...fee('amount', reason || 'Refund'), net: { minor: rest, currency }, taxes: [] }]),
  ];
}

function taxesIn({ lines, charges }: OutboundCreditMemo): number {
  return [...lines, ...charges].flatMap(({ taxes }) => taxes).reduce((sum, { amount }) => sum + amount.minor, 0);
}

function hasUnits({ quantity: units }: OutboundCreditMemo['lines'][number]): boolean {
  return !isZero(quantity(units.value));
}

async function creditParts(erp: Erp, settings: TrytonSettings, origin: Origin, priced: Priced): Promise<SaleParts> {
  return {
    company: origin.company,
    currency: origin.currency,
    party: origin.party,
    invoiceAddress: origin.invoice_address,
    shipmentAddress: origin.shipment_address,
    warehouse: origin.warehouse ?? 0,
    paymentTerm: origin.payment_term,
    products: await productsByCode(erp, productCodes(priced, settings)),
    taxes: await taxesByCode(erp, taxCodes(priced)),
    fields: await erp.fieldsOf('sale.sale', ['shipment_cost_method']),
  };
}

async function invoiceOf(erp: Erp, sale: number): Promise<z.output<typeof Invoice>> {
  const [invoice] = await erp.search('account.invoice', [['sales', '=', sale]], Invoice);
  if (invoice !== undefined) return invoice;
  throw new RejectedError({ code: 'credit.refused', message: 'Tryton made no credit note, without a reason.', facts: { sale } });
}

/** Posts the credit note; where Tryton says no (a closed period, a missing right) it stays a draft, and the receipt says why. */
async function post(erp: Erp, { id, state }: z.output<typeof Invoice>): Promise<string | null> {
  if (state !== 'draft' && state !== 'validated') return null;
  try {
    await erp.press('account.invoice', 'post', [id]);
    return null;
  } catch (error) {
    if (error instanceof RejectedError || error instanceof ConfigurationError) return `the credit note stays a draft: ${error.message}`;
    throw error;
  }
}
