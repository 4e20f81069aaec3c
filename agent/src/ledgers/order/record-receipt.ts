import type { OutboundDocument, OutboundFulfillmentChange, OutboundFulfillmentOrder, OutboundSalesOrder } from '../../domain/outbound.ts';
import { lookupId } from '../../domain/mapping.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { ConnectionId } from '../../domain/reference.ts';
import { millionths } from './amounts.ts';
import { changedAfter } from './erp-changes.ts';
import type { OrderFact } from './facts.ts';
import { KEYS } from './keys.ts';
import { assumedRequest } from './ledger-version-1.ts';
import { fulfillmentReference, numberOf, own, type HeldRequest, type OrderLedger } from './ledger.ts';
import { meaningOf, sameText, termsIn } from './meaning.ts';
import { recordErpState } from './record-erp.ts';
import { standingOf, type Standing } from './standing.ts';

type Acknowledged = Extract<OrderFact, { kind: 'acknowledged' }>;

/** Folds an acknowledgement in: what the party was told last, and what it holds since. */
export function recordReceipt(ledger: OrderLedger, fact: Acknowledged): OrderLedger {
  const { key, at, fingerprint, receipt } = fact;
  const held = own(ledger.receipts, key);
  const stamp = `${at}|${fingerprint}`;
  if (held?.superseded.includes(stamp)) return ledger;
  if (held && held.at === at && held.fingerprint === fingerprint && sameText(held.receipt, receipt)) return ledger;
  // Which receipt is the newer is decided by arrival, not by `at`: a clock that steps back must not make us send again and again.
  const superseded =
    held && held.fingerprint !== fingerprint ? [...held.superseded, `${held.at}|${held.fingerprint}`] : (held?.superseded ?? []);
  const refusals = Object.fromEntries(Object.entries(ledger.refusals).filter(([each]) => each !== key));
  const told = { fingerprint, at, connection: fact.connection ?? null, receipt, superseded };
  const next = { ...ledger, receipts: { ...ledger.receipts, [key]: told }, refusals };
  const holding = fact.document ? recordHolding(next, fact, fact.document) : recordUnseen(next, fact);
  const isOrder = key === KEYS.salesOrder || key === KEYS.erpChange || key === KEYS.erpCancel;
  return isOrder && receipt.state ? recordErpState(holding, receipt.state, at) : holding;
}

/** An acknowledgement of old without its document: a fulfillment order held all that had not left by those before it. */
function recordUnseen(ledger: OrderLedger, { key, at }: Acknowledged): OrderLedger {
  const number = key.startsWith('wms.fulfillment-order/') ? numberOf(key) : 0;
  const reference = fulfillmentReference(ledger, number);
  if (number === 0 || own(ledger.requests, reference)) return ledger;
  return hold(ledger, reference, assumedRequest(ledger, number, at));
}

function recordHolding(ledger: OrderLedger, fact: Acknowledged, document: OutboundDocument): OrderLedger {
  switch (document.kind) {
    case 'sales-order':
      return fact.key === KEYS.salesOrder ? book(ledger, fact, document) : ledger;
    case 'order-change':
      return isAccepted(fact.receipt) ? book(ledger, fact, document.order) : ledger;
    case 'fulfillment-order':
      return request(ledger, fact, document);
    case 'fulfillment-change':
      return change(ledger, fact, document);
    case 'cancellation': {
      const held = own(ledger.requests, document.reference);
      return held && fact.receipt.verdict === 'partly' ? hold(ledger, document.reference, keep(held, fact.receipt)) : ledger;
    }
    default:
      return ledger;
  }
}

/** True for the answers that leave nothing to be settled. */
export function isAccepted({ verdict }: Receipt): boolean {
  return verdict === null || verdict === 'accepted';
}

function book(ledger: OrderLedger, { fingerprint, connection, receipt, at }: Acknowledged, document: OutboundSalesOrder): OrderLedger {
  const before = Object.fromEntries(ledger.booked?.document.lines.map((line) => [line.id, line.quantity.value]) ?? []);
  const by = connection ?? ledger.booked?.connection;
  if (!by) return ledger;
  const seen = receipt.state ? null : (ledger.erp?.updatedAt ?? null);
  const booked = { connection: by, meaning: meaningOf(fingerprint), seen, before, document, at };
  const { order } = ledger;
  const wanted = (): Standing['balance'] =>
    order ? standingOf({ ...ledger, changedThere: {} }, order, null).balance : new Map<string, never>();
  return { ...ledger, booked, changedThere: changedAfter(ledger, document, wanted) };
}

/** A warehouse that had the fulfillment order already holds what it took first. */
function request(ledger: OrderLedger, fact: Acknowledged, document: OutboundFulfillmentOrder): OrderLedger {
  const { reference, warehouseCode } = document;
  const number = numberOf(fact.key);
  if (number === 0 || own(ledger.requests, reference)) return ledger;
  const connection = fact.connection ?? null;
  const held: HeldRequest = {
    number,
    connection,
    location: locationOf(ledger, connection, warehouseCode),
    lines: unitsOf(document),
    terms: termsIn(meaningOf(fact.fingerprint)),
    at: fact.at,
  };
  return waitsOn(hold(ledger, reference, held));
}

function change(ledger: OrderLedger, { receipt, fingerprint }: Acknowledged, { reference, order }: OutboundFulfillmentChange): OrderLedger {
  const held = own(ledger.requests, reference);
  if (!held) return ledger;
  if (isAccepted(receipt)) return hold(ledger, reference, { ...held, lines: unitsOf(order), terms: termsIn(meaningOf(fingerprint)) });
  return receipt.verdict === 'partly' ? hold(ledger, reference, keep(held, receipt)) : ledger;
}

/** A line that the warehouse does not name stays as it was. */
function keep(held: HeldRequest, { lines }: Receipt): HeldRequest {
  const told = (lines ?? []).map(({ lineId, quantity }) => [lineId, quantity.value] as const);
  return { ...held, lines: { ...held.lines, ...Object.fromEntries(told) } };
}

function hold(ledger: OrderLedger, reference: string, held: HeldRequest): OrderLedger {
  return { ...ledger, requests: { ...ledger.requests, [reference]: held } };
}

function unitsOf({ lines }: OutboundFulfillmentOrder): HeldRequest['lines'] {
  return Object.fromEntries(lines.map(({ id, quantity }) => [id, quantity.value]));
}

/** Our code of the location: the one that was mapped to the warehouse's, else its own. */
function locationOf({ codes }: OrderLedger, connection: ConnectionId | null, warehouseCode: string): string {
  if (connection === null) return '';
  const start = lookupId({ kind: 'location', connection, key: '' });
  const found = Object.keys(codes).find((id) => id.startsWith(start) && codes[id] === warehouseCode);
  return found === undefined ? warehouseCode : found.slice(start.length);
}

/** Waves count anew for what is reserved later, once all that was ready has been asked for. */
function waitsOn(ledger: OrderLedger): OrderLedger {
  if (ledger.readyAt === null) return ledger;
  const asked = new Map<string, number>();
  for (const { lines } of Object.values(ledger.requests))
    for (const [id, units] of Object.entries(lines)) asked.set(id, (asked.get(id) ?? 0) + millionths(units));
  const isWaiting = Object.entries(ledger.reserved).some(([id, units]) => millionths(units) > (asked.get(id) ?? 0));
  return isWaiting ? ledger : { ...ledger, readyAt: null };
}
