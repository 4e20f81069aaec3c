import type { OutboundFulfillmentChange, OutboundFulfillmentOrder, OutboundSalesOrder } from '../../../../src/domain/outbound.ts';
import type { PlannedDelivery } from '../../../../src/domain/plan.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import { plainReceipt, receiptFor, type Receipt, type Verdict } from '../../../../src/domain/receipt.ts';
import type { FulfillmentState } from '../../../../src/domain/fulfillment-state.ts';
import type { Milestone } from '../../../../src/domain/milestone.ts';
import type { SalesOrder, SalesOrderStatus, StoreRefund } from '../../../../src/domain/sales-order.ts';
import type { SalesOrderState } from '../../../../src/domain/sales-order-state.ts';
import type { Shipment } from '../../../../src/domain/shipment.ts';
import { at, erpLine, erpState, wmsState } from '../../../support/orders.ts';
import { refundOf, SKUS, sold, type Units } from './sold.ts';

// Three parties that know what they do: what they answer and report is true of them. All values, so that a life can be copied.

export interface Store {
  readonly units: Units;
  readonly refunds: readonly StoreRefund[];
  readonly status: SalesOrderStatus;
  readonly note: string;
}

export interface Erp {
  readonly document: OutboundSalesOrder | null;
  readonly reserved: Units;
  /** What somebody changed there by hand. */
  readonly own: Units;
  readonly isCancelled: boolean;
}

/** One fulfillment order at a warehouse. */
export interface Job {
  readonly number: number;
  readonly reference: string;
  readonly lines: Units;
  readonly short: Units;
  readonly reached: Milestone;
  readonly parcels: readonly Shipment[];
  readonly isCancelled: boolean;
}

export type Answer = { readonly receipt: Receipt } | { readonly refusal: string };

const sum = (lines: readonly { lineId: string; quantity: { value: string } }[], id: string): number =>
  lines.reduce((all, line) => all + (line.lineId === id ? Number(line.quantity.value) : 0), 0);

export class Parties {
  clock = 0;
  store: Store = { units: { 11: 2, 12: 1 }, refunds: [], status: 'processing', note: '' };
  erp: Erp = { document: null, reserved: {}, own: {}, isCancelled: false };
  jobs: readonly Job[] = [];
  parcels = 0;

  copy(): Parties {
    return Object.assign(new Parties(), this);
  }

  tick(): string {
    this.clock += 1;
    return at(100 + this.clock);
  }

  shipped(job: Job, id: string): number {
    return job.parcels.reduce((all, parcel) => all + (parcel.voidedAt ? 0 : sum(parcel.lines, id)), 0);
  }

  order(): SalesOrder {
    const { units, refunds, status, note } = this.store;
    return sold(units, [...refunds], { status, storeStatus: status, note, updatedAt: this.tick() });
  }

  erpState(): SalesOrderState | null {
    const { document, own, reserved, isCancelled } = this.erp;
    if (!document) return null;
    const lines = document.lines.map(({ id, quantity: { value } }) => {
      const ordered = own[id] ?? Number(value);
      return erpLine({ id, foreignId: `sol-${id}`, ordered: quantity(ordered), reserved: quantity(Math.min(ordered, reserved[id] ?? 0)) });
    });
    const isReserved = lines.every((line) => line.reserved.value === line.ordered.value);
    const stage = isCancelled ? 'cancelled' : isReserved ? 'reserved' : Object.keys(reserved).length > 0 ? 'backordered' : 'accepted';
    return erpState({ stage, lines, total: null, taxTotal: null, updatedAt: this.tick() });
  }

