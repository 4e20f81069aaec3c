import { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';
import { MappingRow } from '../../../agent/src/protocol/mappings.ts';
import { OrderDetail } from '../../../agent/src/protocol/orders.ts';
import { AgentStatus } from '../../../agent/src/protocol/status.ts';

// Everything goes through the schemas, so these cannot drift from what the agent really says.

export function anException(over: object = {}): ExceptionRow {
  return ExceptionRow.parse({
    id: 'x1',
    key: 'mapping.sku-missing:sku|erp|MUG-01',
    code: 'mapping.sku-missing',
    class: 'master-data',
    owner: 'ecommerce',
    title: 'SKU is not mapped',
    message: 'MUG-01 has no item in the ERP.',
    cure: 'Map the SKU; the order goes on by itself.',
    subject: 'shop/sales-order/1001',
    orderId: '1001',
    orderNumber: '1001',
    connection: 'erp',
    missing: { kind: 'sku', connection: 'erp', key: 'MUG-01' },
    retriable: true,
    choices: [],
    state: 'open',
    since: '2026-11-23T10:00:00.000Z',
    closedAt: null,
    ...over,
  });
}

export function aMapping(over: object = {}): MappingRow {
  return MappingRow.parse({
    kind: 'sku',
    connection: 'erp',
    key: 'TEE-01',
    value: 'P-100',
    label: 'T-shirt',
    version: 1,
    updatedAt: '2026-11-23T09:00:00.000Z',
    updatedBy: 'anna',
    ...over,
  });
}

export function aStatus(over: object = {}): AgentStatus {
  const connection = { evidence: 'contract', state: 'ok', message: '', lastContactAt: '2026-11-23T10:00:00.000Z', queued: 0 };
  return AgentStatus.parse({
    version: '0.1.0',
    startedAt: '2026-11-23T08:00:00.000Z',
    now: '2026-11-23T10:00:00.000Z',
    mode: 'live',
    connections: [
      { ...connection, id: 'shop', title: 'Shop', role: 'store' },
      { ...connection, id: 'erp', title: 'Sandbox ERP', role: 'erp' },
      { ...connection, id: 'wms', title: 'Sandbox warehouse', role: 'wms', state: 'waiting', message: 'It answers slowly.', queued: 3 },
    ],
    kpis: {
      ordersTotal: 128,
      ordersToday: 12,
      shippedToday: 9,
      exceptionsOpen: 2,
      oldestExceptionAt: '2026-11-23T10:00:00.000Z',
      ordersHeld: 0,
      oldestHoldAt: null,
      duplicatesPrevented: 1,
      deliveriesQueued: 3,
      captureToErp: { p50: 340, p95: 1800, count: 12 },
      erpToRelease: { p50: 120, p95: 700, count: 11 },
      captureToShipped: { p50: null, p95: null, count: 0 },
    },
    proof: { paid: 128, inErp: 120, explained: 5, young: 3, unexplained: 0, unexplainedIds: [], checkedAt: '2026-11-23T10:00:00.000Z' },
    ...over,
  });
}

export function anOrder(over: object = {}, more: object = {}): OrderDetail {
  return OrderDetail.parse({
    order: {
      subject: 'shop/sales-order/1001',
      orderId: '1001',
      number: '1001',
      storeStatus: 'processing',
      paid: true,
      total: { minor: 4990, currency: 'EUR' },
      customer: 'Zoë Müller',
      stage: 'partially-shipped',
      erp: { id: '77', number: 'SO-77' },
      wms: { id: '9', number: 'WH-9' },
      lines: [
        {
          id: '1',
          sku: 'MUG-01',
          name: 'Mug',
          ordered: '3',
          inErp: '3',
          requested: '3',
          shipped: '2',
          open: '1',
          cancelled: '0',
          backordered: '0',
          expectedAt: null,
          returned: '0',
          refunded: '0',
        },
      ],
      shipments: [
        {
          id: 's1',
          shippedAt: '2026-11-23T09:30:00.000Z',
          fulfillmentReference: 'shop:1001/1',
          voided: false,
          toldStore: true,
          toldErp: false,
          lines: [],
          packages: [
            {
              id: 'p1',
              trackingNumber: '1Z999',
              carrier: 'UPS',
              url: 'https://track.example/1Z999',
              weightGrams: null,
              dimensionsMm: null,
            },
          ],
        },
      ],
      fulfillments: [],
      holds: [],
      changes: [],
      returns: [],
      exchangeFor: null,
      milestones: [],
      times: {
        createdAt: '2026-11-23T08:30:00.000Z',
        paidAt: '2026-11-23T08:31:00.000Z',
        capturedAt: '2026-11-23T08:31:01.000Z',
        acceptedAt: '2026-11-23T08:31:02.000Z',
        releasedAt: '2026-11-23T08:31:03.000Z',
        shippedAt: '2026-11-23T09:30:00.000Z',
        toldStoreAt: '2026-11-23T09:30:02.000Z',
      },
      ...over,
    },
    correlationId: 'c-1001',
    exceptions: [],
    trace: [
      {
        at: '2026-11-23T08:31:02.000Z',
        kind: 'delivery',
        party: 'erp',
        title: 'Order written',
        detail: 'SO-77',
        outcome: 'ok',
        attempt: 2,
        durationMs: 340,
      },
    ],
    ...more,
  });
}
