import type { Money } from '../../domain/money.ts';
import type { Erp } from './erp.ts';
import { productsByCode, taxesByCode, taxRate } from './lookups.ts';
import { roundingPair } from './pricing.ts';
import { ROUNDING_NOTE, taxCodes, type Priced } from './sale-values.ts';
import type { TrytonSettings } from './settings.ts';
import { decimal } from './wire.ts';

/**
 * Adds the pair of lines that moves the draft's tax by a rounding difference; false when the settings or the size of the difference forbid it.
 * Shops round tax-inclusive prices so that Tryton, which computes from the net, is a cent off for one line in six (20 %).
 */
export async function bookRounding(
  erp: Erp,
  settings: TrytonSettings,
  order: Pick<Priced, 'lines' | 'charges'>,
  sale: number,
  missing: Money,
): Promise<boolean> {
  const [code] = taxCodes(order);
  const parts = order.lines.length + order.charges.length;
  if (settings.roundingProduct === undefined || code === undefined || missing.minor === 0 || Math.abs(missing.minor) > parts) return false;
  const tax = (await taxesByCode(erp, [code])).get(code);
  const rate = tax === undefined ? null : await taxRate(erp, tax);
  const pair = rate === null ? null : roundingPair(missing, rate);
  const product = (await productsByCode(erp, [settings.roundingProduct])).get(settings.roundingProduct);
  if (pair === null || product === undefined) return false;
  const line = (price: string, taxes: readonly (number | undefined)[]): Record<string, unknown> => ({
    type: 'line',
    product: product.id,
    unit: product.unit,
    quantity: 1,
    unit_price: decimal(price),
    description: 'Tax rounding of the shop',
    note: ROUNDING_NOTE,
    taxes: [['add', taxes]],
  });
  await erp.write('sale.sale', [sale], { lines: [['create', [line(pair.taxed, [tax]), line(pair.untaxed, [])]]] });
  return true;
}
