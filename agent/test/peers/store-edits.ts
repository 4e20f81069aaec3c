import { addUp, amounts, soldLine, tillFor, type LineSpec, type WooLine, type WooOrder } from './store-order.ts';

/** Sets how many units of a line the shop still sells, at the price that it had; 0 takes the line out. */
export function editQuantity(order: WooOrder, lineId: number, quantity: number): void {
  const line = lineOf(order, lineId);
  if (quantity === 0) {
    order.line_items = order.line_items.filter((each) => each !== line);
  } else {
    const till = tillFor(order);
    const scaled = (amount: unknown): number => {
      const minor = (Number(amount) * 10 ** till.digits * quantity) / line.quantity;
      return till.inclusive ? minor : Math.round(minor);
    };
    const subtotal = amounts(scaled(line['subtotal']), till);
    Object.assign(line, { subtotal: subtotal.total, subtotal_tax: subtotal.total_tax, ...amounts(scaled(line.total), till), quantity });
    setMeta(line, '_reduced_stock', String(quantity));
  }
  addUp(order);
}

export function addLine(order: WooOrder, spec: LineSpec): WooLine {
  const last = Math.max(order.id * 100, ...order.line_items.map(({ id }) => id));
  const { json } = soldLine(last + 1, spec, 0, tillFor(order));
  order.line_items.push(json);
  addUp(order);
  return json;
}

export function lineOf(order: WooOrder, lineId: number): WooLine {
  const line = order.line_items.find(({ id }) => id === lineId);
  if (line === undefined) throw new Error(`order ${order.id} has no line ${lineId}`);
  return line;
}

/** WooCommerce gives the units back when an order is cancelled, and forgets that it had taken them. */
export function giveStockBack(order: WooOrder): void {
  for (const line of order.line_items) line.meta_data = line.meta_data.filter(({ key }) => key !== '_reduced_stock');
}

export function metaOf(line: WooLine, key: string): number {
  return Number(line.meta_data.find((row) => row.key === key)?.value ?? 0);
}

export function setMeta(line: WooLine, key: string, value: string): void {
  const row = line.meta_data.find((each) => each.key === key);
  if (row) row.value = value;
  else line.meta_data.push({ id: line.id * 10 + line.meta_data.length, key, value });
}
