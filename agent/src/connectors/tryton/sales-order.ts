import { z } from 'zod';
import { formatMoney, parseMoney } from '../../domain/money.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import { addressOf } from './address.ts';
import type { Erp } from './erp.ts';
import { currencyByCode, paymentTermByName, productsByCode, taxesByCode, warehouseByCode } from './lookups.ts';
import { readOrder, type RawOrder } from './order-raw.ts';
import { orderState } from './order-state.ts';
import { refusedAs, settingsError } from './refusals.ts';
import { bookRounding } from './rounding.ts';
import { expectedUntaxed, productCodes, saleValues, taxCodes, type SaleParts } from './sale-values.ts';
import type { TrytonSettings } from './settings.ts';

const Found = z.object({ id: z.number(), state: z.string() });
const Sums = z.object({ untaxed_amount: z.string(), tax_amount: z.string(), total_amount: z.string() });

// Each step with the state that it starts from; a step that does not move the state has been refused silently.
const STEPS = [
  ['draft', 'quote'],
  ['quotation', 'confirm'],
  ['confirmed', 'process'],
] as const;

/** Books the order, exactly once: looks by web id, makes the sale, compares the sums, then confirms, processes and reserves. A repeat goes on where the last attempt stopped. */
export function writeSalesOrder(erp: Erp, settings: TrytonSettings, order: OutboundSalesOrder): Promise<Receipt> {
  return refusedAs('erp.order-refused', async () => {
    const found = await findSale(erp, order.reference);
    // A draft is half of an earlier attempt, maybe of an older version of the order: it is made again.
    if (found?.state === 'draft') await erp.remove('sale.sale', [found.id]);
    const existing = found === null || found.state === 'draft' ? null : found;
    const sale = existing ?? (await draftSale(erp, settings, order));
    await advance(erp, sale.id);
    const raw = await reserve(erp, sale.id);
    return receiptFor(String(sale.id), raw.sale.number, {
      existed: found !== null,
      state: orderState(raw),
      note: 'note' in sale ? sale.note : null,
    });
  });
}

async function findSale(erp: Erp, reference: string): Promise<z.output<typeof Found> | null> {
  return (await erp.search('sale.sale', [['web_id', '=', reference]], Found))[0] ?? null;
}

async function draftSale(erp: Erp, settings: TrytonSettings, order: OutboundSalesOrder): Promise<{ id: number; note: string | null }> {
  const values = saleValues(order, await saleParts(erp, settings, order), settings);
  const id = await createSale(erp, order.reference, values);
  try {
    const note = await tie(erp, settings, order, id);
    await erp.press('sale.sale', 'quote', [id]);
    return { id, note };
  } catch (error) {
    // What Tryton refuses must not stay in its books as a draft.
    if (error instanceof RejectedError) await erp.remove('sale.sale', [id]);
    throw error;
  }
}

async function createSale(erp: Erp, reference: string, values: Record<string, unknown>): Promise<number> {
  try {
    const [id] = await erp.create('sale.sale', [values]);
    if (id === undefined) throw new Error('Tryton created no sale');
    return id;
  } catch (error) {
    // The web id is unique: somebody was quicker, which may have been ourselves.
    const other = error instanceof RejectedError ? await findSale(erp, reference) : null;
    if (other === null) throw error;
    return other.id;
  }
}

async function saleParts(erp: Erp, settings: TrytonSettings, order: OutboundSalesOrder): Promise<SaleParts> {
  const { context } = await erp.rpc.login();
  const company = context['company'];
  if (typeof company !== 'number') throw settingsError('The Tryton user has no company; choose one in its preferences.');
  const party = Number(order.customerId);
  if (!Number.isSafeInteger(party))
    throw new RejectedError({ code: 'erp.order-refused', message: `"${order.customerId}" is not a Tryton party.` });
  return {
    company,
    party,
    currency: await currencyByCode(erp, order.currency),
    warehouse: await warehouseByCode(erp, order.warehouseCode),
    products: await productsByCode(erp, productCodes(order, settings)),
    taxes: await taxesByCode(erp, taxCodes(order)),
    paymentTerm: settings.paymentTerm === undefined ? null : await paymentTermByName(erp, settings.paymentTerm),
    fields: await erp.fieldsOf('sale.sale', ['shipment_cost_method']),
    invoiceAddress: await addressOf(erp, party, order.billing),
    shipmentAddress: await addressOf(erp, party, order.shipping),
  };
}

