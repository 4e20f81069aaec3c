import { labelId } from '../../domain/mapping.ts';
import type { FulfillmentView, ShipmentView } from '../../domain/order-view.ts';
import { decimal } from './amounts.ts';
import type { Commitment } from './commitments.ts';
import { KEYS } from './keys.ts';
import { own, type HeldFulfillment, type HeldShipment, type OrderLedger } from './ledger.ts';
import { isVoid, wasToldVoid } from './shipment-meaning.ts';

type Line = FulfillmentView['lines'][number];

/** Every fulfillment order, by number; at the end those that we never asked for. */
export function fulfillmentViews(ledger: OrderLedger, commitments: readonly Commitment[]): FulfillmentView[] {
  const strays = Object.values(ledger.fulfillments).filter(({ reference }) => own(ledger.requests, reference) === undefined);
  return [...commitments.map((each) => requestedView(ledger, each)), ...strays.map((state) => strayView(ledger, state))];
}

function requestedView(ledger: OrderLedger, { reference, request, state, closed, lines }: Commitment): FulfillmentView {
  const told = own(ledger.receipts, KEYS.fulfillmentOrder(request.number))?.receipt.foreign ?? null;
  return {
    reference,
    foreign: state ? { id: state.id, number: state.number ?? told?.number ?? null } : told,
    location: request.location,
    connection: request.connection ?? '',
    milestone: closed === 'by-us' ? 'cancelled' : (state?.milestone ?? null),
    wave: state?.wave ?? null,
    requestedAt: request.at,
    lines: [...lines].map(([lineId, { requested, shipped, short }]) => ({
      ...lineWords(ledger, lineId, state),
      requested: decimal(requested),
      shipped: decimal(shipped),
      short: decimal(short),
    })),
  };
}

function strayView(ledger: OrderLedger, { reference, id, number, milestone, wave, lines }: HeldFulfillment): FulfillmentView {
  const shown = lines.map(({ lineId, requested, shipped, short }) => ({
    ...lineWords(ledger, lineId, own(ledger.fulfillments, reference)),
    requested: requested.value,
    shipped: shipped.value,
    short: short.value,
  }));
  return { reference, foreign: { id, number }, location: '', connection: '', milestone, wave, requestedAt: null, lines: shown };
}

function lineWords(ledger: OrderLedger, lineId: string, state: HeldFulfillment | undefined): Omit<Line, 'requested' | 'shipped' | 'short'> {
  const ours = own(ledger.ordered, lineId);
  const told = state?.lines.find((each) => each.lineId === lineId);
  return {
    lineId,
    sku: ours?.sku ?? '',
    name: ours?.name ?? '',
    picked: told?.picked.value ?? '0',
    reason: told?.reason ?? null,
    substitute: told?.substitute ? told.substitute.sku || told.substitute.name : null,
  };
}

/** A parcel with what is in it. */
export function shipmentView(ledger: OrderLedger, held: HeldShipment): ShipmentView {
  const { id, fulfillmentReference, shippedAt, lines, packages } = held.shipment;
  const connection = ledger.order?.connection;
  const carrier = (key: string): string => (connection && own(ledger.codes, labelId({ kind: 'carrier', connection, key }))) ?? key;
  return {
    id,
    fulfillmentReference,
    shippedAt,
    voided: isVoid(held),
    toldStore: isTold(ledger, held, KEYS.storeShipment(id)),
    toldErp: isTold(ledger, held, KEYS.erpShipment(id)),
    lines: lines.map(({ lineId, sku, quantity, lots, serials, packageId }) => {
      const { sku: ordered, name } = own(ledger.ordered, lineId) ?? { sku: '', name: '' };
      return { lineId, name, ordered, sku, quantity: quantity.value, lots, serials, packageId };
    }),
    packages: packages.map((each) => ({
      id: each.id,
      trackingNumber: each.trackingNumber,
      weightGrams: each.weightGrams,
      dimensionsMm: each.dimensionsMm,
      carrier: carrier(each.carrierCode),
      url: each.trackingUrl,
    })),
  };
}

/** True when the party knows how the parcel stands now: that it left, or that it did not. */
function isTold(ledger: OrderLedger, held: HeldShipment, key: string): boolean {
  const told = own(ledger.receipts, key);
  return told !== undefined && wasToldVoid(told) === isVoid(held);
}
