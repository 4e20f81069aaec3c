import type { WmsOrder, WmsReturnReceipt, WmsVerdict } from '../../peers/wms-documents.ts';
import type { SandboxWms } from '../../peers/wms.ts';
import { talkTo, wmsOrder } from './talk.ts';

export const TWO_LINES = [
  { ref: '11', item: 'MUG-BLUE', quantity: '3' },
  { ref: '12', item: 'CAP', quantity: '1' },
];

/** What tests say to the warehouse: as its customer over HTTP, and as the people on its floor. */
export function floorOf(wms: SandboxWms) {
  const talk = talkTo(wms.url, wms.key);
  const control = async (name: string, body: Record<string, unknown>): Promise<WmsOrder> =>
    (await wms.control(`/_${name}`, body)) as WmsOrder;
  return {
    talk,
    control,
    book: async (reference: string, more: Record<string, unknown> = {}): Promise<WmsOrder> =>
      (await talk.post('/fulfillment-orders', wmsOrder(reference, { lines: TWO_LINES, ...more }))).body as unknown as WmsOrder,
    read: async (id: string): Promise<WmsOrder> => (await talk.get(`/fulfillment-orders/${id}`)).body as unknown as WmsOrder,
    /** Asks for other units (or another address) of a booked order. */
    change: async (order: WmsOrder, units: Record<string, number>, more: Record<string, unknown> = {}) => {
      const lines = Object.entries(units).map(([item, quantity]) => ({ ref: refOf(order, item), item, quantity: String(quantity) }));
      const { body } = await talk.put(`/fulfillment-orders/${order.id}`, wmsOrder(order.reference, { lines, ...more }));
      return body as unknown as { verdict: WmsVerdict; reason: string | null; lines: { ref: string; quantity: string }[] };
    },
    cancel: async (order: WmsOrder): Promise<unknown> => (await talk.post(`/fulfillment-orders/${order.id}/cancel`, {})).body['verdict'],
    receive: async (body: Record<string, unknown>): Promise<WmsReturnReceipt> => (await wms.control('/_receive', body)) as WmsReturnReceipt,
  };
}

const refOf = (order: WmsOrder, item: string): string => order.lines.find((line) => line.item === item)?.ref ?? item;

export const statuses = (order: WmsOrder): string[] => order.history.map(({ status }) => status);

/** "2 × MUG-BLUE" for each line of each shipment that was not taken back. */
export const left = (order: WmsOrder): string[][] =>
  order.shipments.filter(({ voidedAt }) => voidedAt === null).map(({ lines }) => lines.map(({ quantity, sku }) => `${quantity} × ${sku}`));
