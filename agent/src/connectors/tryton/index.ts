import { cannotRead, cannotWrite, defineConnector, type Session, type Writer } from '../../connector/contract.ts';
import type { Tools } from '../../connector/tools.ts';
import type { OutboundDocument } from '../../domain/outbound.ts';
import type { Receipt } from '../../domain/receipt.ts';
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
    'fulfillment-state': cannotRead('The warehouse tells what it has packed and shipped, not Tryton.'),
  },
  writes: {
    customer: LOOKUP,
    'sales-order': LOOKUP,
    cancellation: LOOKUP,
    shipment: LOOKUP,
    'fulfillment-order': cannotWrite('Tryton makes its own shipment for each sale; the request to ship goes to the warehouse.'),
    'order-status': cannotWrite('The status of an order belongs to the shop.'),
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
      customer: writer('customer', (document) =>
        alone(() => refusedAs('erp.customer-refused', () => writeCustomer(erp, settings, document))),
      ),
      'sales-order': writer('sales-order', (document) => writeSalesOrder(erp, settings, document)),
      cancellation: writer('cancellation', (document) => cancelSalesOrder(orders(erp, document.of), document)),
      shipment: writer('shipment', (document) => writeShipment(erp, document)),
    },
    close: () => erp.rpc.logout(),
  };
}

type DocumentOf<K extends OutboundDocument['kind']> = Extract<OutboundDocument, { kind: K }>;

function writer<K extends OutboundDocument['kind']>(kind: K, write: (document: DocumentOf<K>) => Promise<Receipt>): Writer {
  const isKind = (document: OutboundDocument): document is DocumentOf<K> => document.kind === kind;
  return {
    write: (requests) =>
      Promise.all(
        requests.map(async ({ document }) => {
          if (!isKind(document)) throw new Error(`a ${document.kind} was given to the writer of ${kind}`);
          try {
            return { kind: 'done' as const, receipt: await write(document) };
          } catch (error) {
            return { kind: 'failed' as const, error: asCrossdockError(error) };
          }
        }),
      ),
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
