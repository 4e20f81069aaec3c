import { afterEach, beforeEach } from 'vitest';
import type { ErpOrder } from '../../peers/erp-documents.ts';
import { startSandboxErp, type SandboxErp, type SandboxErpOptions } from '../../peers/erp.ts';
import { SAMPLE_ERP } from '../../peers/sample-seeds.ts';
import { erpOrder, talkTo, type Said } from './talk.ts';

/** An ERP without waiting times for each test, with a customer, and short words for what other systems ask of it. */
export function erpDesk(options: SandboxErpOptions = {}) {
  let erp: SandboxErp;
  let talk: ReturnType<typeof talkTo>;
  let customer: string;
  const start = async (): Promise<void> => {
    erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP, ...options });
    talk = talkTo(erp.url, erp.key);
    customer = String((await talk.post('/customers', { name: 'Zoë', email: 'zoe@example.org' })).body['id']);
  };
  beforeEach(start);
  afterEach(() => erp.close());
  const stock = (units: Record<string, string>): Promise<unknown> => erp.control('/_seed', { items: [{ code: 'ERP-1001', stock: units }] });
  const body = (reference: string, more: Record<string, unknown> = {}) => erpOrder(reference, customer, more);
  return {
    erp: () => erp,
    talk: () => talk,
    stock,
    body,
    control: (path: string, given: Record<string, unknown>) => erp.control(path, given),
    book: async (reference: string, more: Record<string, unknown> = {}) =>
      (await talk.post('/sales-orders', body(reference, more))).body as unknown as ErpOrder,
    change: (order: ErpOrder, more: Record<string, unknown>, key = 'k'): Promise<Said> =>
      talk.put(`/sales-orders/${order.id}`, body(order.reference, more), { 'idempotency-key': key }),
    ship: (order: ErpOrder, id: string, quantity: string, more: Record<string, unknown> = {}): Promise<Said> =>
      talk.post(`/sales-orders/${order.id}/shipments`, { id, lines: [{ ref: '11', quantity }], ...more }),
    now: (order: ErpOrder): ErpOrder => {
      const found = erp.books().salesOrders.find(({ id }) => id === order.id);
      if (!found) throw new Error(`${order.id} is gone`);
      return found;
    },
    shelf: (): unknown => erp.books().items.find(({ code }) => code === 'ERP-1001')?.['stock'],
  };
}

/** A line of mugs at 10.00 each with 20 % tax. */
export function mugs(quantity: number, ref = '11'): Record<string, unknown> {
  const taxes = [{ code: 'VAT20', amount: (quantity * 2).toFixed(2) }];
  return { ref, item: 'ERP-1001', quantity: String(quantity), net: (quantity * 10).toFixed(2), taxes };
}
