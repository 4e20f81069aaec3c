import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { createFaultSwitch, jsonAnswer, sendAnswer, underFault, type Answer, type FaultSpec, type FaultSwitch } from './faults.ts';
import { listen, readBody, stop } from './listening.ts';
import { Refusal, text } from './routing.ts';
import { createDoorbell } from './store-doorbell.ts';
import { createOAuthCheck, type OAuthCheck } from './store-oauth.ts';
import { addLine, editQuantity, giveStockBack } from './store-edits.ts';
import type { LineSpec, OrderSpec, WooOrder } from './store-order.ts';
import { pluginRoutes } from './store-plugin.ts';
import { partsOf, worth, type RefundSpec, type StoreRefundRow } from './store-refunds.ts';
import { refuse, wooRoutes, type StoreRoute } from './store-rest.ts';
import { createShopBooks, type GatewayCall, type ShopBooks, type StoreEmail, type StoreNote, type StoreShipment } from './store-shop.ts';
import { createWaits, draw, type Span, type Waits } from './waits.ts';

export interface SandboxStoreOptions {
  readonly port?: number;
  /** How long each answer takes (ms). Default 0. */
  readonly latencyMs?: Span;
  readonly consumerKey?: string;
  readonly consumerSecret?: string;
  readonly sharedSecret?: string;
  /** Where the doorbell rings; null rings nowhere. Pairing sets it. */
  readonly agentUrl?: string | null;
}

export interface StoreBooks {
  readonly orders: readonly WooOrder[];
  readonly shipments: readonly StoreShipment[];
  readonly mirror: readonly Readonly<Record<string, unknown>>[];
  readonly notes: readonly StoreNote[];
  readonly refunds: readonly StoreRefundRow[];
  /** What went out to customers, in sequence. */
  readonly emails: readonly StoreEmail[];
  /** Real money that went back. */
  readonly gateway: readonly GatewayCall[];
  /** Rows of the feed that nobody has acknowledged yet. */
  readonly feed: number;
}

export interface StoreCounts {
  readonly orders: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly shipments: number;
  readonly mirrored: number;
  readonly feed: number;
}

export interface SandboxStore {
  readonly url: string;
  readonly port: number;
  /** Settings of a connection to this shop. */
  readonly settings: { readonly url: string; readonly consumerKey: string; readonly consumerSecret: string; readonly sharedSecret: string };
  placeOrder(spec?: OrderSpec): WooOrder;
  /** Changes fields of a wc/v3 order as somebody in the shop would. */
  updateOrder(id: number, patch: Readonly<Record<string, unknown>>): void;
  /** Sells another quantity of a line, at its price; 0 takes the line out. */
  editLine(id: number, lineId: number, quantity: number): void;
  /** Adds a line to an order; answers with its id. */
  addLine(id: number, line: LineSpec): number;
  /** Changes fields of the shipping address (first_name, address_1, city, postcode, country …). */
  editShipping(id: number, address: Readonly<Record<string, string>>): void;
  /** Cancels as somebody in the shop would: the units go back on the shop's shelf. */
  cancelOrder(id: number): void;
  /** Refunds as somebody in the shop would; answers with the refund's id. */
  refund(id: number, spec: RefundSpec): number;
  deleteRefund(refundId: number): void;
  /** From now on the gateway refuses to pay back, with this reason; null makes it pay again. */
  gatewayRefuses(reason: string | null): void;
  trashOrder(id: number): void;
  deleteOrder(id: number): void;
  /** Puts a row for a changed product into the feed. */
  touchProduct(id: number): void;
  /** A one-time code for POST pair. */
  pairingCode(): string;
  /** The user of the agent's key loses a capability: `plugin` closes our plugin's routes, `all` everything, null gives all back. */
  revoke(what: 'plugin' | 'all' | null): void;
  /** The site becomes a copy: every route of the plugin but /site refuses. */
  fence(closed: boolean): void;
  ringAt(agentUrl: string | null): void;
  /** A copy of everything; costly with thousands of orders. */
  books(): StoreBooks;
  /** The same as numbers, cheap enough to be asked all the time. */
  counts(): StoreCounts;
  fault(spec: FaultSpec): void;
  clearFault(): void;
  close(): Promise<void>;
}

interface Desk {
  readonly shop: ShopBooks;
  readonly routes: readonly StoreRoute[];
  readonly oauth: OAuthCheck;
  readonly faults: FaultSwitch;
  readonly waits: Waits;
  readonly latency: Span;
  fenced: boolean;
  revoked: 'plugin' | 'all' | null;
  code: string | null;
  agentUrl: string | null;
}

const PREFIX = '/wp-json';

