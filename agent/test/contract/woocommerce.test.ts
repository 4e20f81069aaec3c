import { createHmac } from 'node:crypto';
import { woocommerce } from '../../src/connectors/woocommerce/index.ts';
import type { OutboundCustomerNote, OutboundOrderStatus, OutboundRefund, OutboundShipment } from '../../src/domain/outbound.ts';
import { startSandboxStore, type SandboxStore } from '../peers/sandbox-store.ts';
import { describeConnector } from './describe-connector.ts';
import type { PeerUnderTest } from './peer-under-test.ts';

let parcels = 0;

function shipmentFor(store: SandboxStore, lineId?: string): OutboundShipment {
  const order = store.placeOrder();
  const shipmentId = `SHP-${(parcels += 1)}`;
  return {
    kind: 'shipment',
    schema: 1,
    reference: `shop:${order.id}`,
    shipmentId,
    orderForeignId: String(order.id),
    warehouseCode: 'MAIN',
    shippedAt: '2026-11-01T10:00:00.000Z',
    lines: order.line_items.map((line) => ({
      lineId: lineId ?? String(line.id),
      foreignLineId: null,
      itemCode: line.sku,
      quantity: { value: String(line.quantity), unit: 'C62' },
      lots: [],
      serials: [],
      packageId: null,
    })),
    packages: [
      {
        id: 'P1',
        trackingNumber: `TRACK-${parcels}`,
        carrierCode: 'dhl',
        carrierName: 'DHL',
        trackingUrl: null,
        weightGrams: 900,
        dimensionsMm: null,
      },
    ],
    voided: false,
    message: 'Your parcel is on its way.',
  };
}

function statusFor(orderId: number): OutboundOrderStatus {
  return { kind: 'order-status', schema: 1, orderId: String(orderId), status: 'completed', note: 'All shipped.' };
}

let told = 0;

function noteFor(orderId: number): OutboundCustomerNote {
  return { kind: 'customer-note', schema: 1, orderId: String(orderId), noteId: `delay/${(told += 1)} é`, message: 'It takes longer.' };
}

/** Gives back two of three mugs and all the shipping, through the gateway. */
function refundFor(store: SandboxStore, more: Partial<OutboundRefund> = {}): OutboundRefund {
  const lines = [{ sku: 'MUG', quantity: 3, cents: 1000 }];
  const order = store.placeOrder({
    lines,
    discountPercent: 0,
    feeCents: 0,
    shipping: { method: 'flat_rate', title: 'Flat rate', cents: 500 },
  });
  const eur = (minor: number) => ({ minor, currency: 'EUR' });
  const taxes = (minor: number) => [{ code: 'VAT-1', name: 'VAT', rate: '20', amount: eur(minor) }];
  return {
    kind: 'refund',
    schema: 1,
    reference: `shop:${order.id}/R1/refund`,
    orderId: String(order.id),
    amount: eur(3000),
    lines: [{ lineId: String(order.line_items[0]?.id), quantity: { value: '2', unit: 'C62' }, net: eur(2000), taxes: taxes(400) }],
    charges: [{ chargeId: String(order.shipping_lines[0]?.id), net: eur(500), taxes: taxes(100) }],
    reason: 'Two came back.',
    callGateway: true,
    restock: true,
    ...more,
  };
}

async function makePeer(): Promise<PeerUnderTest> {
  const store = await startSandboxStore();
  const settings = { ...store.settings };
  return {
    settings,
    wrongSettings: { ...settings, consumerSecret: 'cs_wrong' },
    lists: ['carrier', 'shipping-method', 'payment-method', 'tax', 'sku', 'status'],
    inbound: {
      'sales-order': {
        make: () => Promise.resolve(String(store.placeOrder().id)),
        unknownId: '99999999',
        overlap: true,
        garbage: [null, 'x', {}, { id: 1 }, { ...store.placeOrder(), total: 'much' }, { ...store.placeOrder(), currency: '' }],
      },
    },
    outbound: {
      'customer-note': {
        fresh: () => Promise.resolve(noteFor(store.placeOrder().id)),
        count: (document) => Promise.resolve(emailsOf(store, document.kind === 'customer-note' ? document.orderId : '')),
        refused: { fresh: () => Promise.resolve(noteFor(99999999)), code: 'store.note-refused' },
      },
      refund: {
        fresh: () => Promise.resolve(refundFor(store)),
        count: (document) => Promise.resolve(refunded(store, document.kind === 'refund' ? document.orderId : '')),
        refused: {
          fresh: () => Promise.resolve(refundFor(store, { amount: { minor: 99_999, currency: 'EUR' } })),
          code: 'refund.refused',
        },
      },
      shipment: {
        fresh: () => Promise.resolve(shipmentFor(store)),
        count: (document) => Promise.resolve(shipmentsOf(store, document.kind === 'shipment' ? document.shipmentId : '')),
        refused: { fresh: () => Promise.resolve(shipmentFor(store, '7')), code: 'shipment.store-refused' },
      },
      'order-status': {
        fresh: () => Promise.resolve(statusFor(store.placeOrder().id)),
        count: (document) => Promise.resolve(completed(store, document.kind === 'order-status' ? document.orderId : '')),
        refused: { fresh: () => Promise.resolve(statusFor(99999999)), code: 'shipment.store-refused' },
      },
    },
    hook: {
      sign: (body) => ({
        headers: {
          'x-wc-webhook-resource': 'order',
          'x-wc-webhook-signature': createHmac('sha256', store.settings.sharedSecret).update(body).digest('base64'),
        },
        body,
      }),
      body: '{"id":1001,"status":"processing"}',
      expects: [{ kind: 'sales-order', id: '1001' }],
    },
    fault: (spec) => store.fault(spec),
    clearFault: () => store.clearFault(),
    close: () => store.close(),
  };
}

function shipmentsOf(store: SandboxStore, shipmentId: string): number {
  const { shipments, notes } = store.books();
  const found = shipments.filter((shipment) => shipment.shipmentId === shipmentId);
  const told = notes.filter((note) => note.customer && note.orderId === found[0]?.orderId);
  // A parcel that is there twice, or told of twice, is wrong.
  return Math.max(found.length, told.length);
}

function emailsOf(store: SandboxStore, orderId: string): number {
  return store.books().emails.filter((email) => email.about === 'note' && String(email.orderId) === orderId).length;
}

/** A refund that is there twice, or money that moved twice, is wrong. */
function refunded(store: SandboxStore, orderId: string): number {
  const { refunds, gateway } = store.books();
  const of = (list: readonly { orderId: number }[]): number => list.filter((each) => String(each.orderId) === orderId).length;
  return Math.max(of(refunds), of(gateway));
}

function completed(store: SandboxStore, orderId: string): number {
  const { orders, notes } = store.books();
  const done = orders.some((order) => String(order.id) === orderId && order.status === 'completed');
  return done ? notes.filter((note) => String(note.orderId) === orderId).length : 0;
}

describeConnector(woocommerce, makePeer);
