import { labelId } from '../../domain/mapping.ts';
import type { OrderMirror } from '../../domain/order-mirror.ts';
import type { OrderLineView, OrderStage, OrderView, ShipmentView } from '../../domain/order-view.ts';
import type { Plan, PlannedException } from '../../domain/plan.ts';
import type { ForeignRef } from '../../domain/reference.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { decimal } from './amounts.ts';
import { KEYS } from './keys.ts';
import { currentFulfillment, own, type HeldShipment, type OrderLedger } from './ledger.ts';
import { meaningOf } from './meaning.ts';
import { countParcels, type Parcels } from './parcels.ts';
import { stageOf } from './stage.ts';
import { milliseconds } from './time.ts';

/** The ledger as people see it. */
export function viewOf(ledger: OrderLedger, plan: Plan): OrderView {
  const { order } = ledger;
  const parcels = order ? countParcels(ledger, order) : { all: [], shipped: new Map<string, number>(), complete: false };
  const id = order?.id ?? ledger.subject.split('/').slice(2).join('/');
  return {
    subject: ledger.subject,
    orderId: id,
    number: order?.number ?? id,
    storeStatus: order ? storeStatus(ledger, order) : '',
    paid: order !== null && (order.payment.state === 'captured' || order.payment.paidAt !== null),
    total: order?.total ?? null,
    customer: order ? customerName(order) : '',
    stage: stageOf(ledger, plan, parcels),
    erp: erpRef(ledger),
    wms: wmsRef(ledger),
    lines: order ? order.lines.map((line) => lineView(ledger, line, parcels)) : [],
    shipments: ledger.shipments.map((held) => shipmentView(ledger, held)),
    milestones: currentFulfillment(ledger)?.history ?? [],
    times: timesOf(ledger, parcels),
  };
}

/** What the shop shows: the status that we set last, unless the shop has told of a later change. */
function storeStatus({ receipts }: OrderLedger, order: SalesOrder): string {
  const told = own(receipts, KEYS.storeStatus);
  if (!told || milliseconds(told.at) < milliseconds(order.updatedAt)) return order.storeStatus;
  return meaningOf(told.fingerprint).replace(/^status:/, '');
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

function wmsRef(ledger: OrderLedger): ForeignRef | null {
  const state = currentFulfillment(ledger);
  const told = own(ledger.receipts, KEYS.fulfillmentOrder(ledger.fulfillmentNumber))?.receipt.foreign;
  if (state) return { id: state.id, number: state.number ?? told?.number ?? null };
  return told ?? null;
}

function lineView(ledger: OrderLedger, line: SalesOrder['lines'][number], parcels: Parcels): OrderLineView {
  const inErp = ledger.erp?.lines.find((each) => each.id === line.id)?.ordered.value;
  const exported = own(ledger.receipts, KEYS.salesOrder) !== undefined;
  const requested = own(ledger.receipts, KEYS.fulfillmentOrder(1)) ?? currentFulfillment(ledger);
  const ordered = line.quantity.value;
  const shipped = decimal(parcels.shipped.get(line.id) ?? 0);
  return {
    id: line.id,
    sku: line.sku,
    name: line.name,
    ordered,
    inErp: inErp ?? (exported ? ordered : '0'),
    requested: requested ? ordered : '0',
    shipped,
  };
}

function shipmentView(ledger: OrderLedger, { shipment }: HeldShipment): ShipmentView {
  const connection = ledger.order?.connection;
  const carrier = (key: string): string => (connection && own(ledger.codes, labelId({ kind: 'carrier', connection, key }))) ?? key;
  return {
    id: shipment.id,
    shippedAt: shipment.shippedAt,
    toldStore: own(ledger.receipts, KEYS.storeShipment(shipment.id)) !== undefined,
    toldErp: own(ledger.receipts, KEYS.erpShipment(shipment.id)) !== undefined,
    packages: shipment.packages.map((each) => ({
      trackingNumber: each.trackingNumber,
      carrier: carrier(each.carrierCode),
      url: each.trackingUrl,
    })),
  };
}

function timesOf(ledger: OrderLedger, parcels: Parcels): OrderView['times'] {
  const { receipts, order } = ledger;
  const told = parcels.all.map(({ held }) => own(receipts, KEYS.storeShipment(held.shipment.id))?.at ?? null);
  return {
    createdAt: order?.createdAt ?? null,
    paidAt: order?.payment.paidAt ?? null,
    capturedAt: ledger.capturedAt,
    acceptedAt: own(receipts, KEYS.salesOrder)?.at ?? null,
    releasedAt: own(receipts, KEYS.fulfillmentOrder(1))?.at ?? null,
    shippedAt: parcels.complete ? latest(parcels.all.map(({ held }) => held.shipment.shippedAt)) : null,
    toldStoreAt: parcels.complete ? latest(told) : null,
  };
}

/** The latest of times; null when one of them has not been reached. */
function latest(times: readonly (string | null)[]): string | null {
  return times.reduce((a, b) => (a === null || b === null ? null : milliseconds(a) >= milliseconds(b) ? a : b), times[0] ?? null);
}

const SENTENCES: Readonly<Record<OrderStage, string>> = {
  ignored: 'Not sent on: the order is not ready for it.',
  blocked: 'Waits for a person before it goes to the ERP.',
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
    message: exceptions[0]?.message ?? SENTENCES[view.stage],
    updatedAt: new Date(now).toISOString(),
  };
}
