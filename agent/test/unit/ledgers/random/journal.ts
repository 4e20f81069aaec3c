import type { Plan } from '../../../../src/domain/plan.ts';
import { describeDelivery, describeFact } from '../../../../src/ledgers/order/describe.ts';
import type { OrderFact } from '../../../../src/ledgers/order/facts.ts';

/** Writes down what happens to an order, for a person who has to understand why a rule broke. */
export class Journal {
  readonly #lines: string[];
  #count = 0;
  #planned = 'nothing';
  #asked = '';

  constructor(...head: string[]) {
    this.#lines = head.map((line) => `  ${line}`);
  }

  fact(fact: OrderFact): void {
    this.#count += 1;
    const { title, detail } = describeFact(fact);
    const words = [detail, ...contentsOf(fact)].filter((each) => each !== '').join('; ');
    this.#lines.push(`  ${String(this.#count).padStart(2)}. ${title}${words && ` (${words})`}`);
  }

  nothingNew(): void {
    this.#lines.push(`${this.#lines.pop() ?? ''} – nothing new`);
  }

  note(text: string): void {
    this.#lines.push(`      ${text}`);
  }

  /** What is planned now, if that is not what was planned before. */
  plan({ deliveries, exceptions }: Plan): void {
    const planned = deliveries.map(({ key, document }) => `${describeDelivery(key)}${unitsIn(document)}`).join(' · ') || 'nothing';
    const asked = exceptions.map(({ message }) => message).join(' · ');
    if (planned !== this.#planned) this.#lines.push(`      → planned: ${planned}`);
    if (asked !== this.#asked) this.#lines.push(`      → told to a person: ${asked || 'nothing any more'}`);
    this.#planned = planned;
    this.#asked = asked;
  }

  text(): string {
    return this.#lines.join('\n');
  }
}

interface Line {
  readonly quantity: { readonly value: string };
}

const each = (lines: readonly (Line & { readonly name: string })[]): string =>
  lines.map(({ name, quantity }) => `${quantity.value} × ${name}`).join(', ') || 'no units';

function unitsIn(document: Plan['deliveries'][number]['document']): string {
  switch (document.kind) {
    case 'sales-order':
      return `: ${each(document.lines.map((line) => ({ ...line, name: line.sku })))}`;
    case 'order-change':
    case 'fulfillment-change':
      return `: now ${each(document.order.lines.map((line) => ({ ...line, name: line.sku })))}`;
    case 'fulfillment-order':
      return ` ${document.warehouseCode}: ${each(document.lines.map((line) => ({ ...line, name: line.sku })))}`;
    case 'shipment':
      return `${document.voided ? ', taken back' : ''}: ${each(document.lines.map((line) => ({ ...line, name: line.lineId })))}${document.message === null ? '' : ` “${document.message}”`}`;
    case 'order-status':
      return `: ${document.status}`;
    case 'customer-note':
      return `: “${document.message}”`;
    case 'refund':
    case 'credit-memo':
      return `: ${document.amount.minor} cents, ${each(document.lines.map((line) => ({ ...line, name: line.lineId })))}`;
    default:
      return '';
  }
}

/** What a fact holds beyond its usual words: units, times and answers. */
function contentsOf(fact: OrderFact): string[] {
  switch (fact.kind) {
    case 'captured': {
      const { order } = fact;
      const refunds = order.refunds.map(
        (refund) =>
          `refund ${refund.id} of ${each(refund.lines.map((line) => ({ ...line, name: line.lineId })))}, ${refund.amount.minor} cents`,
      );
      return [each(order.lines.map((line) => ({ ...line, name: line.id }))), ...refunds, clock(order.updatedAt)];
    }
    case 'order-state': {
      const lines = fact.state.lines.map(
        ({ id, ordered, reserved, refused }) => `${id}: ${reserved.value} of ${ordered.value}${refused ? ', refused' : ''}`,
      );
      return [lines.join(', '), clock(fact.state.updatedAt)];
    }
    case 'fulfillment-state': {
      const { reference, lines, shipments, updatedAt } = fact.state;
      const counts = lines.map(
        (line) => `${line.lineId}: ${line.requested.value} requested, ${line.shipped.value} shipped, ${line.short.value} short`,
      );
      const parcels = shipments.map(
        (parcel) => `${parcel.id} holds ${each(parcel.lines.map((line) => ({ ...line, name: `${line.lineId}/${line.sku}` })))}`,
      );
      return [reference, ...counts, ...parcels, clock(updatedAt)];
    }
    case 'acknowledged':
      return (fact.receipt.lines ?? []).map(({ lineId, quantity }) => `holds ${quantity.value} × ${lineId}`);
    case 'return-receipt':
      return [fact.receipt.reference, clock(fact.receipt.updatedAt)];
    default:
      return [];
  }
}

function clock(time: string): string {
  return `as of ${time.length > 19 ? time.slice(11, 19) : time}`;
}