/** A fast stand-in for a shop with the plugin: real HTTP, real signatures, books in memory. It knows nothing of the agent but the doorbell's address. */
export async function startSandboxStore(options: SandboxStoreOptions = {}): Promise<SandboxStore> {
  const consumerKey = options.consumerKey ?? 'ck_sandbox';
  const consumerSecret = options.consumerSecret ?? 'cs_sandbox';
  const sharedSecret = options.sharedSecret ?? 'sandbox-shared-secret';
  let url = '';
  const doorbell = createDoorbell(
    () => desk.agentUrl,
    () => sharedSecret,
  );
  const shop = createShopBooks(() => doorbell.ring());
  const site = (): object => siteOf(url, desk.fenced);
  const pairing: StoreRoute = {
    method: 'POST',
    path: /^\/wc-crossdock\/v1\/pair$/,
    run: ({ body }) => {
      redeem(desk, body);
      return { consumer_key: consumerKey, consumer_secret: consumerSecret, shared_secret: sharedSecret, site: site() };
    },
  };
  const desk: Desk = {
    shop,
    routes: [...wooRoutes(shop), ...pluginRoutes(shop, site), pairing],
    oauth: createOAuthCheck(() => url, consumerKey, consumerSecret),
    faults: createFaultSwitch(),
    waits: createWaits(),
    latency: options.latencyMs ?? 0,
    fenced: false,
    revoked: null,
    code: null,
    agentUrl: options.agentUrl ?? null,
  };
  const server = createServer((incoming, response) => {
    serve(desk, incoming).then(
      (answer) => sendAnswer(response, answer),
      (cause: unknown) => sendAnswer(response, jsonAnswer(500, { code: 'internal_server_error', message: String(cause) })),
    );
  });
  const port = await listen(server, options.port ?? 0);
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    settings: { url, consumerKey, consumerSecret, sharedSecret },
    ...shopFloor(desk),
    async close() {
      desk.agentUrl = null;
      desk.waits.close();
      await stop(server);
      await doorbell.close();
    },
  };
}

type ShopFloor = Omit<SandboxStore, 'url' | 'port' | 'settings' | 'close'>;

function shopFloor(desk: Desk): ShopFloor {
  const { shop, faults } = desk;
  return {
    placeOrder: (spec = {}) => structuredClone(shop.place(spec)),
    updateOrder: (id, patch) => void shop.update(id, patch, 'status' in patch ? 'status' : 'updated'),
    editLine: (id, lineId, quantity) => shop.edit(id, (order) => editQuantity(order, lineId, quantity)),
    addLine(id, line) {
      let added = 0;
      shop.edit(id, (order) => void (added = addLine(order, line).id));
      return added;
    },
    editShipping: (id, address) => shop.edit(id, (order) => void (order['shipping'] = { ...(order['shipping'] as object), ...address })),
    cancelOrder: (id) =>
      shop.edit(
        id,
        (order) => {
          order.status = 'cancelled';
          giveStockBack(order);
        },
        'status',
      ),
    refund: (id, spec) => refundByHand(shop, id, spec),
    deleteRefund: (refundId) => shop.deleteRefund(refundId),
    gatewayRefuses: (reason) => void (shop.gatewayRefuses = reason),
    trashOrder: (id) => void shop.update(id, { status: 'trash' }, 'trashed'),
    deleteOrder: (id) => shop.delete(id),
    touchProduct: (id) => shop.feed.put('product', id, 'stock'),
    pairingCode: () => (desk.code = randomBytes(4).toString('hex').toUpperCase()),
    revoke: (what) => void (desk.revoked = what),
    fence: (closed) => void (desk.fenced = closed),
    ringAt: (agentUrl) => void (desk.agentUrl = agentUrl),
    books: () => booksOf(shop),
    counts: () => countsOf(shop),
    fault: (spec) => faults.set(spec),
    clearFault: () => faults.clear(),
  };
}

function refundByHand(shop: ShopBooks, id: number, spec: RefundSpec): number {
  const parts = partsOf(shop.order(id), spec);
  const { reason = '', restock = true, callGateway = false } = spec;
  return shop.refund(id, { amount: spec.cents ?? worth(parts), parts, reason, restock, callGateway, reference: null }).id;
}

function booksOf(shop: ShopBooks): StoreBooks {
  return structuredClone({
    orders: [...shop.orders.values()],
    shipments: [...shop.shipments.values()],
    mirror: [...shop.mirror.values()],
    notes: shop.notes,
    refunds: [...shop.refunds.values()],
    emails: shop.emails,
    gateway: shop.gateway,
    feed: shop.feed.size,
  });
}

