import { timesSaid } from './say.ts';
import type { ListedOrder } from './through-the-shop.ts';

const PATH = ['received', 'accepted', 'reserved', 'released', 'picked', 'packed', 'partially-shipped', 'shipped', 'completed'] as const;
const SHORT = ['shop', 'ERP', 'reserved', 'warehouse', 'picked', 'packed', 'part sent', 'shipped', 'told'] as const;

/** Draws one line for each order; on a terminal the last picture is drawn over. */
export class Picture {
  #drawn = 0;
  #last = '';
  #said = 0;

  draw(orders: readonly ListedOrder[], exceptions: readonly { orderNumber: string | null; message: string }[]): void {
    const rows = [...orders].sort((a, b) => Number(a.orderId) - Number(b.orderId)).map((order) => line(order, exceptions));
    const text = [header(), ...rows].join('\n');
    if (text === this.#last) return;
    this.#last = text;
    if (process.stderr.isTTY && this.#drawn > 0 && this.#said === timesSaid()) process.stderr.write(`\u001b[${this.#drawn}A\u001b[J`);
    process.stderr.write(`${text}\n`);
    this.#drawn = rows.length + 1;
    this.#said = timesSaid();
  }
}

function header(): string {
  return `  order   ${SHORT.map((name) => name.padEnd(10)).join('')}`;
}

function line(order: ListedOrder, exceptions: readonly { orderNumber: string | null; message: string }[]): string {
  const at = PATH.indexOf(order.stage as (typeof PATH)[number]);
  const dots = PATH.map((_, index) => (index <= at ? '●' : '·').padEnd(10)).join('');
  const trouble = exceptions.find((exception) => exception.orderNumber === order.number);
  const words = trouble
    ? `! ${trouble.message}`
    : order.stage === 'completed'
      ? `✓ ${order.erp?.number ?? ''} ${order.wms?.number ?? ''}`
      : order.storeStatus === 'cancelled'
        ? `cancelled in the shop, ${order.stage}`
        : order.stage;
  return `  #${order.number.padEnd(7)}${dots} ${words}`;
}
