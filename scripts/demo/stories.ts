import type { SandboxErp } from '../../agent/test/peers/erp.ts';
import type { SandboxWms } from '../../agent/test/peers/wms.ts';
import type { ErrorCode } from '../../agent/src/errors/codes.ts';
import type { ExceptionRow } from '../../agent/src/protocol/exceptions.ts';
import type { Site } from '../../e2e/setup/site.ts';
import { waitUntil } from '../../e2e/setup/wait-until.ts';
import { centsOf, EDITED, STORY_ORDERS, UNMAPPED_SKU, type Units } from './catalogue.ts';
import { cureMapping } from './mappings.ts';
import { step } from './say.ts';
import { shopBooks } from './seed-shop.ts';
import type { ThroughTheShop } from './through-the-shop.ts';

/** Who plays. Without a person (`headless`) the demo also decides what a person would; with one it waits, as long as it takes. */
export interface Cast {
  readonly site: Site;
  readonly shop: ThroughTheShop;
  readonly erp: SandboxErp;
  readonly wms: SandboxWms;
  readonly headless: boolean;
  readonly patienceMs: number;
}

/** What happens to one order beside the ordinary: `at` counts the orders from 0, `play` ends with the last thing that happens. */
export interface Story {
  readonly at: number;
  readonly title: string;
  readonly result: string;
  play(cast: Cast, id: number): Promise<void>;
}

export const STORIES: readonly Story[] = [
  {
    at: STORY_ORDERS.unmapped,
    title: 'A SKU that nobody has mapped',
    result: 'the order waited, the mapping was added, and it went on by itself',
    play: async (cast, id) => {
      await decides(cast, id, 'mapping.sku-missing', `map ${UNMAPPED_SKU}`, () => cast.shop.map(cureMapping()));
    },
  },
  {
    at: STORY_ORDERS.partial,
    title: 'A partial shipment',
    result: 'two parcels, two messages, and the first one says that it is only a part',
    play: () => Promise.resolve(),
  },
  {
    at: STORY_ORDERS.tooLate,
    title: 'A cancellation that comes too late',
    result: 'the parcel left all the same, was asked back, and was refunded and credited once when it was there',
    play: playTooLate,
  },
  {
    at: STORY_ORDERS.edit,
    title: 'An edit after the order was sent on',
    result: 'ERP and warehouse followed units, new line and address; one parcel, the new total to the cent',
    play: playEdit,
  },
  {
    at: STORY_ORDERS.return,
    title: 'A return',
    result: 'announced, received, approved; one credit memo in the ERP and one refund in the shop over the same amount',
    play: playReturn,
  },
];

async function playTooLate(cast: Cast, id: number): Promise<void> {
  const { shop, wms } = cast;
  await happens(cast, 'the parcel is packed', () => parcelOf(cast, id, 'packed'));
  step(`The customer cancels #${id}, but its parcel is already packed …`);
  await shop.edit(id, { status: 'cancelled' });
  await happens(cast, 'the agent says that it is too late', () => raised(cast, id, 'cancel.too-late'));
  await wms.control('/_advance', { reference: `shop:${id}/1`, to: 'shipped' });
  await decides(cast, id, 'order.shipped-more-than-wanted', 'choose “Ask for it back”', (row) => shop.decide(row.id, 'return'));
  await comesBack(cast, id);
  step(`The parcel of #${id} is back, and customer service refunds it in the shop …`);
  const { line_items: lines } = await shop.shopOrder(id);
  const units = lines.map((line) => ({ id: line.id, quantity: line.quantity, refund_total: decimal({ [line.sku]: line.quantity }) }));
  await shop.refund(id, {
    amount: decimal(Object.fromEntries(lines.map((line) => [line.sku, line.quantity]))),
    reason: 'Came back',
    line_items: units,
  });
  await repaid(cast, id);
}

