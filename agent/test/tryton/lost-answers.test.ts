import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { startFaultProxy, type FaultProxy } from '../peers/fault-proxy.ts';
import { trytonBooks, type TrytonBook } from '../support/tryton/books.ts';
import { cancellation, customer, salesOrder, shipment } from '../support/tryton/documents.ts';
import { openTryton, type TestSession } from '../support/tryton/session.ts';
import { startTryton, type RunningTryton } from '../support/tryton/start.ts';

let tryton: RunningTryton;
let proxy: FaultProxy;
let erp: TestSession;
let party: string;

beforeAll(async () => {
  tryton = await startTryton();
  proxy = await startFaultProxy(tryton.url);
  erp = await openTryton({ ...tryton, url: proxy.url });
  party = (await erp.deliver(customer())).foreign?.id ?? '';
});
afterAll(async () => {
  await erp?.close();
  await proxy?.close();
  await tryton?.stop();
});

function newOrder(): OutboundSalesOrder {
  const lines = [
    { code: 'MUG-WHITE', pieces: 4, net: '50.00', tax: { 'VAT 20%': '10.00' } },
    { code: 'CAP', pieces: 2, net: '30.00', tax: { 'VAT 20%': '6.00' } },
  ];
  return salesOrder(party, lines, [{ kind: 'shipping', net: '5.00', tax: { 'VAT 20%': '1.00' } }]);
}

async function bookOf(order: OutboundSalesOrder): Promise<TrytonBook | undefined> {
  return (await trytonBooks(tryton)).get(order.reference);
}

// Tryton does the call, but the line breaks before its answer comes: what a time-out or a crash of ours looks like.
function loseAnswerTo(method: string): void {
  proxy.fault({ mode: 'timeout-after-commit', drop: true, body: `"${method}"` });
}

const ORDER_STEPS = ['party.address.create', 'sale.sale.create', 'sale.sale.quote', 'sale.sale.confirm', 'stock.shipment.out.assign_try'];
const PARCEL_STEPS = ['write', 'wait', 'assign_try', 'pick', 'pack', 'done'].map((step) => `stock.shipment.out.${step}`);
const CANCEL_STEPS = ['stock.shipment.out.cancel', 'account.invoice.cancel'];

describe('when an answer is lost', () => {
  it.each(ORDER_STEPS)('after %s, the order sent again is still one sale, reserved once', async (step) => {
    const order = { ...newOrder() };
    const shipping = { ...order.shipping, line1: `1 ${step} Street` };
    loseAnswerTo(`model.${step}`);
    expect(await erp.refusal({ ...order, shipping })).toMatchObject({ name: 'TransientError', committed: 'unknown' });
    const receipt = await erp.deliver({ ...order, shipping });
    expect(receipt.state?.stage).toBe('reserved');
    expect(await bookOf(order)).toMatchObject({
      sales: 1,
      state: 'processing',
      total: '102.00',
      open: { 'MUG-WHITE': 4, CAP: 2 },
      shipments: [{ state: 'assigned' }],
      invoices: [{ total: '102.00' }],
    });
    const streets = await tryton.query.find('party.address', [['street', '=', shipping.line1]], ['street']);
    expect(streets).toHaveLength(1);
  });

  it.each([...PARCEL_STEPS, 'stock.move.write', 'stock.move.delete', 'stock.package.create'])(
    'after %s, the parcel sent again is booked once, with its units and its number',
    async (step) => {
      const order = newOrder();
      const id = (await erp.deliver(order)).foreign?.id ?? '';
      const parcel = shipment(order, id, { '11': 3 });
      loseAnswerTo(`model.${step}`);
      expect(await erp.refusal(parcel)).toMatchObject({ name: 'TransientError', committed: 'unknown' });
      const receipt = await erp.deliver(parcel);
      expect(receipt.state?.stage).toBe('reserved');
      expect(await bookOf(order)).toMatchObject({
        shipped: { 'MUG-WHITE': 3 },
        open: { 'MUG-WHITE': 1, CAP: 2 },
        tracking: [parcel.packages[0]?.trackingNumber],
        shipments: [{ state: 'done', reference: parcel.shipmentId }, { state: 'assigned' }],
      });
    },
  );

  it.each(CANCEL_STEPS)('after %s, the cancellation sent again is accepted', async (step) => {
    const order = newOrder();
    const id = (await erp.deliver(order)).foreign?.id ?? '';
    loseAnswerTo(`model.${step}`);
    expect(await erp.refusal(cancellation(order, id))).toMatchObject({ name: 'TransientError' });
    expect(await erp.deliver(cancellation(order, id))).toMatchObject({ verdict: 'accepted', state: { stage: 'cancelled' } });
    expect(await bookOf(order)).toMatchObject({
      open: {},
      shipped: {},
      shipments: [{ state: 'cancelled' }],
      invoices: [{ state: 'cancelled' }],
    });
  });

  it('after party.party.create, the customer sent again is the same party', async () => {
    const document = customer();
    loseAnswerTo('model.party.party.create');
    expect(await erp.refusal(document)).toMatchObject({ name: 'TransientError' });
    const receipt = await erp.deliver(document);
    expect(receipt.existed).toBe(true);
    expect(await tryton.query.find('party.contact_mechanism', [['value', '=', document.email]], ['party'])).toHaveLength(1);
  });
});
