import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { trytonBooks, type TrytonBook } from '../support/tryton/books.ts';
import { cancellation, customer, salesOrder, shipment, type ShortLine } from '../support/tryton/documents.ts';
import { openTryton, type TestSession } from '../support/tryton/session.ts';
import { startTryton, type RunningTryton } from '../support/tryton/start.ts';

let tryton: RunningTryton;
let erp: TestSession;
let party: string;
const MUGS: ShortLine = { code: 'MUG-WHITE', pieces: 4, net: '50.00', tax: { 'VAT 20%': '10.00' } };
const CAPS: ShortLine = { code: 'CAP', pieces: 2, net: '30.00', tax: { 'VAT 20%': '6.00' } };

beforeAll(async () => {
  tryton = await startTryton();
  erp = await openTryton(tryton);
  party = (await erp.deliver(customer())).foreign?.id ?? '';
});
afterAll(async () => {
  await erp?.close();
  await tryton?.stop();
});

async function placed(lines: readonly ShortLine[] = [MUGS, CAPS]): Promise<{ order: OutboundSalesOrder; id: string }> {
  const order = salesOrder(party, lines, [{ kind: 'shipping', net: '5.00', tax: { 'VAT 20%': '1.00' } }]);
  return { order, id: (await erp.deliver(order)).foreign?.id ?? '' };
}

async function bookOf(order: OutboundSalesOrder): Promise<TrytonBook | undefined> {
  return (await trytonBooks(tryton)).get(order.reference);
}

describe('a parcel in Tryton', () => {
  it('whole: is done under its id, with package, tracking number and carrier', async () => {
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 4, '12': 2 });
    const receipt = await erp.deliver(parcel);
    expect(receipt).toMatchObject({ existed: false, state: { stage: 'closed' } });
    expect(await bookOf(order)).toMatchObject({
      shipped: { 'MUG-WHITE': 4, CAP: 2 },
      open: {},
      tracking: [parcel.packages[0]?.trackingNumber],
      shipments: [{ state: 'done', reference: parcel.shipmentId, carrier: expect.stringContaining('ACME Parcel') }],
      total: '102.00',
    });
  });

  it('partial: books exactly its units, and the rest stays reserved for the next one', async () => {
    const { order, id } = await placed();
    const first = shipment(order, id, { '11': 3 });
    const after = await erp.deliver(first);
    expect(after.state).toMatchObject({
      stage: 'reserved',
      lines: [
        { id: '11', reserved: { value: '4' } },
        { id: '12', reserved: { value: '2' } },
      ],
    });
    expect(await bookOf(order)).toMatchObject({
      shipped: { 'MUG-WHITE': 3 },
      open: { 'MUG-WHITE': 1, CAP: 2 },
      shipments: [
        { state: 'done', reference: first.shipmentId },
        { state: 'assigned', reference: null },
      ],
    });
    const second = shipment(order, id, { '11': 1, '12': 2 });
    expect((await erp.deliver(second)).state?.stage).toBe('closed');
    const book = await bookOf(order);
    expect(book).toMatchObject({ shipped: { 'MUG-WHITE': 4, CAP: 2 }, open: {}, total: '102.00' });
    expect(book?.tracking).toEqual([first, second].map((each) => each.packages[0]?.trackingNumber));
  });

  it('told twice: is booked once', async () => {
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 1 });
    const first = await erp.deliver(parcel);
    const second = await erp.deliver(parcel);
    expect(second).toMatchObject({ existed: true, foreign: first.foreign });
    expect(await bookOf(order)).toMatchObject({ shipped: { 'MUG-WHITE': 1 }, open: { 'MUG-WHITE': 3, CAP: 2 } });
  });

  it('in several packages: keeps every tracking number', async () => {
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 4, '12': 2 });
    const [one] = parcel.packages;
    await erp.deliver({
      ...parcel,
      packages: [one!, { ...one!, id: 'PK-b', trackingNumber: 'SECOND', carrierCode: 'nobody', carrierName: 'Nobody' }],
    });
    expect((await bookOf(order))?.tracking).toEqual([one?.trackingNumber, 'SECOND']);
  });

  it('without tracking number or a carrier that Tryton knows: is booked all the same', async () => {
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 4, '12': 2 });
    const plain = parcel.packages.map((each) => ({ ...each, trackingNumber: null, carrierCode: 'nobody', carrierName: 'Nobody' }));
    await erp.deliver({ ...parcel, packages: plain });
    expect(await bookOf(order)).toMatchObject({ tracking: [], shipments: [{ state: 'done', carrier: null }] });
  });

  it('of a line that was split for its price: takes units from both halves', async () => {
    const { order, id } = await placed([{ code: 'PEN', pieces: 300, net: '100.01', tax: { 'VAT 20%': '20.00' } }]);
    await erp.deliver(shipment(order, id, { '11': 299 }));
    expect(await bookOf(order)).toMatchObject({ shipped: { PEN: 299 }, open: { PEN: 1 } });
  });

  it('from a warehouse that ships from the shelf: is booked without a pick, and the rest stays open', async () => {
    const second = tryton.ids.warehouses['WH2'] ?? 0;
    const [place] = await tryton.query.find<{ storage_location: number }>('stock.location', [['id', '=', second]], ['storage_location']);
    await tryton.query.call('model.stock.location.write', [second], { output_location: place?.storage_location });
    const order = { ...salesOrder(party, [MUGS, CAPS]), warehouseCode: 'WH2' };
    const receipt = await erp.deliver(order);
    expect(receipt.state?.stage).toBe('reserved');
    const parcel = shipment(order, receipt.foreign?.id ?? '', { '11': 3 });
    await erp.deliver(parcel);
    expect(await bookOf(order)).toMatchObject({
      shipped: { 'MUG-WHITE': 3 },
      open: { 'MUG-WHITE': 1, CAP: 2 },
      tracking: [parcel.packages[0]?.trackingNumber],
      shipments: [{ state: 'done', reference: parcel.shipmentId }, { reference: null }],
    });
    expect((await erp.deliver(shipment(order, receipt.foreign?.id ?? '', { '11': 1, '12': 2 }))).state?.stage).toBe('closed');
  });

  it('with more than was ordered: is refused whole, and nothing is booked', async () => {
    const { order, id } = await placed();
    const error = await erp.refusal(shipment(order, id, { '11': 5 }));
    expect(error).toMatchObject({ code: 'shipment.more-than-ordered', message: expect.stringContaining('MUG-WHITE') });
    expect(await bookOf(order)).toMatchObject({
      shipped: {},
      open: { 'MUG-WHITE': 4, CAP: 2 },
      shipments: [{ state: 'assigned', reference: null }],
    });
  });

  it('of goods that Tryton does not have: is refused, and the reservation of the rest is given back', async () => {
    const { order, id } = await placed([{ code: 'NOSTOCK', pieces: 1, net: '10.00', tax: { 'VAT 20%': '2.00' } }, CAPS]);
    const error = await erp.refusal(shipment(order, id, { '11': 1 }));
    expect(error).toMatchObject({ code: 'erp.shipment-refused', message: expect.stringContaining('NOSTOCK') });
    const parcel = shipment(order, id, { '12': 2 });
    await erp.deliver(parcel);
    expect(await bookOf(order)).toMatchObject({ shipped: { CAP: 2 }, open: { NOSTOCK: 1 } });
  });

  it('goes on from where an earlier attempt stopped', async () => {
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 4, '12': 2 });
    const [waiting] = await tryton.query.find<{ id: number }>('stock.shipment.out', [['moves.sale', '=', Number(id)]], ['state']);
    await tryton.query.call('model.stock.shipment.out.write', [waiting!.id], { reference: parcel.shipmentId });
    await tryton.query.button('stock.shipment.out', 'pick', [waiting!.id]);
    expect((await erp.deliver(parcel)).state?.stage).toBe('closed');
    expect(await bookOf(order)).toMatchObject({ shipped: { 'MUG-WHITE': 4, CAP: 2 }, tracking: [parcel.packages[0]?.trackingNumber] });
  });

  it('for an order that Tryton does not have: is refused', async () => {
    const { order } = await placed();
    expect(await erp.refusal(shipment(order, '999999', { '11': 1 }))).toMatchObject({ code: 'erp.shipment-refused' });
    expect(await erp.refusal(shipment(order, 'not-an-id', { '11': 1 }))).toMatchObject({ code: 'erp.shipment-refused' });
  });
});

