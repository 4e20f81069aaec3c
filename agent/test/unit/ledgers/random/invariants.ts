import type { OutboundDocument, OutboundRefund, OutboundShipment } from '../../../../src/domain/outbound.ts';
import type { Plan } from '../../../../src/domain/plan.ts';
import type { SalesOrder } from '../../../../src/domain/sales-order.ts';
import type { Shipment } from '../../../../src/domain/shipment.ts';
import type { OrderLedger } from '../../../../src/ledgers/order/ledger.ts';
import type { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { standingOf, type Standing } from '../../../../src/ledgers/order/standing.ts';

/** A rule that did not hold, as a sentence with the values. */
export class Broken extends Error {}

/** What the parties know that the ledger is judged by. */
export interface Seen {
  readonly ledger: OrderLedger;
  readonly policy: OrderPolicy;
  /** Fingerprints that were acknowledged last, by delivery key. */
  readonly settled: ReadonlyMap<string, string>;
  /** All parcels that a warehouse ever reported, in every version. */
  readonly reported: readonly Shipment[];
}

const units = (value: string): number => Math.round(Number(value) * 1e6);
const text = (count: number): string => String(count / 1e6);

/** What must hold of a plan at every moment. */
export function checkPlan(seen: Seen, planned: Plan): void {
  const { ledger, policy, settled } = seen;
  const keys = new Set<string>();
  for (const { key, fingerprint, document } of planned.deliveries) {
    if (settled.get(key) === fingerprint) throw new Broken(`${key} is planned again just as it was acknowledged.`);
    if (keys.has(key)) throw new Broken(`${key} is planned twice at once.`);
    keys.add(key);
    checkAmounts(document);
    if (key.startsWith('store.shipment/') && document.kind === 'shipment') checkClaim(seen, document);
  }
  if (new Set(planned.exceptions.map(({ key }) => key)).size < planned.exceptions.length)
    throw new Broken('A person is asked the same thing twice.');
  const { order } = ledger;
  if (!order) return;
  const standing = standingOf(ledger, order, policy);
  checkBalance(standing);
  checkRequests(standing, planned);
  checkMoney(ledger, order, planned);
  checkStatus(seen, standing, planned);
}

/** Per line, ordered = shipped + open + cancelled. */
export function checkBalance({ balance }: Standing): void {
  for (const { id, ordered, shipped, open, cancelled, surplus } of balance.values()) {
    if (shipped + open + cancelled === ordered && Math.min(shipped, open, cancelled, surplus) >= 0) continue;
    const sum = `${text(shipped)} shipped + ${text(open)} open + ${text(cancelled)} cancelled`;
    throw new Broken(`Of line ${id} ${text(ordered)} were ordered, but the ledger counts ${sum} (${text(surplus)} too many left).`);
  }
}

function checkAmounts(document: OutboundDocument): void {
  const sold = document.kind === 'sales-order' ? document : document.kind === 'order-change' ? document.order : null;
  if (!sold) return;
  let sum = 0;
  for (const { net, taxes } of [...sold.lines, ...sold.charges]) {
    sum += net.minor;
    for (const { amount } of taxes) sum += amount.minor;
  }
  if (sum !== sold.total.minor) throw new Broken(`The ERP is told a total of ${sold.total.minor}, but its lines come to ${sum}.`);
}

/** No two warehouses are asked for the same units: nothing more is asked for than is open. */
function checkRequests({ balance, commitments, active }: Standing, { deliveries }: Plan): void {
  const more = new Map<string, number>();
  const add = (id: string, count: number): void => void more.set(id, (more.get(id) ?? 0) + count);
  for (const { document } of deliveries) {
    if (document.kind === 'fulfillment-order') for (const { id, quantity } of document.lines) add(id, units(quantity.value));
    if (document.kind !== 'fulfillment-change') continue;
    const held = commitments.find(({ reference }) => reference === document.reference);
    for (const { id, quantity } of document.order.lines) {
      const line = held?.lines.get(id);
      const now = line ? Math.max(0, units(quantity.value) - line.shipped - line.short) : units(quantity.value);
      if (now > (line?.active ?? 0)) add(id, now - (line?.active ?? 0));
    }
  }
  for (const [id, count] of more) {
    const all = count + (active.get(id) ?? 0);
    const open = balance.get(id)?.open ?? 0;
    if (all > open)
      throw new Broken(
        `Warehouses would have to ship ${text(all)} of line ${id}, but only ${text(open)} are open (${text(count)} are planned anew).`,
      );
  }
}

/** Refunded ≤ captured, over refunds that the shop shows, has acknowledged and is asked for. What the shop did by itself is its own affair. */
function checkMoney(ledger: OrderLedger, order: SalesOrder, { deliveries }: Plan): void {
  const asked = deliveries.flatMap(({ document }) => (document.kind === 'refund' ? [document] : []));
  if (asked.length === 0) return;
  const shown = new Set(order.refunds.map(({ id, reference }) => reference ?? id));
  const done = Object.entries(ledger.repaid).flatMap(([key, document]) => {
    const foreign = ledger.receipts[key]?.receipt.foreign?.id;
    return document.kind === 'refund' && !shown.has(document.reference) && !shown.has(foreign ?? '') ? [document] : [];
  });
  const sum = (refunds: readonly Pick<OutboundRefund, 'amount'>[]): number => refunds.reduce((all, { amount }) => all + amount.minor, 0);
  const before = sum(order.refunds) + sum(done);
  const captured = order.payment.state === 'unpaid' || order.payment.state === 'authorized' ? 0 : order.total.minor;
  if (before + sum(asked) > captured)
    throw new Broken(`${captured} cents were paid and ${before} went back; with the planned refunds of ${sum(asked)} that is too much.`);
}

/** The customer is only told of what a warehouse reported, and of nothing that was taken back. */
function checkClaim({ reported, ledger }: Seen, { shipmentId, lines, packages, voided }: OutboundShipment): void {
  const same = reported.filter(({ id }) => id === shipmentId);
  const numbers = packages.map(({ trackingNumber }) => trackingNumber).join();
  if (!same.some((each) => each.packages.map(({ trackingNumber }) => trackingNumber).join() === numbers))
    throw new Broken(`The customer would be told of tracking number ${numbers} of ${shipmentId}, which no warehouse reported.`);
  if (!same.some((each) => isWithin(lines, each.lines))) {
    const contents = lines.map(({ lineId, quantity }) => `${quantity.value} × ${lineId}`).join(', ');
    throw new Broken(`The customer would be told that ${shipmentId} holds ${contents}; no warehouse ever reported as much.`);
  }
  const held = ledger.shipments.find(({ shipment }) => shipment.id === shipmentId);
  if (!voided && held?.shipment.voidedAt) throw new Broken(`The customer would be told of ${shipmentId}, which never left.`);
}

/** True when no line of `fewer` has more units than in `most`. */
function isWithin(fewer: OutboundShipment['lines'], most: Shipment['lines']): boolean {
  const count = (lines: readonly { lineId: string; quantity: { value: string } }[], id: string): number =>
    lines.reduce((sum, line) => sum + (line.lineId === id ? units(line.quantity.value) : 0), 0);
  return fewer.every(({ lineId }) => count(fewer, lineId) <= count(most, lineId));
}

/** "Completed" only when nothing is open and every parcel was told. */
function checkStatus({ ledger, policy }: Seen, { balance, parcels }: Standing, { deliveries }: Plan): void {
  const status = deliveries.find(({ key }) => key === 'store.status')?.document;
  if (status?.kind !== 'order-status' || status.status !== policy.statusWhenShipped) return;
  const open = [...balance.values()].find((line) => line.open > 0);
  if (open) throw new Broken(`The shop would show "${status.status}", but ${text(open.open)} of line ${open.id} are still open.`);
  const untold = parcels.all.find(({ held }) => !Object.hasOwn(ledger.receipts, `store.shipment/${held.shipment.id}`));
  if (untold) throw new Broken(`The shop would show "${status.status}", but nobody was told of ${untold.held.shipment.id}.`);
}

/** At rest, and with nothing that a person has to see, no warehouse holds more than is wanted. */
export function checkRest({ ledger, policy }: Seen, planned: Plan): void {
  const { order } = ledger;
  if (!order || planned.exceptions.length > 0) return;
  const { balance, active } = standingOf(ledger, order, policy);
  for (const [id, count] of active) {
    const open = balance.get(id)?.open ?? 0;
    if (count > open)
      throw new Broken(`Warehouses still have to ship ${text(count)} of line ${id}, but only ${text(open)} are wanted; nobody is told.`);
  }
}
