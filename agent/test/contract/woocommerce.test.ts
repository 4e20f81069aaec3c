import { createHmac } from 'node:crypto';
import { woocommerce } from '../../src/connectors/woocommerce/index.ts';
import type { OutboundOrderStatus, OutboundShipment } from '../../src/domain/outbound.ts';
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
    })),
    packages: [
      { id: 'P1', trackingNumber: `TRACK-${parcels}`, carrierCode: 'dhl', carrierName: 'DHL', trackingUrl: null, weightGrams: 900 },
    ],
    message: 'Your parcel is on its way.',
  };
}

function statusFor(orderId: number): OutboundOrderStatus {
  return { kind: 'order-status', schema: 1, orderId: String(orderId), status: 'completed', note: 'All shipped.' };
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

function completed(store: SandboxStore, orderId: string): number {
  const { orders, notes } = store.books();
  const done = orders.some((order) => String(order.id) === orderId && order.status === 'completed');
  return done ? notes.filter((note) => String(note.orderId) === orderId).length : 0;
}

describeConnector(woocommerce, makePeer);