  jobState(job: Job): FulfillmentState {
    const ids = Object.keys(job.lines);
    const rest = ids.reduce((all, id) => all + Math.max(0, job.lines[id]! - this.shipped(job, id) - (job.short[id] ?? 0)), 0);
    const isBegun = job.parcels.some(({ voidedAt }) => !voidedAt);
    const left = rest === 0 ? 'shipped' : 'partially-shipped';
    const milestone = job.isCancelled ? 'cancelled' : isBegun ? left : rest === 0 ? 'backordered' : job.reached;
    const lines = ids.map((id) => {
      const shipped = this.shipped(job, id);
      const isPicked = job.reached === 'picked' || job.reached === 'packed';
      const short = Math.min(job.short[id] ?? 0, Math.max(0, job.lines[id]! - shipped));
      const picked = isPicked ? Math.max(shipped, job.lines[id]! - short) : shipped;
      const counts = { requested: quantity(job.lines[id]!), picked: quantity(picked), shipped: quantity(shipped), short: quantity(short) };
      return { lineId: id, ...counts, reason: short > 0 ? 'empty bin' : null, substitute: null };
    });
    const { reference, number } = job;
    const shipments = [...job.parcels];
    return wmsState({ id: `fo-${number}`, number: `FO-${number}`, reference, milestone, lines, shipments, updatedAt: this.tick() });
  }

  change(reference: string, more: Partial<Job>): void {
    this.jobs = this.jobs.map((job) => (job.reference === reference ? { ...job, ...more } : job));
  }

  /** What a party says to a delivery; `wish` is what it would like to say where it may choose. */
  answer({ key, document }: PlannedDelivery, wish: Verdict): Answer {
    switch (document.kind) {
      case 'customer':
        return { receipt: receiptFor('c-1', 'C1') };
      case 'sales-order': {
        const isHeld = this.erp.document !== null;
        if (!isHeld) this.erp = { ...this.erp, document };
        return { receipt: receiptFor('so-7', 'SO-7', { existed: isHeld }) };
      }
      case 'order-change':
        if (wish === 'accepted') this.erp = { ...this.erp, document: document.order, own: {} };
        return { receipt: plainReceipt({ verdict: wish }) };
      case 'fulfillment-order':
        return { receipt: this.#request(document) };
      case 'fulfillment-change':
        return { receipt: this.#changeJob(document, wish) };
      case 'cancellation':
        return { receipt: document.of === 'sales-order' ? this.#cancelErp(wish) : this.#cancelJob(document.reference, wish) };
      case 'order-status':
        this.store = { ...this.store, status: document.status as SalesOrderStatus };
        return { receipt: plainReceipt() };
      case 'refund':
        return this.#refund(document.reference, { ...document, at: this.tick() });
      case 'return-order':
      case 'credit-memo':
        return { receipt: receiptFor(`f-${key}`) };
      default:
        return { receipt: plainReceipt() };
    }
  }

  #request({ reference, lines }: OutboundFulfillmentOrder): Receipt {
    const number = Number(reference.split('/')[1]);
    const isHeld = this.jobs.some((job) => job.reference === reference);
    const units = Object.fromEntries(lines.map(({ id, quantity: { value } }) => [id, Number(value)]));
    const job: Job = { number, reference, lines: units, short: {}, reached: 'allocated', parcels: [], isCancelled: false };
    if (!isHeld) this.jobs = [...this.jobs, job];
    return receiptFor(`fo-${number}`, `FO-${number}`, { existed: isHeld });
  }

  /** A warehouse cannot take back what left or what it lacks. */
  #changeJob({ reference, order }: OutboundFulfillmentChange, wish: Verdict): Receipt {
    const job = this.jobs.find((each) => each.reference === reference);
    if (!job || wish === 'refused') return plainReceipt({ verdict: 'refused' });
    if (wish === 'too-late' || job.isCancelled) return plainReceipt({ verdict: 'too-late' });
    const ids = [...new Set([...Object.keys(job.lines), ...order.lines.map(({ id }) => id)])];
    let isWhole = wish === 'accepted';
    const lines = Object.fromEntries(
      ids.map((id) => {
        const asked = Number(order.lines.find((line) => line.id === id)?.quantity.value ?? 0);
        const now = job.lines[id] ?? 0;
        const floor = this.shipped(job, id) + (job.short[id] ?? 0);
        const taken = Math.max(floor, wish === 'partly' && asked < now ? asked + 1 : asked);
        if (taken !== asked) isWhole = false;
        return [id, taken];
      }),
    );
    this.change(reference, { lines });
    const held = ids.map((id) => ({ lineId: id, quantity: quantity(lines[id]!) }));
    return plainReceipt(isWhole ? { verdict: 'accepted' } : { verdict: 'partly', lines: held });
  }

  #cancelJob(reference: string, wish: Verdict): Receipt {
    const job = this.jobs.find((each) => each.reference === reference);
    if (!job || job.isCancelled) return plainReceipt({ verdict: 'accepted' });
    const hasLeft = job.parcels.some(({ voidedAt }) => !voidedAt);
    if (wish === 'refused' || wish === 'too-late' || hasLeft) return plainReceipt({ verdict: wish === 'refused' ? 'refused' : 'too-late' });
    if (wish === 'accepted') {
      this.change(reference, { isCancelled: true });
      return plainReceipt({ verdict: 'accepted' });
    }
    const [id = '11'] = Object.keys(job.lines);
    const rest = Math.max(job.short[id] ?? 0, (job.lines[id] ?? 0) - 1);
    this.change(reference, { lines: { ...job.lines, [id]: rest } });
    return plainReceipt({ verdict: 'partly', lines: [{ lineId: id, quantity: quantity(rest) }] });
  }

