import { isDeepStrictEqual } from 'node:util';
import type { OutboundShipment } from '../../../../src/domain/outbound.ts';
import type { Plan, PlannedDelivery } from '../../../../src/domain/plan.ts';
import type { Receipt } from '../../../../src/domain/receipt.ts';
import type { Shipment } from '../../../../src/domain/shipment.ts';
import type { OrderFact } from '../../../../src/ledgers/order/facts.ts';
import { emptyLedger, OrderLedger } from '../../../../src/ledgers/order/ledger.ts';
import { plan } from '../../../../src/ledgers/order/plan.ts';
import type { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { record } from '../../../../src/ledgers/order/record.ts';
import { viewOf } from '../../../../src/ledgers/order/view.ts';
import { at, SUBJECT } from '../../../support/orders.ts';
import { Broken, checkPlan, checkRest, type Seen } from './invariants.ts';
import type { Journal } from './journal.ts';
import { ALL_CODES } from './policies.ts';

const EMPTY = record(emptyLedger(SUBJECT), { kind: 'matched', at: at(0), codes: { ...ALL_CODES } });
const NOTHING: Plan = { deliveries: [], exceptions: [], wakeAt: null };

/** One order: its ledger and plan after each fact, held against what must be true of them. */
export class Life implements Seen {
  readonly policy: OrderPolicy;
  readonly journal: Journal | null;
  ledger: OrderLedger = EMPTY;
  planned: Plan = NOTHING;
  now = Date.parse(at(5000));
  readonly settled = new Map<string, string>();
  readonly reported: Shipment[] = [];
  readonly told: OrderFact[] = [];
  readonly #shown = new Map<string, OutboundShipment>();
  readonly #notes = new Set<string>();
  /** True once a receipt came for what was never planned; what warehouses hold is then anybody's guess. */
  isForged = false;
  #clock = 0;

  constructor(policy: OrderPolicy, journal: Journal | null = null) {
    this.policy = policy;
    this.journal = journal;
  }

  /** The same order going another way. */
  fork(journal: Journal | null): Life {
    const copy = new Life(this.policy, journal);
    copy.#become(this);
    return copy;
  }

  #become(other: Life): void {
    this.ledger = other.ledger;
    this.planned = other.planned;
    this.now = other.now;
    this.isForged = other.isForged;
    for (const [key, fingerprint] of other.settled) this.settled.set(key, fingerprint);
    this.reported.push(...other.reported);
    this.told.push(...other.told);
    for (const [id, document] of other.#shown) this.#shown.set(id, document);
    for (const id of other.#notes) this.#notes.add(id);
    this.#clock = other.#clock;
  }

  time(): string {
    this.#clock += 1;
    return at(1000 + this.#clock);
  }

  tell(fact: OrderFact): void {
    const before = this.ledger;
    if (fact.kind === 'retried') this.settled.clear();
    if (fact.kind === 'fulfillment-state') this.reported.push(...fact.state.shipments);
    this.told.push(fact);
    this.journal?.fact(fact);
    this.ledger = record(before, fact);
    if (this.ledger !== before || fact.kind === 'woken') this.replan();
    else this.journal?.nothingNew();
  }

  replan(): void {
    this.planned = plan(this.ledger, this.policy, this.now);
    this.journal?.plan(this.planned);
    checkPlan(this, this.planned);
  }

  /** A party took a delivery. */
  acknowledge({ key, fingerprint, document, connection }: PlannedDelivery, receipt: Receipt): void {
    if (document.kind === 'shipment' && key.startsWith('store.')) this.#showParcel(document);
    if (document.kind === 'customer-note') {
      if (this.#notes.has(document.noteId)) throw new Broken(`The customer gets the note “${document.message}” twice.`);
      this.#notes.add(document.noteId);
    }
    this.settled.set(key, fingerprint);
    this.tell({ kind: 'acknowledged', at: this.time(), key, fingerprint, receipt, document, connection });
  }

  /** One message per fact: a parcel, its numbers, that it never left. */
  #showParcel(document: OutboundShipment): void {
    const before = this.#shown.get(document.shipmentId);
    const numbers = (each: OutboundShipment): string =>
      [...new Set(each.packages.map(({ trackingNumber }) => trackingNumber ?? ''))].sort().join();
    const isNew = !before || before.voided !== document.voided || numbers(before) !== numbers(document);
    if (!isNew && document.message !== null)
      throw new Broken(
        `The customer is told “${document.message}” of ${document.shipmentId} although nothing is new since the last message.`,
      );
    this.#shown.set(document.shipmentId, document);
  }

  refuse({ key, fingerprint }: PlannedDelivery, code: string, reason: string): void {
    this.tell({ kind: 'refused', at: this.time(), key, fingerprint, code, reason });
  }

  /** A person chooses one of the ways out that are offered. */
  decide(which: number, choice: number): void {
    const asked = this.planned.exceptions.filter(({ choices }) => choices.length > 0);
    const exception = asked[which % Math.max(1, asked.length)];
    const chosen = exception?.choices[choice % exception.choices.length];
    if (exception && chosen) this.tell({ kind: 'decided', at: this.time(), exception: exception.key, choice: chosen.id, by: 'Grace' });
  }

  /** Everybody says yes until nothing is planned. */
  settle(answer: (delivery: PlannedDelivery) => void): void {
    this.journal?.note('From here on everybody takes what is planned.');
    for (let round = 0; round < 15; round += 1) {
      const { deliveries } = this.planned;
      if (deliveries.length === 0) return;
      for (const delivery of deliveries) answer(delivery);
    }
    throw new Broken(`It never comes to rest: ${this.planned.deliveries.map(({ key }) => key).join(', ')} after 15 rounds.`);
  }

  /** What must hold in the end: nothing changes by itself, nothing is lost in the books, nobody is told more than is so. */
  finish(isThorough: boolean): void {
    const { ledger, policy, now } = this;
    if (!this.isForged) checkRest(this, this.planned);
    for (const fact of this.told.slice(-3)) this.#repeat(fact);
    if (!isThorough) return;
    const stored = JSON.parse(JSON.stringify(ledger)) as OrderLedger;
    if (!isDeepStrictEqual(stored, ledger)) throw new Broken('The ledger is not plain JSON: stored and read again, it is another one.');
    if (!OrderLedger.safeParse(stored).success) throw new Broken('The stored ledger is not what its schema says.');
    if (!isDeepStrictEqual(plan(stored, policy, now), this.planned))
      throw new Broken('Planned again from the stored ledger, the plan is another one.');
    const view = viewOf(ledger, this.planned, policy);
    const open = view.lines.find((line) => Number(line.open) > 0);
    if (view.stage === 'completed' && open)
      throw new Broken(`The order is shown as completed, but ${open.open} of line ${open.id} are open.`);
  }

  #repeat(fact: OrderFact): void {
    if (fact.kind === 'retried') return;
    const once = record(this.ledger, fact);
    if (record(once, fact) !== once && !isSame(record(once, fact), once))
      throw new Broken(`A ${fact.kind} fact that is told twice changes the ledger twice.`);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