describe('a cancellation in Tryton', () => {
  it('before the pick: gives the goods back and cancels shipment and invoice', async () => {
    const { order, id } = await placed();
    const receipt = await erp.deliver(cancellation(order, id));
    expect(receipt).toMatchObject({ verdict: 'accepted', state: { stage: 'cancelled' } });
    expect(await bookOf(order)).toMatchObject({
      sales: 1,
      shipped: {},
      open: {},
      shipments: [{ state: 'cancelled' }],
      invoices: [{ state: 'cancelled' }],
    });
    expect(await erp.deliver(cancellation(order, id))).toMatchObject({ verdict: 'accepted' });
  });

  it('before it was confirmed: cancels the sale itself', async () => {
    const { id } = await placed();
    const [copy] = await tryton.query.call<number[]>('model.sale.sale.copy', [Number(id)], {});
    await tryton.query.button('sale.sale', 'quote', [copy!]);
    const order = salesOrder(party, [CAPS]);
    expect(await erp.deliver(cancellation(order, String(copy)))).toMatchObject({ verdict: 'accepted', state: { stage: 'cancelled' } });
    expect(await tryton.query.find('sale.sale', [['id', '=', copy!]], ['state'])).toMatchObject([{ state: 'cancelled' }]);
  });

  it('after the pick or after a part has left: comes too late and changes nothing', async () => {
    const partly = await placed();
    await erp.deliver(shipment(partly.order, partly.id, { '11': 1 }));
    expect(await erp.deliver(cancellation(partly.order, partly.id))).toMatchObject({ verdict: 'too-late', state: { stage: 'reserved' } });
    expect(await bookOf(partly.order)).toMatchObject({ open: { 'MUG-WHITE': 3, CAP: 2 } });
    const picked = await placed();
    const [assigned] = await tryton.query.find<{ id: number }>('stock.shipment.out', [['moves.sale', '=', Number(picked.id)]], ['state']);
    await tryton.query.button('stock.shipment.out', 'pick', [assigned!.id]);
    expect(await erp.deliver(cancellation(picked.order, picked.id))).toMatchObject({ verdict: 'too-late' });
    expect(await bookOf(picked.order)).toMatchObject({ shipments: [{ state: 'picked' }] });
  });

  it('of a sale that is not there: is refused', async () => {
    const { order } = await placed();
    expect(await erp.refusal(cancellation(order, '999999'))).toMatchObject({ code: 'cancel.refused' });
  });
});
