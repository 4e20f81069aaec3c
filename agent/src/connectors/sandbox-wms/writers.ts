import { z } from 'zod';
import type { Session } from '../../connector/contract.ts';
import { writeEach } from '../../connector/outcome.ts';
import { parseRaw } from '../../connector/parse.ts';
import type {
  OutboundCancellation,
  OutboundFulfillmentChange,
  OutboundFulfillmentOrder,
  OutboundReturnNotice,
} from '../../domain/outbound.ts';
import type { Receipt } from '../../domain/receipt.ts';
import * as cancellation from './cancellation.ts';
import type { WmsClient } from './client.ts';
import * as fulfillmentChange from './fulfillment-change.ts';
import * as fulfillmentOrder from './fulfillment-order.ts';
import { ALREADY_BOOKED, ALREADY_RECEIVED, isRefusal } from './refusals.ts';
import * as returnNotice from './return-notice.ts';

/** The warehouse has no keys, only unique references: when a write may have arrived we look first, and a refused repeat is a success. Changes and cancellations say what should be, so they are simply repeated. */
export function createWriters(client: WmsClient): Session['writers'] {
  return {
    'fulfillment-order': writeEach<OutboundFulfillmentOrder>('fulfillment-order', ({ document, uncertain }) => {
      const known = async (): Promise<Receipt | null> => {
        const found = await lookUp(client, '/fulfillment-orders', document.reference);
        return found === null ? null : fulfillmentOrder.toReceipt(found, true);
      };
      const send = async (): Promise<Receipt> =>
        fulfillmentOrder.toReceipt(await client.post('/fulfillment-orders', fulfillmentOrder.fromCanonical(document)), false);
      return once(uncertain, known, send);
    }),
    'fulfillment-change': writeEach<OutboundFulfillmentChange>('fulfillment-change', async ({ document }) => {
      const path = `/fulfillment-orders/${encodeURIComponent(document.foreignId)}`;
      return fulfillmentChange.toReceipt(await client.put(path, fulfillmentChange.fromCanonical(document)), document);
    }),
    cancellation: writeEach<OutboundCancellation>('cancellation', async ({ document }) => {
      const path = `/fulfillment-orders/${encodeURIComponent(document.foreignId)}/cancel`;
      return cancellation.toReceipt(await client.post(path, cancellation.fromCanonical(document)));
    }),
    'return-notice': writeEach<OutboundReturnNotice>('return-notice', ({ document, uncertain }) => {
      const send = async (): Promise<Receipt> =>
        returnNotice.toReceipt(await client.post('/returns', returnNotice.fromCanonical(document)));
      return once(uncertain, () => renewNotice(client, document), send);
    }),
  };
}

/** `known` finds what an earlier attempt left behind; a reference that is taken without it being found is a refusal after all. */
async function once(uncertain: boolean, known: () => Promise<Receipt | null>, send: () => Promise<Receipt>): Promise<Receipt> {
  const before = uncertain ? await known() : null;
  if (before !== null) return before;
  try {
    return await send();
  } catch (cause) {
    if (!isRefusal(cause, ALREADY_BOOKED)) throw cause;
    const booked = await known();
    if (booked === null) throw cause;
    return booked;
  }
}

const Found = z.object({ items: z.array(z.looseObject({ id: z.string().min(1), reference: z.string() })) });

async function lookUp(client: WmsClient, path: string, reference: string): Promise<z.output<typeof Found>['items'][number] | null> {
  const raw = await client.get(path, { reference });
  // A filter that the party ignores would return somebody else's document, so the answer is compared as well.
  return parseRaw(Found, raw, `The warehouse's answer from ${path}`).items.find((found) => found.reference === reference) ?? null;
}

/** A return that is announced already is announced as it is now, unless its goods have come: then there is nothing left to announce. */
async function renewNotice(client: WmsClient, notice: OutboundReturnNotice): Promise<Receipt | null> {
  const found = await lookUp(client, '/returns', notice.reference);
  if (found === null) return null;
  try {
    const answer = await client.put(`/returns/${encodeURIComponent(found.id)}`, returnNotice.fromCanonical(notice));
    return returnNotice.toReceipt(answer, { existed: true });
  } catch (cause) {
    if (!isRefusal(cause, ALREADY_RECEIVED)) throw cause;
    return returnNotice.toReceipt(found, { existed: true, note: 'The goods have come already.' });
  }
}