  #cancelErp(wish: Verdict): Receipt {
    if (wish === 'accepted') this.erp = { ...this.erp, isCancelled: true };
    return plainReceipt({ verdict: wish });
  }

  /** The shop makes each refund of ours once, and none beyond what is left of the money or of the units. */
  #refund(reference: string, given: Pick<StoreRefund, 'amount' | 'lines' | 'charges' | 'reason' | 'at'>): Answer {
    const { refunds } = this.store;
    const made = refunds.find((each) => each.reference === reference);
    if (made) return { receipt: receiptFor(made.id, null, { existed: true }) };
    if (refunds.reduce((all, each) => all + each.amount.minor, given.amount.minor) > this.order().total.minor)
      return { refusal: 'Too much.' };
    const { amount, lines, charges, reason, at: when } = given;
    const id = `w${refunds.length + 1}`;
    this.store = { ...this.store, refunds: [...refunds, { id, at: when, amount, lines, charges, reason, restocked: null, reference }] };
    return { receipt: receiptFor(id) };
  }

  /** Units that a person may still refund in the shop. */
  refundable(id: string): number {
    return (this.store.units[id] ?? 0) - this.store.refunds.reduce((all, { lines }) => all + sum(lines, id), 0);
  }

  refundByHand(units: Units): void {
    const { refunds } = this.store;
    const taken = Object.fromEntries(Object.entries(units).map(([id, count]) => [id, Math.min(count, this.refundable(id))]));
    if (!Object.values(taken).some((count) => count > 0)) return;
    this.store = { ...this.store, refunds: [...refunds, refundOf(`h${refunds.length + 1}`, taken, this.tick())] };
  }

  ship(job: Job, units: Units, more: Partial<Shipment>): void {
    this.parcels += 1;
    const lines = Object.entries(units).map(([lineId, count]) => ({
      lineId,
      sku: SKUS[lineId] ?? '',
      quantity: quantity(count),
      lots: [],
      serials: [],
      packageId: null,
    }));
    const parcel = {
      kind: 'shipment',
      schema: 1,
      id: `sh-${this.parcels}`,
      fulfillmentReference: job.reference,
      shippedAt: this.tick(),
    } as const;
    this.change(job.reference, { parcels: [...job.parcels, { ...parcel, voidedAt: null, lines, packages: [], ...more }] });
  }
}
