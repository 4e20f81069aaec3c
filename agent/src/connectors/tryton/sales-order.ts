import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import { addressOf } from './address.ts';
import type { Erp } from './erp.ts';
import { currencyByCode, paymentTermByName, productsByCode, taxesByCode, warehouseByCode } from './lookups.ts';
import { orderState } from './order-state.ts';
import { refusedAs, settingsError } from './refusals.ts';
import { bookSale } from './sale.ts';
import { productCodes, saleValues, taxCodes, type SaleParts } from './sale-values.ts';
import type { TrytonSettings } from './settings.ts';
import { reserve } from './stock.ts';
import { tie } from './tie.ts';

/** Books the order, exactly once: looks by web id, makes the sale, compares the sums, then confirms, processes and reserves. */
export function writeSalesOrder(erp: Erp, settings: TrytonSettings, order: OutboundSalesOrder): Promise<Receipt> {
  return refusedAs('erp.order-refused', async () => {
    const { id, existed, note } = await bookSale(erp, order.reference, async () => ({
      values: saleValues(order, await saleParts(erp, settings, order), settings),
      check: (sale) => tie(erp, settings, order, sale),
    }));
    const raw = await reserve(erp, id);
    return receiptFor(String(id), raw.sale.number, { existed, state: orderState(raw), note });
  });
}

/** Looks up all that an order names. */
export async function saleParts(erp: Erp, settings: TrytonSettings, order: OutboundSalesOrder): Promise<SaleParts> {
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
