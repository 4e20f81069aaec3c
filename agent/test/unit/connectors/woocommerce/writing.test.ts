import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Session, WriteOutcome } from '../../../../src/connector/contract.ts';
import { woocommerce } from '../../../../src/connectors/woocommerce/index.ts';
import { WooCommerceSettings } from '../../../../src/connectors/woocommerce/settings.ts';
import type { OutboundDocument, OutboundRefund, OutboundShipment } from '../../../../src/domain/outbound.ts';
import type { Receipt } from '../../../../src/domain/receipt.ts';
import { SalesOrder } from '../../../../src/domain/sales-order.ts';
import { startSandboxStore, type SandboxStore } from '../../../peers/sandbox-store.ts';
import type { WooOrder } from '../../../peers/store-order.ts';
import { testTools, type TestTools } from '../../../support/tools.ts';

let store: SandboxStore;
let tools: TestTools;
let session: Session;
let order: WooOrder;
let mugs: string;
let shipping: string;
beforeEach(async () => {
  store = await startSandboxStore();
  tools = testTools('shop');
  session = await woocommerce.connect(WooCommerceSettings.parse(store.settings), tools);
  const lines = [{ sku: 'MUG', quantity: 3, cents: 1000 }];
  order = store.placeOrder({ lines, discountPercent: 0, feeCents: 0, taxPercents: [20, 5] });
  mugs = String(order.line_items[0]?.id);
  shipping = String(order.shipping_lines[0]?.id);
});
afterEach(async () => {
  await tools.close();
  await store.close();
});

async function write(document: OutboundDocument): Promise<WriteOutcome> {
  const request = { key: 'k', correlationId: 'c', attempt: 1, uncertain: false, document };
  const [outcome] = (await session.writers[document.kind]?.write([request])) ?? [];
  if (!outcome) throw new Error('no outcome');
  return outcome;
}

async function done(document: OutboundDocument): Promise<Receipt> {
  const outcome = await write(document);
  if (outcome.kind === 'failed') throw outcome.error;
  return outcome.receipt;
}

async function read(): Promise<SalesOrder> {
  const reader = session.readers['sales-order'];
  const raw = await reader?.readOne(String(order.id));
  if (!reader || !raw) throw new Error('the order is gone');
  return SalesOrder.parse(reader.toCanonical(raw, tools.connection));
}

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const taxes = (first: number, second: number) => [
  { code: 'VAT-1', name: 'VAT', rate: '20', amount: eur(first) },
  { code: 'VAT-2', name: 'VAT', rate: '5', amount: eur(second) },
];

function refund(more: Partial<OutboundRefund> = {}): OutboundRefund {
  return {
    kind: 'refund',
    schema: 1,
    reference: `shop:${order.id}/R1/refund`,
    orderId: String(order.id),
    amount: eur(1250),
    lines: [{ lineId: mugs, quantity: { value: '1', unit: 'C62' }, net: eur(1000), taxes: taxes(200, 50) }],
    charges: [],
    reason: 'It came back.',
    callGateway: false,
    restock: false,
    ...more,
  };
}

function shipment(more: Partial<OutboundShipment> = {}): OutboundShipment {
  const line = { lineId: mugs, foreignLineId: null, itemCode: 'MUG', quantity: { value: '3', unit: 'C62' }, lots: [], serials: [] };
  const parcel = { trackingNumber: 'T1', carrierCode: 'dhl', carrierName: 'DHL', trackingUrl: null, weightGrams: null, dimensionsMm: null };
  return {
    kind: 'shipment',
    schema: 1,
    reference: `shop:${order.id}`,
    shipmentId: 'SH-1',
    orderForeignId: String(order.id),
    warehouseCode: '',
    shippedAt: '2026-11-21T15:30:00.000Z',
    lines: [{ ...line, packageId: null }],
    packages: [{ id: 'P1', ...parcel }],
    voided: false,
    message: 'On its way.',
    ...more,
  };
}

