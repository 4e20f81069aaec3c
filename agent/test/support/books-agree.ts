import type { ErpBooks } from '../peers/erp.ts';
import type { ErpOrder } from '../peers/erp-documents.ts';
import type { StoreBooks } from '../peers/sandbox-store.ts';
import type { WooOrder } from '../peers/store-order.ts';
import type { WmsBooks } from '../peers/wms.ts';
import type { WmsOrder } from '../peers/wms-documents.ts';
import type { Peers } from './world.ts';

export interface AllBooks {
  readonly store: StoreBooks;
  readonly erp: ErpBooks;
  readonly wms: WmsBooks;
}

export function booksOf({ store, erp, wms }: Pick<Peers, 'store' | 'erp' | 'wms'>): AllBooks {
  return { store: store.books(), erp: erp.books(), wms: wms.books() };
}

/**
 * Where the books of the three parties do not agree, order by order: documents that stand twice, totals to the cent, units,
 * parcels, notes and states. Orders in `explained` need not be finished, but must not be doubled or wrong either.
 */
export function disagreements(books: AllBooks, explained: ReadonlySet<string> = new Set()): string[] {
  const found: string[] = [];
  const known = new Set(books.store.orders.map((order) => referenceOf(order)));
  for (const order of books.erp.salesOrders)
    if (!known.has(order.reference)) found.push(`${order.id}: the ERP has ${order.reference}, the shop not`);
  for (const order of books.store.orders) {
    const say = (what: string): void => void found.push(`order ${order.id} (${order.status}): ${what}`);
    checkOrder(books, order, explained.has(String(order.id)), say);
  }
  return found;
}

/** The books of a world, right now. */
export function booksAgree(peers: Pick<Peers, 'store' | 'erp' | 'wms'>, explained?: ReadonlySet<string>): string[] {
  return disagreements(booksOf(peers), explained);
}

type Say = (what: string) => void;

function referenceOf(order: WooOrder): string {
  return `shop:${order.id}`;
}

function checkOrder(books: AllBooks, order: WooOrder, explained: boolean, say: Say): void {
  const inErp = books.erp.salesOrders.filter(({ reference }) => reference === referenceOf(order));
  const inWms = books.wms.fulfillmentOrders.filter(({ orderReference }) => orderReference === referenceOf(order));
  const active = inWms.filter(({ status }) => status !== 'cancelled');
  if (inErp.length > 1) say(`the ERP has it ${inErp.length} times`);
  if (active.length > 1) say(`the warehouse has it ${active.length} times`);
  const [erp] = inErp;
  if (erp) checkMoney(order, erp, say);
  if (erp) checkMoneyBack(books.erp, erp, say);
  if (erp) checkUnits(order, erp.lines, 'the ERP', say);
  if (active[0]) checkUnits(order, active[0].lines, 'the warehouse', say);
  if (active[0] && !erp) say('the warehouse has it, the ERP not');
  checkParcels(books, order, erp, inWms, explained, say);
  const told = books.store.shipments.filter(({ orderId }) => orderId === order.id).map(({ shipmentId }) => shipmentId);
  const toldCompletely = told.length > 0 && active.every(({ shipments }) => shipments.every(({ id }) => told.includes(id)));
  if (!explained) checkFinished(order, erp, active, toldCompletely, say);
}

function checkMoney(order: WooOrder, erp: ErpOrder, say: Say): void {
  const [ours, theirs] = [cents(order.total), cents(erp.total)];
  if (ours !== theirs) say(`${order.total} in the shop, ${erp.total} in the ERP`);
  if (cents(order.total_tax) !== cents(erp.taxTotal)) say(`tax ${order.total_tax} in the shop, ${erp.taxTotal} in the ERP`);
  if (order.currency !== erp.currency) say(`${order.currency} in the shop, ${erp.currency} in the ERP`);
}

/** No return and no credit memo stands twice, and no more goes back than was sold. */
function checkMoneyBack(books: ErpBooks, erp: ErpOrder, say: Say): void {
  const ofOrder = <D extends { order: string; status: string }>(all: readonly D[]): D[] =>
    all.filter((one) => one.order === erp.id && one.status !== 'cancelled');
  const memos = ofOrder(books.creditMemos);
  const given = [...ofOrder(books.returnOrders), ...memos].map(({ reference }) => reference).filter((reference) => reference !== '');
  if (new Set(given).size !== given.length) say(`the ERP has a return or a credit memo twice: ${given.join(', ')}`);
  const back = memos.reduce((sum, { total }) => sum + cents(total), 0);
  if (back > cents(erp.total)) say(`the ERP pays ${back / 100} back for ${erp.total}`);
}

