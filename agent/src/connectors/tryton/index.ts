import { cannotRead, cannotReadAny, cannotWriteAny, defineConnector, type Session } from '../../connector/contract.ts';
import type { Tools } from '../../connector/tools.ts';
import { writeEach } from '../../connector/outcome.ts';
import type { OutboundCancellation, OutboundCustomer, OutboundSalesOrder, OutboundShipment } from '../../domain/outbound.ts';
import { RejectedError } from '../../errors/errors.ts';
import { cancelSalesOrder } from './cancellation.ts';
import { checkTryton } from './check.ts';
import { writeCustomer } from './customer.ts';
import { createErp, type Erp } from './erp.ts';
import { orderStates } from './feed.ts';
import { listOptions } from './options.ts';
import { asCrossdockError, refusedAs } from './refusals.ts';
import { createRpc } from './rpc.ts';
import { writeSalesOrder } from './sales-order.ts';
import { TrytonSettings } from './settings.ts';
import { writeShipment } from './shipment.ts';

const LOOKUP = { write: 'can', idempotency: 'lookup', batch: 1 } as const;

/** Tryton 6.0 over JSON-RPC. */
export const tryton = defineConnector({
  id: 'tryton',
  title: 'Tryton 6.0',
  role: 'erp',
  evidence: 'real',
  settings: TrytonSettings,
  reads: {
    'sales-order': cannotRead('Orders come from the shop; Tryton only books them.'),
    'sales-order-state': { read: 'cursor', feed: false },
    ...cannotReadAny(['return-authorization', 'return-receipt', 'credit-memo'], 'Returns are not read from Tryton yet.'),
    'fulfillment-state': cannotRead('The warehouse tells what it has packed and shipped, not Tryton.'),
  },
  writes: {
    customer: LOOKUP,
    'sales-order': LOOKUP,
    cancellation: LOOKUP,
    shipment: LOOKUP,
    ...cannotWriteAny(['order-change', 'return-order', 'credit-memo'], 'Changes, returns and credit memos are not sent to Tryton yet.'),
    ...cannotWriteAny(
      ['fulfillment-order', 'fulfillment-change', 'return-notice'],
      'Tryton makes its own shipment for each sale; the request to ship goes to the warehouse.',
    ),
    ...cannotWriteAny(['order-status', 'customer-note', 'refund'], 'The status of an order and its refunds belong to the shop.'),
  },
  connect: (settings, tools) => Promise.resolve(openSession(settings, tools)),
});

function openSession(settings: TrytonSettings, tools: Tools): Session {
  const erp = createErp(createRpc(settings, tools));
  const alone = oneAtATime();
  return {
    check: () => checkTryton(erp, settings),
    options: (kind, search) => listOptions(erp, kind, search),
    readers: { 'sales-order-state': orderStates(erp) },
    writers: {
      // Tryton keeps no e-mail address unique, so two orders of one new customer must not look at the same moment.
      customer: writeEach<OutboundCustomer>(
        'customer',
        ({ document }) => alone(() => refusedAs('erp.customer-refused', () => writeCustomer(erp, settings, document))),
        asCrossdockError,
      ),
      'sales-order': writeEach<OutboundSalesOrder>(
        'sales-order',
        ({ document }) => writeSalesOrder(erp, settings, document),
        asCrossdockError,
      ),
      cancellation: writeEach<OutboundCancellation>(
        'cancellation',
        async ({ document }) => cancelSalesOrder(orders(erp, document.of), document),
        asCrossdockError,
      ),
      shipment: writeEach<OutboundShipment>('shipment', ({ document }) => writeShipment(erp, document), asCrossdockError),
    },
    close: () => erp.rpc.logout(),
  };
}

function orders(erp: Erp, of: 'sales-order' | 'fulfillment-order'): Erp {
  if (of === 'sales-order') return erp;
  throw new RejectedError({ code: 'cancel.refused', message: 'Tryton has no fulfillment orders of ours to cancel.' });
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
