import { plainReceipt, receiptFor, type Receipt } from '../../../../src/domain/receipt.ts';
import type { Plan } from '../../../../src/domain/plan.ts';
import type { OutboundDocument } from '../../../../src/domain/outbound.ts';
import type { SalesOrder } from '../../../../src/domain/sales-order.ts';
import type { FulfillmentState } from '../../../../src/domain/fulfillment-state.ts';
import type { SalesOrderState } from '../../../../src/domain/sales-order-state.ts';
import type { OrderFact } from '../../../../src/ledgers/order/facts.ts';
import { emptyLedger, type OrderLedger } from '../../../../src/ledgers/order/ledger.ts';
import { plan } from '../../../../src/ledgers/order/plan.ts';
import type { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { record } from '../../../../src/ledgers/order/record.ts';
import { at, CODES, order, policy as defaultPolicy, SUBJECT } from '../../../support/orders.ts';

export const NOW = Date.parse(at(120));

/** One order told fact by fact, with what would be planned after each. */
export interface Story {
  ledger: OrderLedger;
  now: number;
  readonly policy: OrderPolicy;
  tell(...facts: OrderFact[]): Story;
  order(order: SalesOrder): Story;
  erp(state: SalesOrderState): Story;
  wms(state: FulfillmentState): Story;
  /** Acknowledges the planned delivery of this key. */
  acknowledge(key: string, receipt?: Partial<Receipt>): Story;
  refuse(key: string, code: string, reason?: string): Story;
  retry(key?: string | null): Story;
  plan(): Plan;
  keys(): string[];
  codes(): string[];
  document(key: string): OutboundDocument;
}

/** A story that begins with a captured order whose codes are all known, unless told otherwise. */
export function story(first: SalesOrder | null = order(), given: Partial<OrderPolicy> = {}, codes: Record<string, string> = CODES): Story {
  const policy = defaultPolicy(given);
  const self: Story = {
    ledger: emptyLedger(SUBJECT),
    now: NOW,
    policy,
    tell(...facts) {
      self.ledger = facts.reduce((ledger, fact) => record(ledger, fact), self.ledger);
      return self;
    },
    order: (changed) => self.tell({ kind: 'captured', at: at(11), order: changed }),
    erp: (state) => self.tell({ kind: 'order-state', at: at(21), state }),
    wms: (state) => self.tell({ kind: 'fulfillment-state', at: at(31), state }),
    acknowledge(key, receipt = {}) {
      const { fingerprint, document, connection } = find(self.plan(), key);
      const answer = { ...defaultReceipt(key), ...receipt };
      return self.tell({ kind: 'acknowledged', at: at(40), key, fingerprint, receipt: answer, document, connection });
    },
    refuse: (key, code, reason = 'No.') =>
      self.tell({ kind: 'refused', at: at(41), key, fingerprint: find(self.plan(), key).fingerprint, code, reason }),
    retry: (key = null) => self.tell({ kind: 'retried', at: new Date(self.now).toISOString(), key, by: 'Grace' }),
    plan: () => plan(self.ledger, policy, self.now),
    keys: () => self.plan().deliveries.map((delivery) => delivery.key),
    codes: () => self.plan().exceptions.map((exception) => exception.code),
    document: (key) => find(self.plan(), key).document,
  };
  self.tell({ kind: 'matched', at: at(9), codes });
  return first ? self.order(first) : self;
}

/** A story whose order the ERP has booked. */
export function exported(...given: Parameters<typeof story>): Story {
  return story(...given)
    .acknowledge('erp.customer')
    .acknowledge('erp.sales-order');
}

function find(given: Plan, key: string): Plan['deliveries'][number] {
  const delivery = given.deliveries.find((each) => each.key === key);
  if (!delivery) throw new Error(`${key} is not planned, only ${given.deliveries.map((each) => each.key).join(', ') || 'nothing'}`);
  return delivery;
}

/** What a friendly party answers. */
export function defaultReceipt(key: string): Receipt {
  if (key.includes('cancel') || key.includes('change')) return plainReceipt({ verdict: 'accepted' });
  const ids: Record<string, [string, string]> = {
    'erp.customer': ['c-1', 'C1'],
    'erp.sales-order': ['so-7', 'SO-7'],
    'wms.fulfillment-order/1': ['fo-3', 'FO-3'],
  };
  const [id, number] = Object.hasOwn(ids, key) ? ids[key]! : [null, null];
  return id === null ? plainReceipt() : receiptFor(id, number);
}