/** Compares the draft with the shop's sums; returns a note when the tax had to be rounded, and refuses when they differ. */
async function tie(erp: Erp, settings: TrytonSettings, order: OutboundSalesOrder, id: number): Promise<string | null> {
  const before = await sumsOf(erp, id, order.currency);
  const untaxed = expectedUntaxed(order);
  const missing = { minor: order.taxTotal.minor - before.tax.minor, currency: order.currency };
  if (before.untaxed.minor === untaxed.minor && missing.minor === 0) return null;
  const bookable = before.untaxed.minor === untaxed.minor && (await bookRounding(erp, settings, order, id, missing));
  const after = bookable ? await sumsOf(erp, id, order.currency) : before;
  if (after.untaxed.minor === untaxed.minor && after.tax.minor === order.taxTotal.minor)
    return `tax rounded by ${formatMoney(missing)} ${order.currency}`;
  const shop = `${formatMoney(order.total)} ${order.currency} (tax ${formatMoney(order.taxTotal)})`;
  const tryton = `${formatMoney(before.total)} ${order.currency} (tax ${formatMoney(before.tax)})`;
  throw new RejectedError({
    code: 'money.total-differs',
    message: `The shop says ${shop}, Tryton computes ${tryton}; nothing was confirmed.`,
    facts: {
      shop: formatMoney(order.total),
      shopTax: formatMoney(order.taxTotal),
      tryton: formatMoney(before.total),
      trytonTax: formatMoney(before.tax),
    },
  });
}

async function sumsOf(erp: Erp, id: number, currency: string): Promise<Record<'untaxed' | 'tax' | 'total', ReturnType<typeof parseMoney>>> {
  const [sums] = await erp.search('sale.sale', [['id', '=', id]], Sums);
  if (sums === undefined) throw new RejectedError({ code: 'erp.order-refused', message: `The sale ${id} is gone from Tryton.` });
  return {
    untaxed: parseMoney(sums.untaxed_amount, currency),
    tax: parseMoney(sums.tax_amount, currency),
    total: parseMoney(sums.total_amount, currency),
  };
}

async function advance(erp: Erp, id: number): Promise<void> {
  let state = await stateOf(erp, id);
  for (const [from, button] of STEPS) {
    if (state !== from) continue;
    await erp.press('sale.sale', button, [id]);
    state = await stateOf(erp, id);
    if (state !== from) continue;
    throw new RejectedError({
      code: 'erp.order-refused',
      message: `Tryton left the sale in state "${state}" without a reason.`,
      facts: { sale: id },
    });
  }
}

async function stateOf(erp: Erp, id: number): Promise<string | null> {
  return (await erp.search('sale.sale', [['id', '=', id]], Found))[0]?.state ?? null;
}

/** Reserves what is on the shelf for every shipment of the sale that waits; what is short stays waiting. Returns the order as it then is. */
export async function reserve(erp: Erp, id: number): Promise<RawOrder> {
  const raw = await orderOf(erp, id);
  const waiting = raw.shipments.filter((shipment) => shipment.state === 'draft' || shipment.state === 'waiting');
  for (const shipment of waiting) {
    if (shipment.state === 'draft') await erp.press('stock.shipment.out', 'wait', [shipment.id]);
    await erp.press('stock.shipment.out', 'assign_try', [shipment.id]);
  }
  return waiting.length === 0 ? raw : orderOf(erp, id);
}

async function orderOf(erp: Erp, id: number): Promise<RawOrder> {
  const raw = await readOrder(erp, id);
  if (raw === null)
    throw new RejectedError({ code: 'erp.order-refused', message: `The sale ${id} is gone from Tryton.`, facts: { sale: id } });
  return raw;
}
