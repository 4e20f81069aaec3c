import { afterEach, describe, expect, it } from 'vitest';
import type { OrderSpec } from '../peers/store-order.ts';
import { agreed, booksSettled, completed, cured, detailOf, exceptionOf, openExceptions, retry, stageOf } from '../support/look.ts';
import { gate, until } from '../support/until.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
const open = async (options?: WorldOptions): Promise<World> => (world = await startWorld(options));
afterEach(() => world.close());

const CAP = { lines: [{ sku: 'CAP', quantity: 1, cents: 900 }] };
const place = (spec: OrderSpec = {}): number => world.store.placeOrder({ ...CAP, feeCents: 0, discountPercent: 0, ...spec }).id;
const booked = (id: number) => world.erp.books().salesOrders.find(({ reference }) => reference === `shop:${id}`);
const fulfillmentOf = (id: number) => world.wms.books().fulfillmentOrders.find(({ orderReference }) => orderReference === `shop:${id}`);

/** A good order that was placed after the bad one goes all the way; the bad one is nowhere but among the exceptions. */
async function othersGoOn(bad: number): Promise<void> {
  const good = place();
  await completed(world, [good]);
  expect(booked(bad)).toBeUndefined();
  await agreed(world, new Set([String(bad)]));
}

describe('an order that may not go on as it is', () => {
  it.each<[string, string, OrderSpec, RegExp]>([
    ['has a SKU that nobody knows', 'mapping.sku-missing', { lines: [{ sku: 'NEVER-SEEN', quantity: 1, cents: 100 }] }, /NEVER-SEEN/],
    [
      'has a product without a SKU',
      'order.line-without-sku',
      { lines: [{ sku: '', name: 'Gift', quantity: 1, cents: 100, productId: 77 }] },
      /Gift.*77/,
    ],
    [
      'has a shipping method without a service',
      'mapping.shipping-method-missing',
      { shipping: { method: 'drone', title: 'Drone', cents: 900 } },
      /drone/,
    ],
    [
      'is not paid',
      'order.unpaid',
      { order: { date_paid_gmt: null, payment_method: 'bacs', payment_method_title: 'Bank transfer', transaction_id: '' } },
      /Bank transfer/,
    ],
    [
      'has no address',
      'order.address-incomplete',
      {
        order: {
          shipping: {
            first_name: '',
            last_name: '',
            company: '',
            address_1: '',
            address_2: '',
            city: '',
            state: '',
            postcode: '',
            country: '',
          },
          billing: {
            first_name: '',
            last_name: '',
            company: '',
            address_1: '',
            address_2: '',
            city: '',
            state: '',
            postcode: '',
            country: '',
            email: 'x@shop.example',
            phone: '',
          },
        },
      },
      /street/,
    ],
    ['is in a currency that the ERP does not take', 'order.currency-unsupported', { order: { currency: 'JPY' } }, /JPY/],
    ['does not tie by one cent', 'money.does-not-tie', { taxPercent: 0, shipping: null, order: { total: '9.01' } }, /0\.01 EUR/],
    ['has no lines', 'order.no-lines', { lines: [], shipping: null }, /no lines/],
  ])('because it %s is told as %s, with its values, and holds up nobody', async (_why, code, spec, words) => {
    await open({ orders: { currencies: ['EUR', 'USD'] } });
    const bad = place(spec);
    const row = await exceptionOf(world, code, bad);
    expect(row.message).toMatch(words);
    await othersGoOn(bad);
    const detail = (await detailOf(world, bad))!;
    expect(detail.order.stage).toBe('blocked');
    expect(detail.trace.map(({ detail: words }) => words)).toContain(row.message);
    await until('the shop shows it', () =>
      world.store.books().mirror.some((mirror) => mirror['order_id'] === bad && mirror['attention'] === true),
    );
  });

  it('because it costs nothing goes on when a person releases it', async () => {
    await open();
    const free = place({ taxPercent: 0, shipping: null, lines: [{ sku: 'CAP', quantity: 1, cents: 0 }] });
    const row = await exceptionOf(world, 'order.zero-total', free);
    expect(row.retriable).toBe(1);
    await othersGoOn(free);
    await retry(world, free);
    await completed(world, [free]);
    await cured(world, free);
    await agreed(world);
  });

  it('because it has ten thousand lines is parked, and the agent keeps its pace', async () => {
    await open();
    const lines = Array.from({ length: 10_000 }, () => ({ sku: 'CAP', quantity: 1, cents: 100 }));
    const huge = place({ lines });
    const good = place();
    await completed(world, [good]);
    const row = await exceptionOf(world, 'order.too-many-lines', huge);
    expect(row.message).toMatch(/10000 lines/);
    await othersGoOn(huge);
  });

  it('goes on by itself once the shop has put it right', async () => {
    await open();
    const unpaid = place({ order: { date_paid_gmt: null, payment_method: 'bacs', transaction_id: '' } });
    await exceptionOf(world, 'order.unpaid', unpaid);
    world.store.updateOrder(unpaid, { date_paid_gmt: new Date().toISOString().slice(0, 19), transaction_id: 'TRX-1' });
    await completed(world, [unpaid]);
    await cured(world, unpaid);
    await agreed(world);
  });

  it('waits without alarm while its payment is pending', async () => {
    await open();
    const pending = place({ order: { status: 'pending', date_paid_gmt: null } });
    await until('the agent knows it', async () => (await stageOf(world, pending)) === 'ignored');
    await othersGoOn(pending);
    expect(await openExceptions(world)).toEqual([]);
    world.store.updateOrder(pending, { status: 'processing', date_paid_gmt: new Date().toISOString().slice(0, 19) });
    await completed(world, [pending]);
  });

  it('because the shop sends it in an unreadable shape is parked with its raw payload', async () => {
    await open();
    const broken = place({ order: { line_items: 'none', total: 'free' } });
    const row = await exceptionOf(world, 'document.unreadable', broken);
    await completed(world, [place()]);
    expect(booked(broken)).toBeUndefined();
    const [envelope] = await world.agent.database.read
      .selectFrom('envelopes')
      .selectAll()
      .where('foreign_id', '=', String(broken))
      .execute();
    expect(envelope).toMatchObject({ state: 'parked', payload: expect.stringContaining('"free"') });
    expect(row.source).toBe(`envelope/${envelope!.id}`);
    world.store.updateOrder(broken, {
      line_items: [
        {
          id: 1,
          name: 'Cap',
          product_id: 5,
          variation_id: 0,
          quantity: 1,
          subtotal: '9.00',
          subtotal_tax: '0.00',
          total: '9.00',
          total_tax: '0.00',
          taxes: [],
          meta_data: [],
          sku: 'CAP',
        },
      ],
      shipping_lines: [],
      tax_lines: [],
      total: '9.00',
      total_tax: '0.00',
      shipping_total: '0.00',
      shipping_tax: '0.00',
      cart_tax: '0.00',
    });
    await completed(world, [broken]);
    expect(await openExceptions(world)).toEqual([]);
  });
});

