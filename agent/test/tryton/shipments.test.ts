import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { quantity } from '../../src/domain/quantity.ts';
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

interface Move {
  quantity: number;
  package: number | null;
  'product.': { code: string };
  'lot.': { number: string } | null;
}

/** The packages of a shipment: tracking number, length, contents. */
async function packed(shipmentId: string): Promise<unknown[]> {
  const [found] = await tryton.query.find<{ id: number }>('stock.shipment.out', [['reference', '=', shipmentId]], ['id']);
  const ref = `stock.shipment.out,${found?.id ?? 0}`;
  const packages = await tryton.query.find<{ id: number; shipping_reference: string; length: number | null }>(
    'stock.package',
    [['shipment', '=', ref]],
    ['shipping_reference', 'length'],
  );
  const moves = await tryton.query.find<Move>('stock.move', [['shipment', '=', ref]], ['quantity', 'package', 'product.code']);
  return packages.map(({ id, shipping_reference, length }) => [
    shipping_reference,
    length,
    ...moves.flatMap((move) => (move.package === id ? [`${move['product.'].code} ${move.quantity}`] : [])).sort(),
  ]);
}

async function lotsOf(sale: string): Promise<string[]> {
  const domain = [
    ['sale', '=', Number(sale)],
    ['state', '=', 'done'],
  ];
  const moves = await tryton.query.find<Move>('stock.move', domain, ['quantity', 'product.code', 'lot.number']);
  return moves.map((move) => `${move['product.'].code} ${move['lot.']?.number ?? '-'} ${move.quantity}`).sort();
}

async function shelf(): Promise<number> {
  const [warehouse] = await tryton.query.find<{ storage_location: number }>('stock.location', [['code', '=', 'WH']], ['storage_location']);
  return warehouse?.storage_location ?? 0;
}

/** Counts so many of a lot on the shelf. */
async function stocked(code: string, lot: string, count: number): Promise<void> {
  const product = tryton.ids.products[code];
  const [made] = await tryton.query.call<number[]>('model.stock.lot.create', [{ number: lot, product }]);
  const line = { product, lot: made, quantity: count, expected_quantity: 0 };
  const [inventory] = await tryton.query.call<number[]>('model.stock.inventory.create', [
    { location: await shelf(), lines: [['create', [line]]] },
  ]);
  await tryton.query.button('stock.inventory', 'confirm', [inventory!]);
}

/** Units of a lot that came onto the shelf and did not leave it. */
async function onShelf(code: string, lot: string): Promise<number> {
  const domain = [
    ['product.code', '=', code],
    ['lot.number', '=', lot],
    ['state', '=', 'done'],
  ];
  const here = await shelf();
  const moves = await tryton.query.find<{ quantity: number; from_location: number; to_location: number }>('stock.move', domain, [
    'quantity',
    'from_location',
    'to_location',
  ]);
  return moves.reduce(
    (sum, move) => sum + (move.to_location === here ? move.quantity : move.from_location === here ? -move.quantity : 0),
    0,
  );
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

  it('in several packages: keeps every tracking number, and what is in each', async () => {
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 4, '12': 2 });
    const [one] = parcel.packages;
    const [mugs, caps] = parcel.lines;
    const second = { ...one!, id: 'PK-b', trackingNumber: 'SECOND', carrierCode: 'nobody', carrierName: 'Nobody' };
    await erp.deliver({
      ...parcel,
      lines: [
        { ...mugs!, quantity: quantity(3), packageId: one!.id },
        { ...mugs!, quantity: quantity(1), packageId: second.id },
        { ...caps!, packageId: second.id },
      ],
      packages: [{ ...one!, dimensionsMm: { length: 300, width: 200, height: 100 } }, second],
    });
    expect(await bookOf(order)).toMatchObject({ tracking: [one?.trackingNumber, 'SECOND'], shipped: { 'MUG-WHITE': 4, CAP: 2 } });
    expect(await packed(parcel.shipmentId)).toEqual([
      [one?.trackingNumber, 300, 'MUG-WHITE 3'],
      ['SECOND', null, 'CAP 2', 'MUG-WHITE 1'],
    ]);
    expect(await erp.deliver(parcel)).toMatchObject({ existed: true });
  });

  it('of which nobody says what is where: is booked with all of it in the first package', async () => {
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 4 });
    const [one] = parcel.packages;
    await erp.deliver({ ...parcel, packages: [one!, { ...one!, id: 'PK-c', trackingNumber: 'THIRD' }] });
    expect(await packed(parcel.shipmentId)).toEqual([
      [one?.trackingNumber, null, 'MUG-WHITE 4'],
      ['THIRD', null],
    ]);
  });

  it('with lots and serial numbers: writes them on what left, and takes them off the shelf where Tryton has them', async () => {
    await stocked('MUG-WHITE', 'A7', 10);
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 4, '12': 2 });
    const [mugs, caps] = parcel.lines;
    const lines = [
      { ...mugs!, quantity: quantity(3), lots: ['A7'] },
      { ...mugs!, quantity: quantity(1), lots: ['B1'] },
      { ...caps!, serials: ['S-1', 'S-2'] },
    ];
    expect(await erp.deliver({ ...parcel, lines })).toMatchObject({ note: null, state: { stage: 'closed' } });
    expect(await lotsOf(id)).toEqual(['CAP S-1 1', 'CAP S-2 1', 'MUG-WHITE A7 3', 'MUG-WHITE B1 1']);
    expect(await onShelf('MUG-WHITE', 'A7')).toBe(7);
    const next = await placed();
    const open = shipment(next.order, next.id, { '11': 4 });
    const receipt = await erp.deliver({ ...open, lines: open.lines.map((line) => ({ ...line, lots: ['A7', 'B1'] })) });
    expect(receipt.note).toContain('A7, B1');
    expect(await lotsOf(next.id)).toEqual(['MUG-WHITE - 4']);
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

  it('that never left: is taken back as long as Tryton has not booked it out', async () => {
    const { order, id } = await placed();
    const parcel = shipment(order, id, { '11': 4, '12': 2 });
    const [waiting] = await tryton.query.find<{ id: number }>('stock.shipment.out', [['moves.sale', '=', Number(id)]], ['state']);
    await tryton.query.call('model.stock.shipment.out.write', [waiting!.id], { reference: parcel.shipmentId });
    await tryton.query.button('stock.shipment.out', 'pick', [waiting!.id]);
    expect(await erp.deliver({ ...parcel, voided: true })).toMatchObject({ existed: false, state: { stage: 'reserved' } });
    expect(await bookOf(order)).toMatchObject({
      shipped: {},
      open: { 'MUG-WHITE': 4, CAP: 2 },
      shipments: [{ state: 'cancelled' }, { state: 'assigned' }],
    });
    expect(await erp.deliver({ ...parcel, voided: true })).toMatchObject({ existed: true });
    const again = shipment(order, id, { '11': 4, '12': 2 });
    expect(await erp.deliver(again)).toMatchObject({ state: { stage: 'closed' } });
    expect(await erp.refusal({ ...again, voided: true })).toMatchObject({
      code: 'erp.shipment-refused',
      message: expect.stringContaining('customer return'),
    });
  });

  it('that never left and that Tryton never heard of: leaves everything as it is', async () => {
    const { order, id } = await placed();
    expect(await erp.deliver({ ...shipment(order, id, { '11': 1 }), voided: true })).toMatchObject({ existed: true, foreign: null });
    expect(await bookOf(order)).toMatchObject({ open: { 'MUG-WHITE': 4, CAP: 2 }, shipments: [{ state: 'assigned' }] });
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
