import { quantity } from '../../../../src/domain/quantity.ts';
import type { SalesOrder, SalesOrderLine, StoreRefund } from '../../../../src/domain/sales-order.ts';
import { eur, line, order, shippingCharge, vat } from '../../../support/orders.ts';

/** Units by line id. */
export type Units = Readonly<Record<string, number>>;

export const SKUS: Readonly<Record<string, string>> = { 11: 'MUG-01', 12: 'TEA-02', 13: 'PEN-03' };
const known = new Map<string, SalesOrderLine>();

/** Units at 10.00 with 1.90 tax each. */
function priced(id: string, units: number): SalesOrderLine {
  const key = `${id}×${units}`;
  const made = known.get(key) ?? line({ id, sku: SKUS[id] ?? '', name: SKUS[id] ?? '', quantity: quantity(units), ...amountsOf(units) });
  known.set(key, made);
  return made;
}

function amountsOf(units: number): Pick<SalesOrderLine, 'net' | 'taxes'> {
  return { net: eur(`${units * 10}`), taxes: [vat((units * 1.9).toFixed(2))] };
}

const money = (minor: number) => ({ minor, currency: 'EUR' });

/** An order of so many units with shipping at 5.95; its amounts tie. */
export function sold(units: Units, refunds: StoreRefund[], more: Partial<SalesOrder>): SalesOrder {
  const lines = Object.entries(units).flatMap(([id, count]) => (count > 0 ? [priced(id, count)] : []));
  const count = lines.reduce((sum, { quantity: { value } }) => sum + Number(value), 0);
  const total = count * 1190 + 595;
  const back = refunds.reduce((sum, { amount }) => sum + amount.minor, 0);
  return order({
    lines,
    charges: [shippingCharge()],
    total: money(total),
    taxTotal: money(count * 190 + 95),
    refunds,
    refundedTotal: money(Math.min(back, total)),
    ...more,
  });
}

/** Money back for units at their price. */
export function refundOf(id: string, units: Units, at: string, more: Partial<StoreRefund> = {}): StoreRefund {
  const lines = Object.entries(units).flatMap(([lineId, count]) =>
    count > 0 ? [{ lineId, quantity: quantity(count), ...amountsOf(count) }] : [],
  );
  const minor = lines.reduce((sum, { quantity: { value } }) => sum + Number(value) * 1190, 0);
  return { id, at, amount: money(minor), reason: '', lines, charges: [], restocked: null, reference: null, ...more };
}
