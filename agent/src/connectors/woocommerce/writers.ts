import { z } from 'zod';
import type { Session } from '../../connector/contract.ts';
import { writeEach } from '../../connector/outcome.ts';
import type { OutboundCustomerNote, OutboundOrderStatus, OutboundRefund, OutboundShipment } from '../../domain/outbound.ts';
import { plainReceipt, receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { Shop } from './client.ts';
import { expectShape } from './errors.ts';
import { pathId } from './path-id.ts';
import { writeRefund } from './refund-writer.ts';
import { refusedAs } from './refused.ts';
import { writeShipment } from './shipment-writer.ts';

const StatusWritten = z.object({ result: z.enum(['changed', 'unchanged']), status: z.string() });
const NoteWritten = z.object({ result: z.enum(['created', 'unchanged']) });

/** What the shop can be told; every route of the plugin is idempotent. */
export function shopWriters(shop: Shop): Session['writers'] {
  const shipmentRefused = refusedAs('shipment.store-refused');
  return {
    shipment: writeEach<OutboundShipment>('shipment', ({ document }) => writeShipment(shop, document), shipmentRefused),
    'order-status': writeEach<OutboundOrderStatus>('order-status', ({ document }) => writeStatus(shop, document), shipmentRefused),
    'customer-note': writeEach<OutboundCustomerNote>(
      'customer-note',
      ({ document }) => writeNote(shop, document),
      refusedAs('store.note-refused'),
    ),
    refund: writeEach<OutboundRefund>('refund', ({ document }) => writeRefund(shop, document), refusedAs('refund.refused')),
  };
}

async function writeStatus(shop: Shop, given: OutboundOrderStatus): Promise<Receipt> {
  const path = `orders/${encodeURIComponent(given.orderId)}/status`;
  const { result, status } = expectShape(
    StatusWritten,
    await shop.own.put(path, { status: given.status, note: given.note }),
    `PUT ${path}`,
  );
  if (status !== given.status) {
    // WooCommerce swallows errors of third-party callbacks and answers with the old state.
    const message = `The shop took the status "${given.status}" but the order still is "${status}".`;
    throw new RejectedError({ code: 'shipment.store-refused', message, facts: { order: given.orderId, status } });
  }
  return plainReceipt({
    existed: result === 'unchanged',
    note: result === 'unchanged' ? `the order was ${status} already` : `the order is now ${status}`,
  });
}

async function writeNote(shop: Shop, note: OutboundCustomerNote): Promise<Receipt> {
  const path = `orders/${encodeURIComponent(note.orderId)}/notes/${pathId(note.noteId)}`;
  const { result } = expectShape(NoteWritten, await shop.own.put(path, { message: note.message }), `PUT ${path}`);
  return receiptFor(note.noteId, null, {
    existed: result === 'unchanged',
    note: result === 'unchanged' ? 'the customer was told already' : 'the customer was told by e-mail',
  });
}
