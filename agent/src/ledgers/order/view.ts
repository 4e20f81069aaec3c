import type { OrderMirror } from '../../domain/order-mirror.ts';
import type { OrderStage, OrderView } from '../../domain/order-view.ts';
import type { Plan, PlannedException } from '../../domain/plan.ts';
import type { ForeignRef } from '../../domain/reference.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { HOLD_KEYS } from './holds.ts';
import { KEYS } from './keys.ts';
import { own, type HeldFulfillment, type OrderLedger } from './ledger.ts';
import type { Parcels } from './parcels.ts';
import type { OrderPolicy } from './policy.ts';
import { exchangeFor, returnViews } from './return-views.ts';
import { stageOf } from './stage.ts';
import { standingOf, type Standing } from './standing.ts';
import { statusWeSet } from './status.ts';
import { milliseconds } from './time.ts';
import { changeViews } from './view-changes.ts';
import { lineViews } from './view-lines.ts';
import { fulfillmentViews, shipmentView } from './view-parcels.ts';

/** The ledger as people see it. Without a policy, only what people decided is known of substitutes, short units and the like. */
export function viewOf(ledger: OrderLedger, plan: Plan, policy: OrderPolicy | null = null): OrderView {
  const { order } = ledger;
  const standing = order && standingOf(ledger, order, policy);
  const id = order?.id ?? ledger.subject.split('/').slice(2).join('/');
  const first = firstFulfillment(ledger, standing);
  return {
    subject: ledger.subject,
    orderId: id,
    number: order?.number ?? id,
    storeStatus: order ? storeStatus(ledger, order) : '',
    paid: order !== null && (order.payment.state === 'captured' || order.payment.paidAt !== null),
    total: order?.total ?? null,
    customer: order ? customerName(order) : '',
    stage: stageOf(ledger, plan, standing),
    erp: erpRef(ledger),
    wms: wmsRef(ledger, standing, first),
    lines: order && standing ? lineViews(ledger, order, standing) : [],
    shipments: ledger.shipments.map((held) => shipmentView(ledger, held)),
    fulfillments: fulfillmentViews(ledger, standing?.commitments ?? []),
    holds: [...(plan.holds ?? [])],
    changes: changeViews(ledger, plan),
    returns: returnViews(ledger, plan, policy ?? undefined),
    exchangeFor: exchangeFor(ledger),
    milestones: first?.history ?? [],
    times: timesOf(ledger, standing?.parcels ?? null),
  };
}

/** What the shop shows: the status that we set last, unless the shop has told of a later change. */
function storeStatus(ledger: OrderLedger, order: SalesOrder): string {
  const told = own(ledger.receipts, KEYS.storeStatus);
  if (!told || milliseconds(told.at) < milliseconds(order.updatedAt)) return order.storeStatus;
  return statusWeSet(ledger, order) ?? order.storeStatus;
}

function customerName({ billing, shipping }: SalesOrder): string {
  const person = (address: SalesOrder['billing']): string => `${address.firstName} ${address.lastName}`.trim();
  return person(billing) || billing.company || person(shipping) || shipping.company || billing.email;
}

function erpRef({ receipts, erp }: OrderLedger): ForeignRef | null {
  const told = own(receipts, KEYS.salesOrder)?.receipt.foreign;
  if (erp) return { id: told?.id ?? erp.id, number: erp.number ?? told?.number ?? null };
  return told ?? null;
}

/** The fulfillment order that people ask for: the first that is not taken back, else the last. */
function firstFulfillment(ledger: OrderLedger, standing: Standing | null): HeldFulfillment | undefined {
  const asked = standing?.commitments ?? [];
  const main = asked.find(({ closed }) => closed === 'no') ?? asked.at(-1);
  return main ? main.state : Object.values(ledger.fulfillments)[0];
}

function wmsRef(ledger: OrderLedger, standing: Standing | null, state: HeldFulfillment | undefined): ForeignRef | null {
  const asked = standing?.commitments ?? [];
  const main = asked.find(({ closed }) => closed === 'no') ?? asked.at(-1);
  const told = own(ledger.receipts, KEYS.fulfillmentOrder(main?.request.number ?? 1))?.receipt.foreign;
  if (state) return { id: state.id, number: state.number ?? told?.number ?? null };
  return told ?? null;
}

function timesOf(ledger: OrderLedger, parcels: Parcels | null): OrderView['times'] {
  const { receipts, order } = ledger;
  const left = parcels?.all ?? [];
  const told = left.map(({ held }) => own(receipts, KEYS.storeShipment(held.shipment.id))?.at ?? null);
  const complete = parcels !== null && parcels.complete && left.length > 0;
  return {
    createdAt: order?.createdAt ?? null,
    paidAt: order?.payment.paidAt ?? null,
    capturedAt: ledger.capturedAt,
    acceptedAt: own(receipts, KEYS.salesOrder)?.at ?? null,
    releasedAt: own(receipts, KEYS.fulfillmentOrder(1))?.at ?? null,
    shippedAt: complete ? latest(left.map(({ held }) => held.shipment.shippedAt)) : null,
    toldStoreAt: complete ? latest(told) : null,
  };
}

/** The latest of times; null when one of them has not been reached. */
function latest(times: readonly (string | null)[]): string | null {
  return times.reduce((a, b) => (a === null || b === null ? null : milliseconds(a) >= milliseconds(b) ? a : b), times[0] ?? null);
}

const SENTENCES: Readonly<Record<OrderStage, string>> = {
  ignored: 'Not sent on: the order is not ready for it.',
  blocked: 'Waits for a person before it goes to the ERP.',
  held: 'On hold.',
  received: 'On its way to the ERP.',
  accepted: 'The ERP has the order.',
  reserved: 'The goods are reserved.',
  backordered: 'Waits for stock.',
  released: 'The warehouse has the order.',
  picked: 'The goods have been picked.',
  packed: 'The parcel is packed.',
  'partially-shipped': 'A part of the order has left.',
  shipped: 'Everything has left.',
  completed: 'Done: shipped, and everybody has been told.',
  cancelling: 'Being cancelled.',
  cancelled: 'Cancelled.',
};

/** What the shop keeps of the order for its own screens. `now` in milliseconds since the epoch. */
export function mirrorOf(
  view: OrderView,
  exceptions: readonly Pick<PlannedException, 'message'>[],
  version: number,
  now: number,
): OrderMirror {
  const numbers = view.shipments
    .flatMap((each) => each.packages.map(({ trackingNumber }) => trackingNumber))
    .filter((number) => number !== null && number !== '');
  return {
    orderId: view.orderId,
    version,
    stage: view.stage,
    erpNumber: view.erp?.number ?? view.erp?.id ?? '',
    wmsNumber: view.wms?.number ?? view.wms?.id ?? '',
    tracking: [...new Set(numbers)].join(', '),
    attention: exceptions.length > 0,
    message: holdWords(view) ?? exceptions[0]?.message ?? SENTENCES[view.stage],
    updatedAt: new Date(now).toISOString(),
  };
}

/** That an order is kept back, and why; null for any other order. */
function holdWords({ stage, holds }: OrderView): string | null {
  const [hold] = holds;
  if (stage !== 'held' || !hold) return null;
  if (hold.until === null) return hold.key === HOLD_KEYS.manual ? hold.reason : `On hold: ${hold.reason}`;
  return `On hold until ${hold.until.slice(0, 16).replace('T', ' ')} UTC: ${hold.reason}`;
}
