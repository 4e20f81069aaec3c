import { z } from 'zod';
import { RejectedError } from '../../errors/errors.ts';
import { Flag, type Erp } from './erp.ts';
import { settingsError } from './refusals.ts';

const Id = z.object({ id: z.number() });
const Product = z.object({
  id: z.number(),
  code: z.string().nullable(),
  name: z.string(),
  type: z.string(),
  salable: Flag,
  sale_uom: z.number().nullable(),
});
const Tax = z.object({ id: z.number(), name: z.string(), rate: z.string().nullable(), type: z.string().nullable() });
const Carrier = z.object({ id: z.number(), rec_name: z.string() });

/** A product as a sale line names it. */
export interface ProductRef {
  readonly id: number;
  readonly unit: number;
}

/** The products with these codes; RejectedError 'erp.item-unknown' for a code that leads to none or to several. */
export async function productsByCode(erp: Erp, codes: readonly string[]): Promise<ReadonlyMap<string, ProductRef>> {
  const found = await erp.search('product.product', [['code', 'in', [...new Set(codes)]]], Product);
  const byCode = new Map<string, ProductRef>();
  for (const code of new Set(codes))
    byCode.set(
      code,
      productRef(
        code,
        found.filter((product) => product.code === code),
      ),
    );
  return byCode;
}

function productRef(code: string, found: readonly z.output<typeof Product>[]): ProductRef {
  const refuse = (why: string): RejectedError => new RejectedError({ code: 'erp.item-unknown', message: why, facts: { itemCode: code } });
  const product = found[0];
  if (product === undefined) throw refuse(`Tryton has no active product with the code "${code}".`);
  if (found.length > 1) throw refuse(`Tryton has ${found.length} products with the code "${code}"; give each its own.`);
  if (!product.salable || product.sale_uom === null)
    throw refuse(`The product "${code}" (${product.name}) is not marked as salable in Tryton.`);
  return { id: product.id, unit: product.sale_uom };
}

/** Tax ids for tax codes (an id or a name); RejectedError 'erp.tax-unknown' for a code that leads to none. */
export async function taxesByCode(erp: Erp, codes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(codes)];
  if (wanted.length === 0) return new Map();
  const ids = wanted.filter(isId).map(Number);
  const taxes = await erp.search('account.tax', ['OR', ['id', 'in', ids], ['name', 'in', wanted]], Tax);
  return new Map(
    wanted.map((code) => {
      const tax = taxes.find((each) => String(each.id) === code) ?? taxes.find((each) => each.name === code);
      if (tax === undefined)
        throw new RejectedError({ code: 'erp.tax-unknown', message: `Tryton has no tax "${code}".`, facts: { tax: code } });
      return [code, tax.id];
    }),
  );
}

/** The rate of a percentage tax as a fraction ("0.20"); null for other kinds. */
export async function taxRate(erp: Erp, id: number): Promise<string | null> {
  const [tax] = await erp.search('account.tax', [['id', '=', id]], Tax);
  return tax?.type === 'percentage' ? tax.rate : null;
}

/** The warehouse with this code (or id); RejectedError 'erp.warehouse-unknown'. */
export async function warehouseByCode(erp: Erp, code: string): Promise<number> {
  const byId = isId(code) ? [['id', '=', Number(code)]] : [];
  const found = await erp.search(
    'stock.location',
    [
      ['type', '=', 'warehouse'],
      ['OR', ['code', '=', code], ...byId],
    ],
    Id.extend({ code: z.string().nullable() }),
  );
  const warehouse = found.find((each) => each.code === code) ?? found[0];
  if (warehouse !== undefined) return warehouse.id;
  throw new RejectedError({
    code: 'erp.warehouse-unknown',
    message: `Tryton has no warehouse with the code "${code}".`,
    facts: { warehouse: code },
  });
}

/** The currency with this ISO code; RejectedError 'erp.order-refused'. */
export async function currencyByCode(erp: Erp, code: string): Promise<number> {
  const [currency] = await erp.search('currency.currency', [['code', '=', code]], Id);
  if (currency !== undefined) return currency.id;
  throw new RejectedError({
    code: 'erp.order-refused',
    message: `Tryton does not know the currency ${code}; add it there.`,
    facts: { currency: code },
  });
}

/** The payment term with this name; ConfigurationError when there is none, because it stands in the settings. */
export async function paymentTermByName(erp: Erp, name: string): Promise<number> {
  const [term] = await erp.search('account.invoice.payment_term', [['name', '=', name]], Id);
  if (term === undefined) throw settingsError(`Tryton has no payment term "${name}"; correct the setting "paymentTerm".`);
  return term.id;
}

/** The carrier that one of these codes or names means, or null: a shipment may go without one. */
export async function carrierByCode(erp: Erp, codes: readonly string[]): Promise<number | null> {
  const carriers = await erp.search('carrier', [], Carrier);
  for (const code of codes) {
    const wanted = code.trim().toLowerCase();
    const carrier = carriers.find(
      (each) =>
        String(each.id) === wanted || each.rec_name.toLowerCase() === wanted || each.rec_name.toLowerCase().startsWith(`${wanted} - `),
    );
    if (carrier !== undefined && wanted !== '') return carrier.id;
  }
  return null;
}

function isId(code: string): boolean {
  return /^\d{1,9}$/.test(code);
}