describe('a refund of ours', () => {
  it('comes back as it was written, known by its reference', async () => {
    const charges = [{ chargeId: shipping, net: eur(490), taxes: taxes(98, 25) }];
    const receipt = await done(refund({ amount: eur(2000), charges, restock: true }));
    expect(receipt).toMatchObject({
      existed: false,
      foreign: { id: expect.stringMatching(/^\d+$/) },
      note: '20.00 EUR refunded in the shop',
    });
    expect((await read()).refunds).toEqual([
      {
        id: receipt.foreign?.id,
        at: expect.any(String),
        amount: eur(2000),
        reason: 'It came back.',
        lines: refund().lines,
        charges,
        restocked: true,
        reference: `shop:${order.id}/R1/refund`,
      },
    ]);
  });

  it('enters the feed, so that what follows from it is seen', async () => {
    await (await session.readers['sales-order']?.claim?.(10))?.acknowledge?.();
    await done(refund());
    expect((await session.readers['sales-order']?.claim?.(10))?.documents.map(({ id }) => id)).toEqual([String(order.id)]);
  });

  it('moves real money only when it is told to, and once', async () => {
    await done(refund());
    expect(store.books().gateway).toEqual([]);
    const other = refund({ reference: 'other', callGateway: true });
    expect(await done(other)).toMatchObject({ existed: false });
    expect(await done(other)).toMatchObject({ existed: true });
    expect(store.books().gateway).toEqual([{ orderId: order.id, amount: '12.50' }]);
  });

  it('may be an amount for nothing in particular', async () => {
    await done(refund({ amount: eur(700), lines: [] }));
    expect((await read()).refunds).toMatchObject([{ amount: eur(700), lines: [], charges: [] }]);
  });

  it.each<[string, Partial<OutboundRefund>, RegExp]>([
    ['more money than is left', { amount: eur(99_900) }, /can still be refunded/],
    ['more units than were sold', { lines: [{ ...refundLine(), quantity: { value: '4', unit: 'C62' } }] }, /units/],
    ['a line that is not of the order', { lines: [{ ...refundLine(), lineId: '7' }] }, /no such line/],
    [
      'a tax that the order does not have',
      { lines: [{ ...refundLine(), taxes: [{ code: 'GST', name: '', rate: null, amount: eur(1) }] }] },
      /GST/,
    ],
    ['lines worth more than the amount', { amount: eur(100) }, /worth more/],
    ['a gift card', { charges: [{ chargeId: 'gift-card-1', net: eur(1), taxes: [] }] }, /gift-card-1/],
  ])('is refused by name for %s', async (_what, more, words) => {
    const lines = more.lines?.map((line) => (line.lineId === '' ? { ...line, lineId: mugs } : line));
    const outcome = await write(refund({ ...more, ...(lines ? { lines } : {}) }));
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'refund.refused', message: expect.stringMatching(words) } });
    expect(store.books()).toMatchObject({ refunds: [], gateway: [] });
  });

  it('leaves nothing behind when the gateway does not pay', async () => {
    store.gatewayRefuses('The charge is older than 180 days.');
    const outcome = await write(refund({ callGateway: true }));
    expect(outcome).toMatchObject({ error: { code: 'refund.refused', message: expect.stringContaining('180 days') } });
    store.gatewayRefuses(null);
    await done(refund({ callGateway: true }));
    expect(store.books().gateway).toHaveLength(1);
  });
});

function refundLine(): OutboundRefund['lines'][number] {
  return { lineId: '', quantity: { value: '1', unit: 'C62' }, net: eur(1000), taxes: [] };
}

describe('a shipment', () => {
  it('that is taken back is shown no more, and the customer is told once', async () => {
    await done(shipment());
    const back = shipment({ voided: true, message: 'Sorry, your parcel has not left after all.' });
    expect(await done(back)).toMatchObject({ existed: true, note: 'no longer shown to the customer' });
    await done(back);
    const { shipments, emails } = store.books();
    expect(shipments).toMatchObject([{ shipmentId: 'SH-1', voided: true }]);
    expect(emails.map(({ text }) => text)).toEqual(['On its way.', 'Sorry, your parcel has not left after all.']);
  });

  it('that is taken back makes room for its units in another', async () => {
    await done(shipment());
    await done(shipment({ voided: true, message: null }));
    expect(await done(shipment({ shipmentId: 'SH-2' }))).toMatchObject({ existed: false });
  });

  it('gets its corrected number in place', async () => {
    await done(shipment());
    const [parcel] = shipment().packages;
    if (!parcel) throw new Error('no parcel');
    const corrected = shipment({ packages: [{ ...parcel, trackingNumber: 'T2' }], message: 'The number is T2.' });
    expect(await done(corrected)).toMatchObject({ existed: true, note: expect.stringContaining('brought up to date') });
    const { shipments, emails } = store.books();
    expect(shipments).toMatchObject([{ given: { packages: [{ number: 'T2' }] } }]);
    expect(emails).toHaveLength(2);
  });

  it('tells what really lies in which parcel', async () => {
    const [parcel] = shipment().packages;
    const [line] = shipment().lines;
    if (!parcel || !line) throw new Error('no parcel');
    const packages = [parcel, { ...parcel, id: 'P2', trackingNumber: 'T2' }];
    await done(shipment({ packages, lines: [{ ...line, itemCode: 'MUG-RED', packageId: 'P2' }] }));
    expect(store.books().shipments).toMatchObject([{ given: { lines: [{ sku: 'MUG-RED', package: 1 }] } }]);
  });
});

describe('a note to the customer', () => {
  it('is one e-mail for each id, also with the same words', async () => {
    const note = { kind: 'customer-note', schema: 1, orderId: String(order.id), noteId: 'a', message: 'It takes longer.' } as const;
    expect(await done(note)).toMatchObject({ existed: false });
    expect(await done(note)).toMatchObject({ existed: true });
    await done({ ...note, noteId: 'b' });
    expect(store.books().emails).toHaveLength(2);
  });
});

describe('the status "cancelled"', () => {
  it('lets the shop put the units back on its shelf', async () => {
    await done({ kind: 'order-status', schema: 1, orderId: String(order.id), status: 'cancelled', note: null });
    expect(store.books().orders.at(-1)).toMatchObject({ status: 'cancelled', line_items: [{ meta_data: [] }] });
  });
});
