import { z } from 'zod';
import type { Session } from '../../connector/contract.ts';
import { writeEach } from '../../connector/outcome.ts';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundCancellation, OutboundFulfillmentOrder } from '../../domain/outbound.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import * as cancellation from './cancellation.ts';
import type { WmsClient } from './client.ts';
import * as fulfillmentOrder from './fulfillment-order.ts';
import { ALREADY_BOOKED } from './refusals.ts';

/** The warehouse has no keys, only unique references: when a write may have arrived we look first, and a refused repeat is a success. */
export function createWriters(client: WmsClient): Session['writers'] {
  return {
    'fulfillment-order': writeEach<OutboundFulfillmentOrder>('fulfillment-order', async ({ document, uncertain }) => {
      const known = uncertain ? await lookUp(client, document.reference) : null;
      if (known !== null) return known;
      try {
        const answer = await client.post('/fulfillment-orders', fulfillmentOrder.fromCanonical(document));
        return fulfillmentOrder.toReceipt(answer, false);
      } catch (cause) {
        if (!(cause instanceof RejectedError) || cause.facts['refusal'] !== ALREADY_BOOKED) throw cause;
        const booked = await lookUp(client, document.reference);
        if (booked === null) throw cause;
        return booked;
      }
    }),
    cancellation: writeEach<OutboundCancellation>('cancellation', async ({ document }) => {
      const path = `/fulfillment-orders/${encodeURIComponent(document.foreignId)}/cancel`;
      return cancellation.toReceipt(await client.post(path, cancellation.fromCanonical(document)));
    }),
  };
}

const Found = z.object({ items: z.array(z.looseObject({ reference: z.string() })) });

async function lookUp(client: WmsClient, reference: string): Promise<Receipt | null> {
  const raw = await client.get('/fulfillment-orders', { reference });
  // A filter that the party ignores would return somebody else's order, so the answer is compared as well.
  const found = parseRaw(Found, raw, "The warehouse's list of orders").items.find((order) => order.reference === reference);
  return found === undefined ? null : fulfillmentOrder.toReceipt(found, true);
}