function checkUnits(order: WooOrder, lines: readonly { ref: string; quantity: string }[], where: string, say: Say): void {
  const theirs = Object.fromEntries(lines.map((line) => [line.ref, Number(line.quantity)]));
  const ours = Object.fromEntries(order.line_items.map((line) => [String(line.id), line.quantity]));
  if (lines.length !== order.line_items.length || !same(ours, theirs))
    say(`units ${JSON.stringify(ours)}, at ${where} ${JSON.stringify(theirs)}`);
}

function checkParcels(
  books: AllBooks,
  order: WooOrder,
  erp: ErpOrder | undefined,
  inWms: readonly WmsOrder[],
  explained: boolean,
  say: Say,
): void {
  const all = inWms.flatMap(({ shipments }) => shipments);
  // What was taken back never left; its notes were written all the same.
  const left = new Map(all.filter(({ voidedAt }) => voidedAt === null).map((shipment) => [shipment.id, shipment]));
  const takenBack = new Set(all.filter(({ voidedAt }) => voidedAt !== null).map(({ id }) => id));
  const atErp = (erp?.shipments ?? []).filter(({ voidedAt }) => voidedAt === null).map(({ id }) => id);
  const atShop = books.store.shipments.filter(({ orderId, voided }) => orderId === order.id && !voided);
  const notes = books.store.notes.filter(({ orderId, customer }) => orderId === order.id && customer);
  for (const id of [...atErp, ...atShop.map((one) => one.shipmentId)]) if (!left.has(id)) say(`parcel ${id} was told but never left`);
  if (new Set(atErp).size !== atErp.length) say(`the ERP booked a parcel twice: ${atErp.join(', ')}`);
  // Notes about something else (goods that are late) name no parcel.
  const numbers = all.flatMap(({ packages }) => packages.flatMap(({ trackingNumber }) => trackingNumber ?? []));
  const aboutParcels = notes.filter(({ text }) => numbers.some((number) => text.includes(number)));
  if (takenBack.size === 0 && aboutParcels.length !== atShop.length)
    say(`${atShop.length} parcels told to the customer in ${aboutParcels.length} notes`);
  for (const [id, shipment] of left) {
    const number = shipment.packages[0]?.trackingNumber ?? '(no number)';
    const told = notes.filter(({ text }) => text.includes(number)).length;
    if (told > 1) say(`parcel ${id} was noted ${told} times`);
    if (explained) continue;
    if (!atErp.includes(id)) say(`the ERP does not know parcel ${id}`);
    if (told !== 1) say(`the customer was not told of parcel ${id} (${number})`);
  }
}

function checkFinished(order: WooOrder, erp: ErpOrder | undefined, active: readonly WmsOrder[], toldCompletely: boolean, say: Say): void {
  if (['cancelled', 'trash', 'failed', 'refunded'].includes(order.status)) {
    // Told completely and cancelled afterwards: what left is no longer taken back, and everybody knows of it.
    if (erp?.status === 'closed' && toldCompletely) return;
    if (erp && erp.status !== 'cancelled') say(`the ERP still has it as ${erp.status}`);
    if (active.length > 0) say(`the warehouse still has it as ${active[0]?.status ?? ''}`);
    return;
  }
  if (order.status === 'pending' || order.status === 'on-hold') return;
  if (!erp) return say('the ERP does not have it');
  if (erp.status !== 'closed') say(`the ERP has it as ${erp.status}`);
  if (active.length === 0) say('the warehouse does not have it');
  for (const line of [...erp.lines, ...(active[0]?.lines ?? [])])
    if (Number(line.shipped) !== Number(line.quantity)) say(`${line.shipped} of ${line.quantity} × ${line.item} have left`);
  if (order.status !== 'completed') say('everything left, but the shop does not show it');
}

function cents(amount: string): number {
  return Math.round(Number(amount) * 100);
}

function same(a: Record<string, number>, b: Record<string, number>): boolean {
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);
}