async function playEdit(cast: Cast, id: number): Promise<void> {
  const { shop, wms } = cast;
  await happens(cast, 'the warehouse has it', () => parcelOf(cast, id, 'allocated', 'released'));
  step(`The customer of #${id} wants more, and has moved …`);
  const { line_items: lines } = await shop.shopOrder(id);
  await shop.edit(id, {
    shipping: { address_1: EDITED.street },
    line_items: Object.entries(EDITED.units).map(([sku, quantity]) => {
      const total = decimal({ [sku]: quantity });
      const line = lines.find((each) => each.sku === sku);
      return { ...(line ? { id: line.id } : { sku }), quantity, subtotal: total, total };
    }),
  });
  await happens(cast, 'the warehouse follows', () => {
    const order = parcelOf(cast, id, 'allocated', 'released');
    const units = Object.fromEntries((order?.lines ?? []).map((line) => [line.sku, Number(line.quantity)]));
    return order?.shipTo['line1'] === EDITED.street && isSame(units, EDITED.units);
  });
  await wms.control('/_hold', { reference: `shop:${id}/1`, hold: false });
}

async function playReturn(cast: Cast, id: number): Promise<void> {
  const { shop } = cast;
  await happens(cast, 'everything has left', async () => (await shop.order(id)).order.stage === 'completed');
  step(`The customer of #${id} sends one hoodie back …`);
  const [line] = (await shop.order(id)).order.lines;
  await shop.requestReturn(id, line?.id ?? '', '1', 'Does not fit');
  await comesBack(cast, id);
  await decides(cast, id, 'refund.to-approve', 'choose “Pay it back”', (row) => shop.decide(row.id, 'approve'));
  await repaid(cast, id);
}

/** The warehouse was told, and receives what was announced in good order. */
async function comesBack(cast: Cast, id: number): Promise<void> {
  const { wms } = cast;
  const notice = await happens(cast, 'the return is announced', () =>
    wms.books().returns.find(({ orderReference }) => orderReference === `shop:${id}`),
  );
  const lines = notice.lines.map(({ sku, quantity }) => ({ sku, units: quantity, condition: 'sellable' }));
  await wms.control('/_receive', { reference: notice.reference, lines });
}

/** The money went back once in the shop and once in the ERP. */
async function repaid(cast: Cast, id: number): Promise<void> {
  const { erp, site } = cast;
  await happens(cast, 'the refund is in the shop and in the ERP', async () => {
    const [row] = await shopBooks(site, [id]);
    return row?.refunds.length === 1 && erp.books().creditMemos.some(({ orderReference }) => orderReference === `shop:${id}`);
  });
}

function parcelOf({ wms }: Cast, id: number, ...statuses: readonly string[]) {
  return wms.books().fulfillmentOrders.find((order) => order.orderReference === `shop:${id}` && statuses.includes(order.status));
}

async function raised({ shop }: Cast, id: number, code: ErrorCode): Promise<ExceptionRow | undefined> {
  const { items } = await shop.exceptions();
  return items.find((row) => row.code === code && row.orderId === String(id));
}

/** Waits for the question, and answers it when there is nobody else to do so. */
async function decides(
  cast: Cast,
  id: number,
  code: ErrorCode,
  label: string,
  answer: (row: ExceptionRow) => Promise<void>,
): Promise<void> {
  const row = await happens(cast, `order ${id} asks a person (${code})`, () => raised(cast, id, code));
  step(`#${row.orderNumber ?? id} waits for a person, as it should: ${row.message}`);
  if (!cast.headless) return step(`        In Exceptions, ${label}.`);
  await answer(row);
}

function happens<T>({ headless, patienceMs }: Cast, what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  return waitUntil(look, { what, every: 200, within: headless ? patienceMs : Number.POSITIVE_INFINITY });
}

/** What so many units cost, as the shop writes it. */
function decimal(units: Units): string {
  return (centsOf(units, 0) / 100).toFixed(2);
}

function isSame(a: Units, b: Units): boolean {
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([sku, n]) => b[sku] === n);
}
