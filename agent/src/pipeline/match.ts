import type { InboundDocument } from '../domain/inbound.ts';
import { subjectKey, subjectOfReference, type ConnectionId, type SubjectKey } from '../domain/reference.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';

/** Whose document this is: a subject of ours, or nobody's (the reference is none that we ever gave). */
export type Belongs = { readonly kind: 'subject'; readonly subject: SubjectKey } | { readonly kind: 'nobody'; readonly reference: string };

/** Finds the subject of a document; only a store's order may begin a new one. */
export function belongsTo(document: InboundDocument, connection: ConnectionId): Belongs {
  if (document.kind === 'sales-order') return { kind: 'subject', subject: subjectKey(connection, 'sales-order', document.id) };
  const reference = document.reference ?? ('orderReference' in document ? document.orderReference : null) ?? '';
  const subject = subjectOfReference(reference);
  return subject ? { kind: 'subject', subject } : { kind: 'nobody', reference };
}

/** The fact that a document tells about its subject. */
export function factOf(document: InboundDocument, at: string): OrderFact {
  switch (document.kind) {
    case 'sales-order':
      return { kind: 'captured', at, order: document };
    case 'sales-order-state':
      return { kind: 'order-state', at, state: document };
    case 'fulfillment-state':
      return { kind: 'fulfillment-state', at, state: document };
    case 'return-authorization':
      return { kind: 'return-authorization', at, authorization: document };
    case 'return-receipt':
      return { kind: 'return-receipt', at, receipt: document };
    case 'credit-memo':
      return { kind: 'credit-memo', at, memo: document };
  }
}
