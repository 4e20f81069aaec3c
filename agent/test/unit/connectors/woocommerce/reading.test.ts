import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Page, Reader, Session } from '../../../../src/connector/contract.ts';
import { woocommerce } from '../../../../src/connectors/woocommerce/index.ts';
import { WooCommerceSettings } from '../../../../src/connectors/woocommerce/settings.ts';
import { startSandboxStore, type SandboxStore } from '../../../peers/sandbox-store.ts';
import { testTools, type TestTools } from '../../../support/tools.ts';

let store: SandboxStore;
let tools: TestTools;
let session: Session;
let reader: Reader;
beforeEach(async () => {
  store = await startSandboxStore();
  tools = testTools('shop');
  session = await woocommerce.connect(WooCommerceSettings.parse(store.settings), tools);
  const found = session.readers['sales-order'];
  if (!found) throw new Error('no reader');
  reader = found;
});
afterEach(async () => {
  await tools.close();
  await store.close();
});

async function sweep(cursor: string | null): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of reader.read(cursor)) pages.push(page);
  return pages;
}
const ids = (pages: readonly Page[]): string[] => pages.flatMap((page) => page.documents.map(({ id }) => id));
const modified = (id: number, time: string): void => store.updateOrder(id, { date_modified_gmt: time });
const place = (count: number): number[] => Array.from({ length: count }, () => store.placeOrder().id);

describe('the sweep', () => {
  it('ends and reads each order once when far more than a page changed in one second', async () => {
    const placed = place(350);
    for (const id of placed) modified(id, '2026-11-01T10:00:00');
    expect(ids(await sweep(null)).toSorted()).toEqual(placed.map(String).toSorted());
  });

  it('moves on by the time of change, page by page', async () => {
    const placed = place(250);
    placed.forEach((id, at) => modified(id, new Date(Date.UTC(2026, 10, 1, 10, 0, Math.floor(at / 30))).toISOString().slice(0, 19)));
    const pages = await sweep(null);
    expect(ids(pages)).toEqual(placed.map(String));
    expect(pages.at(-1)?.cursor).toBe('{"any":"2026-11-01T10:00:08","trash":null}');
  });

  it('looks back over the overlap, because an order may change again within the second of the cursor', async () => {
    const [first = 0] = place(1);
    modified(first, '2026-11-01T10:00:00');
    const cursor = (await sweep(null)).at(-1)?.cursor ?? null;
    const [second = 0] = place(1);
    modified(second, '2026-11-01T10:00:00');
    expect(ids(await sweep(cursor))).toContain(String(second));
  });

  it('sees orders in the trash, which the shop lists apart', async () => {
    const [kept = 0, trashed = 0] = place(2);
    store.trashOrder(trashed);
    const documents = (await sweep(null)).flatMap((page) => page.documents);
    expect(documents.map(({ id }) => id)).toEqual([String(kept), String(trashed)]);
    expect(documents.map((document) => reader.toCanonical(document, tools.connection))).toMatchObject([{}, { status: 'trashed' }]);
  });

  it('keeps its place when nothing has changed', async () => {
    expect(await sweep(null)).toEqual([]);
  });
});

describe('the feed', () => {
  it('gives changed orders as they are now, also those that are gone', async () => {
    const [kept = 0, trashed = 0, deleted = 0] = place(3);
    store.updateOrder(kept, { status: 'completed' });
    store.trashOrder(trashed);
    store.deleteOrder(deleted);
    const page = await reader.claim?.(10);
    const orders = page?.documents.map((document) => reader.toCanonical(document, tools.connection));
    expect(orders).toMatchObject([
      { id: String(kept), status: 'completed' },
      { id: String(trashed), status: 'trashed' },
      { id: String(deleted), status: 'deleted' },
    ]);
  });

  it('keeps an order that changed again between claim and acknowledgement', async () => {
    const [id = 0] = place(1);
    const page = await reader.claim?.(10);
    store.updateOrder(id, { customer_note: 'Leave it with the neighbour.' });
    await page?.acknowledge?.();
    expect(ids([(await reader.claim?.(10)) ?? { documents: [], cursor: null }])).toEqual([String(id)]);
  });

  it('passes over products without leaving them in the way', async () => {
    for (let id = 1; id <= 5; id += 1) store.touchProduct(id);
    const [order = 0] = place(1);
    const page = await reader.claim?.(2);
    expect(page?.documents.map(({ id }) => id)).toEqual([String(order)]);
    await page?.acknowledge?.();
    expect(store.books().feed).toBe(0);
  });

  it('reads more orders than fit on a page of the shop', async () => {
    const placed = place(230);
    expect((await reader.claim?.(500))?.documents.map(({ id }) => id)).toEqual(placed.map(String));
  });

  it('does not let one order over which the shop stumbles hold up the others', async () => {
    const [first, broken, last] = place(3);
    store.fault({ mode: 'always-fail', path: String(broken) });
    const page = await reader.claim?.(10);
    expect(page?.documents.map(({ id }) => id).toSorted()).toEqual([first, broken, last].map(String));
    const stumbled = page?.documents.find(({ id }) => id === String(broken));
    if (!stumbled) throw new Error('missing');
    expect(() => reader.toCanonical(stumbled, tools.connection)).toThrow(expect.objectContaining({ code: 'store.order-unreadable' }));
  });

  it('gives up the page when the shop fails for every order', async () => {
    place(3);
    store.fault({ mode: 'always-fail', path: '/wc/v3/' });
    await expect(reader.claim?.(10)).rejects.toMatchObject({ code: 'connection.server-error' });
  });
});

describe('the connection', () => {
  it('says that a copied shop stays silent', async () => {
    store.fence(true);
    expect(await session.check()).toMatchObject({ ok: false, message: expect.stringContaining('is a copy') });
    await expect(reader.claim?.(10)).rejects.toMatchObject({ name: 'ConfigurationError', code: 'store.fenced' });
  });

  it('says that the clocks differ by more than two minutes', async () => {
    const late = { ...tools, now: () => Date.now() - 180_000 };
    const told = await (await woocommerce.connect(WooCommerceSettings.parse(store.settings), late)).check();
    expect(told).toMatchObject({ ok: false, message: expect.stringMatching(/3 minutes ahead/) });
  });

  it('signs for the home URL although another address is dialled', async () => {
    const port = new URL(store.url).port;
    const settings = WooCommerceSettings.parse({ ...store.settings, url: `http://shop.invalid:${port}`, dial: `127.0.0.1:${port}` });
    const pinned = await woocommerce.connect(settings, tools);
    expect(await pinned.check()).toMatchObject({ ok: false, message: expect.stringMatching(/home URL/) });
    const right = WooCommerceSettings.parse({ ...store.settings, dial: `127.0.0.1:${port}` });
    expect(await (await woocommerce.connect(right, tools)).check()).toMatchObject({ ok: true });
  });
});
