import { z } from 'zod';
import type { OutboundCancellation } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';
import { readOrder, type RawOrder } from './order-raw.ts';
import { orderState } from './order-state.ts';
import { refusedAs } from './refusals.ts';
import { runWizard } from './wizard.ts';

const TOO_LATE = new Set(['picked', 'packed', 'done']);
const Invoice = z.object({ id: z.number(), number: z.string().nullable(), state: z.string() });

/** Takes an order back as long as nothing of it has been picked; a repeat finds it cancelled and says so again. */
export function cancelSalesOrder(erp: Erp, cancellation: OutboundCancellation): Promise<Receipt> {
  return refusedAs('cancel.refused', async () => {
    const id = Number(cancellation.foreignId);
    const raw = await readOrder(erp, id);
    if (raw === null) throw new RejectedError({ code: 'cancel.refused', message: `Tryton has no sale ${cancellation.foreignId}.` });
    const stage = orderState(raw).stage;
    if (stage !== 'cancelled' && (stage === 'closed' || raw.shipments.some((shipment) => TOO_LATE.has(shipment.state)))) {
      return receipt(raw, { verdict: 'too-late', existed: false, note: 'already picked or shipped' });
    }
    const note = ['draft', 'quotation', 'confirmed', 'cancelled'].includes(raw.sale.state)
      ? await cancelEarly(erp, raw)
      : await cancelInProcess(erp, raw);
    const after = await readOrder(erp, id);
    if (after === null || orderState(after).stage !== 'cancelled') {
      throw new RejectedError({
        code: 'cancel.refused',
        message: 'Tryton left the sale as it was, without a reason.',
        facts: { sale: id },
      });
    }
    return receipt(after, { verdict: 'accepted', existed: stage === 'cancelled', note });
  });
}

async function cancelEarly(erp: Erp, raw: RawOrder): Promise<null> {
  const ids = [raw.sale.id];
  // The cancel button does nothing in state "confirmed"; a draft can be cancelled.
  if (raw.sale.state === 'confirmed') await erp.press('sale.sale', 'draft', ids);
  if (raw.sale.state !== 'cancelled') await erp.press('sale.sale', 'cancel', ids);
  return null;
}

// A sale in process has no way back in Tryton 6.0: its shipments are cancelled and the exceptions that this makes are ignored, so that nothing is sent anew.
async function cancelInProcess(erp: Erp, raw: RawOrder): Promise<string | null> {
  const open = raw.shipments.filter((shipment) => shipment.state !== 'cancelled').map((shipment) => shipment.id);
  for (const id of open) await erp.press('stock.shipment.out', 'cancel', [id]);
  await ignoreExceptions(erp, raw.sale.id, 'shipment');
  return cancelInvoices(erp, raw.sale.id);
}

/** Cancels invoices that are not posted; says which ones need a credit note by hand. */
async function cancelInvoices(erp: Erp, sale: number): Promise<string | null> {
  const invoices = await erp.search('account.invoice', [['sales', '=', sale]], Invoice);
  const open = invoices.filter((invoice) => invoice.state === 'draft' || invoice.state === 'validated').map((invoice) => invoice.id);
  if (open.length > 0) await erp.press('account.invoice', 'cancel', open);
  await ignoreExceptions(erp, sale, 'invoice');
  const posted = invoices.filter((invoice) => invoice.state === 'posted' || invoice.state === 'paid');
  return posted.length === 0
    ? null
    : `invoice ${posted.map((invoice) => invoice.number ?? invoice.id).join(', ')} is posted and needs a credit note`;
}

async function ignoreExceptions(erp: Erp, sale: number, of: 'shipment' | 'invoice'): Promise<void> {
  const field = `${of}_state` as const;
  const [row] = await erp.search('sale.sale', [['id', '=', sale]], z.object({ shipment_state: z.string(), invoice_state: z.string() }));
  if (row?.[field] !== 'exception') return;
  const things = of === 'shipment' ? 'moves' : 'invoices';
  await runWizard(erp, `sale.handle.${of}.exception`, { model: 'sale.sale', id: sale }, 'handle', (defaults) => ({
    [`recreate_${things}`]: [],
    [`domain_${things}`]: defaults[`domain_${things}`] ?? [],
  }));
}

function receipt(raw: RawOrder, more: Pick<Receipt, 'verdict' | 'existed' | 'note'>): Receipt {
  return receiptFor(String(raw.sale.id), raw.sale.number, { ...more, state: orderState(raw) });
}
