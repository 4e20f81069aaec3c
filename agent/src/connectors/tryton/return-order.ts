import { z } from 'zod';
import type { OutboundReturnOrder } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { HeldLine } from './amendment.ts';
import type { Erp } from './erp.ts';
import { backValues, originOf } from './origin.ts';
import { refusedAs } from './refusals.ts';
import { bookSale } from './sale.ts';
import { saleLines } from './sale-lines.ts';
import { lineIdOf } from './sale-values.ts';
import { date, decimal } from './wire.ts';

const NUMBER = z.object({ number: z.string().nullable() });
type SoldLine = Omit<HeldLine, 'gone'>;
type ReturnedLine = OutboundReturnOrder['lines'][number];

/** Expects goods back: a sale below zero on the first one, as Tryton's own wizard makes it, with a customer return to receive. It bills nothing by itself, because how much money goes back is decided when the goods are there. */
export function writeReturnOrder(erp: Erp, document: OutboundReturnOrder): Promise<Receipt> {
  return refusedAs('return.refused', async () => {
    const { id, existed } = await bookSale(erp, document.reference, async () => {
      const origin = await originOf(erp, document.orderForeignId, 'return.refused');
      const sold = await saleLines(erp, origin.id);
      const lines = document.lines.flatMap((line) => returnLines(line, sold));
      const values = {
        ...backValues(origin, document.reference),
        sale_date: date(new Date(erp.now()).toISOString()),
        invoice_method: 'manual',
        shipment_method: 'order',
        ...((await erp.fieldsOf('sale.sale', ['shipment_cost_method'])).size > 0 ? { shipment_cost_method: null } : {}),
        comment: [...new Set(document.lines.map(({ reason }) => reason))].join('\n'),
        lines: [['create', lines]],
      };
      return { values, check: () => Promise.resolve(null) };
    });
    const [sale] = await erp.search('sale.sale', [['id', '=', id]], NUMBER);
    return receiptFor(String(id), sale?.number ?? null, { existed });
  });
}

/** Pure: the units of one line at the prices at which they were sold. */
export function returnLines(line: ReturnedLine, sold: readonly SoldLine[]): Record<string, unknown>[] {
  const given = new Set((line.foreignLineId ?? '').split('+'));
  const own = sold.filter((each) => {
    const id = lineIdOf(each.note);
    return each.quantity > 0 && (id === null ? given.has(String(each.id)) : id === line.lineId);
  });
  let rest = Number(line.quantity.value);
  const lines = own.flatMap(({ product, unit, quantity, unit_price, description, note, taxes }) => {
    const units = Math.min(rest, quantity);
    rest = Number((rest - units).toFixed(6));
    if (units <= 0) return [];
    return [{ type: 'line', product, unit, quantity: -units, unit_price: decimal(unit_price), description, note, taxes: [['add', taxes]] }];
  });
  if (rest <= 0) return lines;
  throw new RejectedError({
    code: 'return.refused',
    message: `${line.quantity.value} × "${line.itemCode}" should come back, ${rest} more than Tryton has sold on this order.`,
    facts: { itemCode: line.itemCode },
  });
}