describe('names from all over the world', () => {
  it('arrive unharmed at the ERP and on the parcel', async () => {
    await open();
    const person = {
      first_name: 'محمد 🎈👨‍👩‍👧',
      last_name: 'بن‌علی — Ångström',
      company: '株式会社 <b>"&amp;"</b>',
      address_1: 'רחוב הרצל ‏5',
      address_2: '',
      city: 'Łódź',
      state: '',
      postcode: '٩٠-001',
      country: 'PL',
      phone: '',
    };
    const id = place({
      lines: [{ sku: 'CAP', name: 'Čepice 🧢 “ručně”', quantity: 1, cents: 900 }],
      order: { shipping: person, billing: { ...person, email: 'm@shop.example' }, customer_note: 'Zvoňte 2× 🙏\nمن فضلك' },
    });
    await completed(world, [id]);
    await agreed(world);
    const expected = {
      firstName: person.first_name,
      lastName: person.last_name,
      company: person.company,
      line1: person.address_1,
      city: 'Łódź',
      postcode: '٩٠-001',
    };
    expect(booked(id)).toMatchObject({
      billTo: expected,
      shipTo: expected,
      note: 'Zvoňte 2× 🙏\nمن فضلك',
      lines: [{ description: 'Čepice 🧢 “ručně”' }],
    });
    expect(fulfillmentOf(id)).toMatchObject({ shipTo: expected, lines: [{ name: 'Čepice 🧢 “ručně”' }] });
    expect(world.erp.books().customers).toMatchObject([{ name: `${person.first_name} ${person.last_name}`, company: person.company }]);
  });
});

