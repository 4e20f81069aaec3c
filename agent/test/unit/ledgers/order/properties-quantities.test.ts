import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan, PlannedDelivery } from '../../../../src/domain/plan.ts';
import type { Receipt, Verdict } from '../../../../src/domain/receipt.ts';
import type { OrderFact } from '../../../../src/ledgers/order/facts.ts';
import { emptyLedger, OrderLedger } from '../../../../src/ledgers/order/ledger.ts';
import { plan } from '../../../../src/ledgers/order/plan.ts';
import type { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { record } from '../../../../src/ledgers/order/record.ts';
import { standingOf } from '../../../../src/ledgers/order/standing.ts';
import { viewOf } from '../../../../src/ledgers/order/view.ts';
import { at, CODES, SUBJECT } from '../../../support/orders.ts';
import { patience, sequences } from '../random/sequences.ts';
import { lives, policies, storyOf, type Event } from './lives.ts';
import { defaultReceipt } from './story.ts';

const RUNS = sequences(0.006);
const SEED = 4;
const TIMEOUT = patience(0.006);
const MORE_CODES = {
  'sku|wms2|MUG-01': 'M2',
  'location|erp|second': 'WH-2',
  'location|wms|second': 'S-WMS',
  'location|wms2|second': 'S-WMS2',
  'location|wms2|main': 'M-WMS2',
  'shipping-method|wms2|flat_rate': 'STD',
};

/** An order with its parties, who answer as they are told. */
class Life {
  ledger = record(emptyLedger(SUBJECT), { kind: 'matched', at: at(0), codes: { ...CODES, ...MORE_CODES } });
  readonly policy: OrderPolicy;
  readonly done = new Map<string, string>();
  #clock = 0;

  constructor(policy: OrderPolicy) {
    this.policy = policy;
  }

  plan(): Plan {
    return plan(this.ledger, this.policy, Date.parse(at(5000)));
  }

  tell(fact: OrderFact): void {
    if (fact.kind === 'retried') this.done.clear();
    this.ledger = record(this.ledger, fact);
    const planned = this.plan();
    for (const { key, fingerprint } of planned.deliveries)
      expect(this.done.get(key), `${key} is planned again as it was acknowledged`).not.toBe(fingerprint);
    expect(new Set(planned.deliveries.map(({ key }) => key)).size).toBe(planned.deliveries.length);
    expect(new Set(planned.exceptions.map(({ key }) => key)).size).toBe(planned.exceptions.length);
    this.check(planned);
  }

  /** What must hold at every moment. */
  check(planned: Plan): void {
    const { order } = this.ledger;
    if (!order) return;
    for (const policy of [this.policy, null]) {
      for (const each of standingOf(this.ledger, order, policy).balance.values()) {
        expect(each.shipped + each.open + each.cancelled).toBe(each.ordered);
        for (const units of [each.open, each.cancelled, each.shipped, each.surplus]) expect(units).toBeGreaterThanOrEqual(0);
      }
    }
    for (const { document } of planned.deliveries) {
      const sold = document.kind === 'sales-order' ? document : document.kind === 'order-change' ? document.order : null;
      if (!sold) continue;
      const parts = [...sold.lines, ...sold.charges].flatMap(({ net, taxes }) => [net, ...taxes.map(({ amount }) => amount)]);
      expect(parts.reduce((sum, { minor }) => sum + minor, 0)).toBe(sold.total.minor);
    }
  }

  answer({ key, fingerprint, document, connection }: PlannedDelivery, verdict: Verdict, rest: number): void {
    this.#clock += 1;
    const isAsked = /cancel|change/.test(key);
    const lines =
      document.kind === 'fulfillment-change'
        ? document.order.lines.map(({ id, quantity }) => ({
            lineId: id,
            quantity: { ...quantity, value: String(Number(quantity.value) + rest) },
          }))
        : null;
    const receipt: Receipt = {
      ...defaultReceipt(key),
      verdict: isAsked ? verdict : null,
      lines: isAsked && verdict === 'partly' ? lines : null,
    };
    this.done.set(key, fingerprint);
    this.tell({ kind: 'acknowledged', at: at(1000 + this.#clock), key, fingerprint, receipt, document, connection });
  }

  live(event: Event): void {
    if (event.kind === 'fact') return this.tell(event.fact);
    const { deliveries, exceptions } = this.plan();
    if (event.kind === 'answer') {
      const delivery = deliveries[event.pick % Math.max(1, deliveries.length)];
      if (delivery) this.answer(delivery, event.verdict, event.rest);
      return;
    }
    const asked = exceptions.filter(({ choices }) => choices.length > 0);
    const exception = asked[event.pick % Math.max(1, asked.length)];
    const choice = exception?.choices[event.choice % exception.choices.length]?.id;
    if (exception && choice) this.tell({ kind: 'decided', at: at(2000 + this.#clock), exception: exception.key, choice, by: 'Grace' });
  }

  settle(): void {
    for (let round = 0; round < 12; round += 1) {
      const { deliveries } = this.plan();
      if (deliveries.length === 0) return;
      for (const delivery of deliveries) this.answer(delivery, 'accepted', 0);
    }
    throw new Error(
      `still planned after 12 rounds: ${this.plan()
        .deliveries.map(({ key }) => key)
        .join(', ')}`,
    );
  }
}

function live(policy: OrderPolicy, events: readonly Event[], then: (life: Life) => void): void {
  const life = new Life(policy);
  try {
    for (const event of events) life.live(event);
    then(life);
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\n  ${storyOf(policy, events)}`, { cause });
  }
}

test(
  'whatever happens to an order, its units add up, its amounts tie, and all comes to rest once everybody says yes',
  { timeout: TIMEOUT },
  () => {
    fc.assert(
      fc.property(policies, lives, (policy, events) => live(policy, events, (life) => life.settle())),
      { numRuns: RUNS, seed: SEED },
    );
  },
);

test('at rest no warehouse holds more than is wanted, and no two hold the same unit', { timeout: TIMEOUT }, () => {
  fc.assert(
    fc.property(policies, lives, (policy, events) =>
      live(policy, events, (life) => {
        life.settle();
        const { order } = life.ledger;
        if (!order || life.plan().exceptions.length > 0) return;
        const { balance, active } = standingOf(life.ledger, order, policy);
        for (const [id, units] of active) expect(units, id).toBeLessThanOrEqual(balance.get(id)?.open ?? 0);
      }),
    ),
    { numRuns: RUNS, seed: SEED },
  );
});

test('a fact told twice changes nothing, and the ledger stays what its schema says', { timeout: TIMEOUT }, () => {
  fc.assert(
    fc.property(policies, lives, (policy, events) => {
      live(policy, events, (life) => {
        for (const event of events) {
          if (event.kind !== 'fact' || event.fact.kind === 'retried') continue;
          const once = record(life.ledger, event.fact);
          expect(record(once, event.fact)).toEqual(once);
        }
        expect(OrderLedger.parse(JSON.parse(JSON.stringify(life.ledger)))).toEqual(life.ledger);
        viewOf(life.ledger, life.plan());
      });
    }),
    { numRuns: Math.ceil(RUNS / 4), seed: SEED },
  );
});
