import { cannotRead, cannotWriteAny, defineConnector, type Session, type Writer } from '../../connector/contract.ts';
import type { Tools } from '../../connector/tools.ts';
import { writeEach } from '../../connector/outcome.ts';
import type {
  OutboundCancellation,
  OutboundCreditMemo,
  OutboundCustomer,
  OutboundDocument,
  OutboundOrderChange,
  OutboundReturnOrder,
  OutboundSalesOrder,
  OutboundShipment,
} from '../../domain/outbound.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import { cancelSalesOrder } from './cancellation.ts';
import { checkTryton } from './check.ts';
import { writeCustomer } from './customer.ts';
import { creditMemos } from './credits-feed.ts';
import { writeCreditMemo } from './credit-memo.ts';
import { createErp, type Erp } from './erp.ts';
import { orderStates } from './feed.ts';
import { changeSalesOrder } from './order-change.ts';
import { writeReturnOrder } from './return-order.ts';
import { returnAuthorizations } from './returns-feed.ts';
import { createHolds, type Holds } from './holds.ts';
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
    'return-authorization': { read: 'cursor', feed: false },
    'credit-memo': { read: 'cursor', feed: false },
    'return-receipt': cannotRead('The warehouse tells which goods came back, not Tryton.'),
    'fulfillment-state': cannotRead('The warehouse tells what it has packed and shipped, not Tryton.'),
  },
  writes: {
    customer: LOOKUP,
    'sales-order': LOOKUP,
    cancellation: LOOKUP,
    shipment: LOOKUP,
    'order-change': LOOKUP,
    'return-order': LOOKUP,
    'credit-memo': LOOKUP,
    ...cannotWriteAny(
      ['fulfillment-order', 'fulfillment-change', 'return-notice'],
      'Tryton makes its own shipment for each sale; the request to ship goes to the warehouse.',
    ),
    ...cannotWriteAny(['order-status', 'customer-note', 'refund'], 'The status of an order and its refunds belong to the shop.'),
  },
  connect: (settings, tools) => Promise.resolve(openSession(settings, tools)),
});

function openSession(settings: TrytonSettings, tools: Tools): Session {
  const holds = createHolds();
  const erp = createErp(createRpc(settings, tools), tools.now);
  return {
    check: () => checkTryton(erp, settings),
    options: (kind, search) => listOptions(erp, kind, search),
    readers: {
      'sales-order-state': orderStates(erp, holds),
      'return-authorization': returnAuthorizations(erp),
      'credit-memo': creditMemos(erp),
    },
    writers: writersOf(erp, settings, holds),
    close: () => erp.rpc.logout(),
  };
}

function writersOf(erp: Erp, settings: TrytonSettings, holds: Holds): Session['writers'] {
  const alone = oneAtATime();
  const onOrder = <D extends OutboundDocument & { readonly reference: string }>(
    kind: D['kind'],
    write: (document: D) => Promise<Receipt>,
  ): Writer => writer<D>(kind, (document) => holds.writing(document.reference, () => write(document)));
  return {
    // Tryton keeps no e-mail address unique, so two orders of one new customer must not look at the same moment.
    customer: writer<OutboundCustomer>('customer', (document) =>
      alone(() => refusedAs('erp.customer-refused', () => writeCustomer(erp, settings, document))),
    ),
    'sales-order': onOrder<OutboundSalesOrder>('sales-order', (document) => writeSalesOrder(erp, settings, document)),
    'order-change': onOrder<OutboundOrderChange>('order-change', (document) => changeSalesOrder(erp, settings, document)),
    cancellation: onOrder<OutboundCancellation>('cancellation', async (document) => cancelSalesOrder(orders(erp, document.of), document)),
    shipment: onOrder<OutboundShipment>('shipment', (document) => writeShipment(erp, document)),
    'return-order': writer<OutboundReturnOrder>('return-order', (document) => writeReturnOrder(erp, document)),
    'credit-memo': writer<OutboundCreditMemo>('credit-memo', (document) => writeCreditMemo(erp, settings, document)),
  };
}

function writer<D extends OutboundDocument>(kind: D['kind'], write: (document: D) => Promise<Receipt>): Writer {
  return writeEach<D>(kind, ({ document }) => write(document), asCrossdockError);
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