describe('an order that the ERP does not want', () => {
  it('because of its customer is told in the words of the ERP, and goes on after a retry when that is settled', async () => {
    await open();
    const billing = {
      first_name: 'REFUSE',
      last_name: 'Me',
      company: '',
      address_1: 'Mill Lane 1',
      address_2: '',
      city: 'Leeds',
      state: '',
      postcode: 'LS1',
      country: 'GB',
      email: 'refuse@shop.example',
      phone: '',
    };
    const bad = place({ order: { billing } });
    expect((await exceptionOf(world, 'erp.customer-refused', bad)).message).toContain('credit department');
    await othersGoOn(bad);
    world.store.updateOrder(bad, { billing: { ...billing, first_name: 'Release' } });
    await completed(world, [bad]);
    await cured(world, bad);
    await agreed(world);
  });

  it('because it comes to another total shows both sums and books nothing', async () => {
    await open();
    await world.erp.control('/_seed', { taxes: [{ code: 'VAT20', name: 'VAT', rate: '19' }] });
    const bad = place();
    const row = await exceptionOf(world, 'money.total-differs', bad);
    expect(row.message).toMatch(/16\.68 EUR.*16\.54 EUR/);
    expect(booked(bad)).toBeUndefined();
    await world.erp.control('/_seed', { taxes: [{ code: 'VAT20', name: 'VAT', rate: '20' }] });
    await retry(world, bad);
    await completed(world, [bad]);
    await cured(world, bad);
    await agreed(world);
  });

  it('because it has no stock is shown as backordered, and goes on by itself when goods come in', async () => {
    await open();
    await world.erp.control('/_seed', { items: [{ code: 'ERP-1007', name: 'Cap', stock: { WH1: 0 } }] });
    const short = place();
    expect((await exceptionOf(world, 'erp.backordered', short)).message).toContain('CAP');
    await world.erp.control('/_seed', { items: [{ code: 'ERP-1007', name: 'Cap', stock: { WH1: 5 } }] });
    await completed(world, [short]);
    await cured(world, short);
    await agreed(world);
  });
});

describe('an order that changes after it was sent on', () => {
  it('in the trash is taken back like a cancelled one', async () => {
    await open({ wms: { rules: [{ hold: true }] } });
    const id = place();
    await until('the warehouse has it', () => fulfillmentOf(id));
    world.store.trashOrder(id);
    await until('both have given it up', () => booked(id)!.status === 'cancelled' && fulfillmentOf(id)!.status === 'cancelled');
    await agreed(world);
  });

  it('deleted for good is taken back too, and its parcels are never told to anybody', async () => {
    await open({ wms: { rules: [{ hold: true }] } });
    const id = place();
    await until('the warehouse has it', () => fulfillmentOf(id));
    world.store.deleteOrder(id);
    await until('both have given it up', () => booked(id)!.status === 'cancelled' && fulfillmentOf(id)!.status === 'cancelled');
    expect((await detailOf(world, id))!.order.storeStatus).toBe('deleted');
  });

  it('deleted after it was picked asks a person', async () => {
    await open({ wms: { rules: [{ hold: true }] } });
    const id = place();
    const { reference } = await until('the warehouse has it', () => fulfillmentOf(id));
    await world.wms.control('/_advance', { reference, to: 'packed' });
    world.store.deleteOrder(id);
    await exceptionOf(world, 'cancel.too-late', id);
    expect(booked(id)!.status).toBe('reserved');
  });

  it('in its note reaches the ERP by itself, and the warehouse is asked for the order as it is now', async () => {
    // The agent must not hear of the reservation before it has read the change.
    await open({ erp: { work: 10 }, connection: { timeoutMs: 120_000 } });
    const told = gate();
    world.erp.fault({ mode: 'slow', method: 'GET', path: '/sales-orders', delayMs: 120_000, until: told.passed });
    const id = place();
    await until('the ERP has it', () => booked(id));
    world.store.updateOrder(id, { customer_note: 'Engrave “Ada” please' });
    await until('the ERP has the change', () => booked(id)!.note !== '');
    world.erp.clearFault();
    told.open();
    await completed(world, [id]);
    await cured(world, id);
    expect(booked(id)!.note).toBe('Engrave “Ada” please');
    expect(fulfillmentOf(id)!.note).toBe('Engrave “Ada” please');
  });
});

describe('many bad orders among good ones', () => {
  it('leave the good ones untouched and are all explained', async () => {
    await open();
    const bad: OrderSpec[] = [
      { lines: [{ sku: 'NO', quantity: 1, cents: 100 }] },
      { order: { total: '1.00' } },
      { order: { date_paid_gmt: null, payment_method: 'bacs', transaction_id: '' } },
    ];
    const good: number[] = [];
    const explained = new Set<string>();
    for (let n = 0; n < 45; n += 1) {
      if (n % 3 === 0) explained.add(String(place(bad[(n / 3) % 3]!)));
      else good.push(place());
    }
    await completed(world, good);
    await booksSettled(world, explained);
    const open_ = await openExceptions(world);
    expect(new Set(open_.map((row) => row.order_id))).toEqual(explained);
  });
});
