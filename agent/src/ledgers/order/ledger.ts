import { z } from 'zod';
import { FulfillmentState } from '../../domain/fulfillment-state.ts';
import { Milestone } from '../../domain/milestone.ts';
import { OutboundCreditMemo, OutboundRefund, OutboundSalesOrder } from '../../domain/outbound.ts';
import { Receipt } from '../../domain/receipt.ts';
import { ConnectionId, orderReference, SubjectKey } from '../../domain/reference.ts';
import { SalesOrder } from '../../domain/sales-order.ts';
import { SalesOrderState } from '../../domain/sales-order-state.ts';
import { Shipment, ShipmentLine } from '../../domain/shipment.ts';
import { CreditMemo } from '../../domain/return.ts';
import { ReturnLedger } from '../return/ledger.ts';

/** What a party acknowledged last under one delivery key; `superseded` ("at|fingerprint") tells repeats of earlier receipts from new ones; `connection` is who took it (an order stays with the ERP that has it, also after a cut-over), null in ledgers of old. */
export const Told = z.object({
  fingerprint: z.string(),
  at: z.string(),
  connection: ConnectionId.nullable(),
  receipt: Receipt,
  superseded: z.array(z.string()),
});
export type Told = z.infer<typeof Told>;

/** Why a party last said no under one delivery key. */
export const Refusal = z.object({ fingerprint: z.string(), code: z.string(), reason: z.string(), at: z.string() });
export type Refusal = z.infer<typeof Refusal>;

/** Our view of one fulfillment order: `milestone` never goes backwards, `reached` is the furthest normal step, null before any. Shipments are held apart. */
export const HeldFulfillment = FulfillmentState.omit({ kind: true, schema: true, shipments: true }).extend({
  reached: Milestone.nullable(),
});
export type HeldFulfillment = z.infer<typeof HeldFulfillment>;

/** A parcel: `meaning` is its fingerprint, `claimed` holds other lines that the warehouse reports after we told it on, `settled` those that a person has dealt with, `releasedAt` when a person last said to go on without a number. */
export const HeldShipment = z.object({
  shipment: Shipment,
  meaning: z.string(),
  reportedAt: z.string(),
  claimed: z.array(ShipmentLine).nullable(),
  settled: z.array(ShipmentLine).nullable(),
  releasedAt: z.string().nullable(),
});
export type HeldShipment = z.infer<typeof HeldShipment>;

/** What a warehouse was asked for under one fulfillment order and took: units per line as decimal strings, shipped ones included; `terms` are the fingerprints of address, service and note; `connection` null in ledgers of old. Grows and shrinks only by receipts. */
export const HeldRequest = z.object({
  number: z.number().int().positive(),
  connection: ConnectionId.nullable(),
  location: z.string(),
  lines: z.record(z.string(), z.string()),
  terms: z.string(),
  at: z.string(),
});
export type HeldRequest = z.infer<typeof HeldRequest>;

/** The order as the ERP last took it. `seen` is the time of the ERP's own view that we held then (it cannot know the change yet), `before` the units that each line had until then. */
export const HeldOrder = z.object({
  connection: ConnectionId,
  meaning: z.string(),
  seen: z.string().nullable(),
  before: z.record(z.string(), z.string()),
  document: OutboundSalesOrder,
  at: z.string(),
});
export type HeldOrder = z.infer<typeof HeldOrder>;

/** What a person chose on an exception, and when; `meaning` is what the order sold then (the ledger's `meaning`). */
export const Decision = z.object({ choice: z.string(), by: z.string(), at: z.string(), meaning: z.string().default('') });
export type Decision = z.infer<typeof Decision>;

/** A fact that could not be true, kept for a person to see; the ledger is as it was before. */
export const Dispute = z.object({ code: z.string(), message: z.string(), at: z.string() });
export type Dispute = z.infer<typeof Dispute>;