function countsOf(shop: ShopBooks): StoreCounts {
  const byStatus: Record<string, number> = {};
  for (const { status } of shop.orders.values()) byStatus[status] = (byStatus[status] ?? 0) + 1;
  return { orders: shop.orders.size, byStatus, shipments: shop.shipments.size, mirrored: shop.mirror.size, feed: shop.feed.size };
}

async function serve(desk: Desk, incoming: IncomingMessage): Promise<Answer | null> {
  const body = await readBody(incoming);
  const call = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', body };
  if (call.path.startsWith('/_')) return control(desk, call);
  await desk.waits.wait(draw(desk.latency));
  return underFault(desk.faults.take({ ...call, path: withoutSignature(call.path) }), desk.waits.wait, () =>
    Promise.resolve(answer(desk, call)),
  );
}

/** A fault is meant for what is asked, not for the random numbers of a signature. */
function withoutSignature(path: string): string {
  return path.replace(/([?&])oauth_\w+=[^&]*/g, '$1');
}

function answer(desk: Desk, call: { method: string; path: string; body: string }): Answer {
  const [path = '/', search = ''] = call.path.split('?');
  const query = new URLSearchParams(search);
  const route = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path;
  try {
    if (!route.endsWith('/pair')) {
      const refusal = desk.oauth.refusal(call.method, path, query);
      if (refusal) refuse(401, refusal.code, refusal.message);
    }
    if (desk.revoked === 'all' || (desk.revoked === 'plugin' && route.startsWith('/wc-crossdock/') && !route.endsWith('/pair'))) {
      refuse(403, 'rest_forbidden', 'Sorry, you are not allowed to do that.');
    }
    if (desk.fenced && route.startsWith('/wc-crossdock/') && !/\/(site|pair)$/.test(route)) {
      refuse(423, 'crossdock_fenced', 'This site is a copy of the shop that was paired, so it stays silent.');
    }
    for (const { method, path: pattern, run } of desk.routes) {
      const match = method === call.method ? pattern.exec(route) : null;
      if (match) return jsonAnswer(200, run({ query, body: parseBody(call.body), match }));
    }
    return refuse(404, 'rest_no_route', 'No route was found matching the URL and request method.');
  } catch (cause) {
    if (cause instanceof Refusal) return jsonAnswer(cause.status, cause.body);
    throw cause;
  }
}

function parseBody(body: string): Record<string, unknown> {
  if (body === '') return {};
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return refuse(400, 'rest_invalid_json', 'Invalid JSON body passed.');
  }
}

/** Controls for people and benches in another process: POST /_place {count, spec}, /_edit {id, line, quantity}, /_cancel {id}, /_refund {id, spec}, /_ring {url}, /_fault, GET /_books, /_counts. */
function control(desk: Desk, call: { path: string; body: string }): Answer {
  const body = parseBody(call.body);
  const floor = shopFloor(desk);
  if (call.path === '/_place') {
    const made = Array.from({ length: Number(body['count'] ?? 1) }, () => desk.shop.place((body['spec'] ?? {}) as OrderSpec).id);
    return jsonAnswer(200, { ids: made });
  }
  if (call.path === '/_edit') floor.editLine(Number(body['id']), Number(body['line']), Number(body['quantity']));
  if (call.path === '/_cancel') floor.cancelOrder(Number(body['id']));
  if (call.path === '/_refund') return jsonAnswer(200, { id: floor.refund(Number(body['id']), (body['spec'] ?? {}) as RefundSpec) });
  if (call.path === '/_fault') desk.faults.set(body as unknown as FaultSpec);
  if (call.path === '/_ring') desk.agentUrl = text(body, 'url') || null;
  if (call.path === '/_counts') return jsonAnswer(200, countsOf(desk.shop));
  return jsonAnswer(200, call.path === '/_books' ? booksOf(desk.shop) : { done: true });
}

function redeem(desk: Desk, body: Record<string, unknown>): void {
  if (desk.code === null || text(body, 'code') !== desk.code) {
    refuse(403, 'crossdock_code_invalid', 'This pairing code is wrong or no longer good. Make a new one in WooCommerce → Crossdock.');
  }
  desk.code = null;
  desk.agentUrl = text(body, 'agent_url');
}

function siteOf(url: string, fenced: boolean): object {
  return {
    site_id: 'sandbox-store',
    home_url: url,
    name: 'Sandbox shop',
    wordpress: '7.1.4',
    woocommerce: '11.0.1',
    plugin: '0.1.0',
    hpos: true,
    currency: 'EUR',
    timezone: 'UTC',
    tracking_adapter: 'own',
    fenced,
    time: new Date().toISOString(),
  };
}