/** All that we hold about one order: plain JSON, grown only by `record`. */
export const OrderLedger = z.object({
  schema: z.literal(2),
  subject: SubjectKey,
  /** How other parties know the order ("shop:1001"). */
  reference: z.string(),
  order: SalesOrder.nullable(),
  /** Fingerprint of what the newest version of the order sells, and to whom; empty before any. */
  meaning: z.string(),
  capturedAt: z.string().nullable(),
  codes: z.record(z.string(), z.string()),
  receipts: z.record(z.string(), Told),
  refusals: z.record(z.string(), Refusal),
  erp: SalesOrderState.nullable(),
  /** What the ERP was last told and took; null before, and in ledgers of old. */
  booked: HeldOrder.nullable(),
  /** Units to which the ERP changed a line by itself, until the shop sells no more than that or the ERP is told otherwise. */
  changedThere: z.record(z.string(), z.string()),
  fulfillments: z.record(z.string(), HeldFulfillment),
  /** By time of leaving, then id. */
  shipments: z.array(HeldShipment),
  /** By the reference of the fulfillment order ("shop:1001/1"). */
  requests: z.record(z.string(), HeldRequest),
  /** The most units of each line that the store ever sold, also of lines that it has removed: what `shipped + open + cancelled` add up to. */
  ordered: z.record(z.string(), z.object({ sku: z.string(), name: z.string(), units: z.string() })),
  /** The most units of each line that the ERP ever reserved. */
  reserved: z.record(z.string(), z.string()),
  /** When goods could first be asked of a warehouse; null before. Waves count from here. */
  readyAt: z.string().nullable(),
  /** What each refund of the store took back: units that had not left (`cancels`), or money for goods that had (`credits`). */
  refunds: z.record(z.string(), z.enum(['cancels', 'credits'])),
  /** A person holds the order back; null when nobody does. */
  hold: z.object({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
  /** By the key of the exception. */
  decisions: z.record(z.string(), Decision),
  /** By what is disputed, so that a repetition changes nothing. */
  disputes: z.record(z.string(), Dispute),
  /** By the return's id ("R1"). */
  returns: z.record(z.string(), ReturnLedger),
  /** The ERP's credit memos on the order, by its id. */
  creditMemos: z.record(z.string(), CreditMemo),
  /** Refunds and credit memos that were acknowledged to us, by delivery key: what was really asked for is never asked for again. */
  repaid: z.record(z.string(), z.discriminatedUnion('kind', [OutboundRefund, OutboundCreditMemo])),
  /** How often a person asked again after an answer that settled nothing; makes the next question a new one. */
  asked: z.number().int().nonnegative(),
  /** What a person has looked at: that it costs nothing. */
  reviewed: z.object({ zeroTotal: z.boolean() }),
});
export type OrderLedger = z.infer<typeof OrderLedger>;

/** The ledger of an order that we know nothing about yet. */
export function emptyLedger(subject: SubjectKey): OrderLedger {
  return {
    schema: 2,
    subject,
    reference: orderReference(subject),
    order: null,
    meaning: '',
    capturedAt: null,
    codes: {},
    receipts: {},
    refusals: {},
    erp: null,
    booked: null,
    changedThere: {},
    fulfillments: {},
    shipments: [],
    requests: {},
    ordered: {},
    reserved: {},
    readyAt: null,
    refunds: {},
    hold: null,
    decisions: {},
    disputes: {},
    returns: {},
    creditMemos: {},
    repaid: {},
    asked: 0,
    reviewed: { zeroTotal: false },
  };
}

/** A member of a record by a key that came from outside; inherited names ("constructor") are absent. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  const value = record[key];
  // Ledgers are plain JSON, and what objects inherit are functions, but for one: the rest need not be looked up a second time.
  if (typeof value !== 'function' && key !== '__proto__') return value;
  return Object.hasOwn(record, key) ? value : undefined;
}

/** The reference of a fulfillment order of this order ("shop:1001/1"). */
export function fulfillmentReference(ledger: OrderLedger, number: number): string {
  return `${ledger.reference}/${number}`;
}

/** The newest fulfillment order that the warehouse knows, for people who look for one; those that were cancelled only when there is no other. */
export function currentFulfillment(ledger: OrderLedger): HeldFulfillment | undefined {
  const known = Object.values(ledger.fulfillments);
  const going = known.filter(({ milestone }) => milestone !== 'cancelled');
  return (going.length > 0 ? going : known).reduce<HeldFulfillment | undefined>(
    (newest, each) => (newest && numberOf(newest.reference) > numberOf(each.reference) ? newest : each),
    undefined,
  );
}

/** The number of a fulfillment order by its reference; 0 when it has none. */
export function numberOf(reference: string): number {
  const tail = Number(reference.slice(reference.lastIndexOf('/') + 1));
  return Number.isSafeInteger(tail) && tail > 0 ? tail : 0;
}
