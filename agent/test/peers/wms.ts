import { codeRoutes, seedCodes, type Code, type Seed } from './codes.ts';
import { ok } from './routing.ts';
import { startPeer, type Peer, type PeerOptions } from './server.ts';
import { floorControls } from './wms-controls.ts';
import type { WmsOrder, WmsReturn, WmsReturnReceipt } from './wms-documents.ts';
import { openWmsOrderBook } from './wms-orders.ts';
import { parcelControls } from './wms-parcels.ts';
import { RETURN_RECEIPTS, returnRoutes, RETURNS } from './wms-returns.ts';
import type { WmsRule } from './wms-script.ts';
import { openFloor, ORDERS } from './wms-work.ts';

const TABLES = ['items', 'warehouses', 'services', 'carriers'] as const;

export interface SandboxWmsOptions extends PeerOptions {
  /** items {code, name, sku?, lot?, serials?: true}, warehouses, services {code, name, carrier}, carriers. */
  readonly seed?: Seed;
  readonly rules?: readonly WmsRule[];
}

export interface WmsBooks {
  readonly fulfillmentOrders: readonly WmsOrder[];
  /** Goods that were announced to come back. */
  readonly returns: readonly WmsReturn[];
  readonly returnReceipts: readonly WmsReturnReceipt[];
  readonly items: readonly Code[];
  readonly warehouses: readonly Code[];
  readonly services: readonly Code[];
  readonly carriers: readonly Code[];
}

export type SandboxWms = Peer<WmsBooks>;

/** Starts the sandbox warehouse: fulfillment orders that are allocated, released, picked, packed and shipped, returns that are announced and received, change feeds and webhooks. */
export function startSandboxWms(options: SandboxWmsOptions = {}): Promise<SandboxWms> {
  return startPeer<WmsBooks>(
    {
      name: 'wms',
      title: 'Sandbox WMS',
      kinds: { [ORDERS]: 'fulfillment-order', [RETURN_RECEIPTS]: 'return-receipt' },
      open(desk) {
        const { books } = desk;
        seedCodes(books, TABLES, options.seed ?? {}, false);
        const floor = openFloor(desk, options.rules ?? []);
        const orders = openWmsOrderBook(desk, floor);
        return {
          routes: [
            ...codeRoutes(books, TABLES),
            ...orders.routes,
            ...returnRoutes(books),
            ...floorControls(books, floor, orders),
            ...parcelControls(books, floor, orders),
            {
              method: 'POST',
              path: '/_seed',
              run: ({ body }) => {
                seedCodes(books, TABLES, body);
                floor.addRules((body['rules'] ?? []) as WmsRule[]);
                return ok({ seeded: true });
              },
            },
          ],
          books: () => ({
            fulfillmentOrders: [...books.table<WmsOrder>(ORDERS).values()],
            returns: [...books.table<WmsReturn>(RETURNS).values()],
            returnReceipts: [...books.table<WmsReturnReceipt>(RETURN_RECEIPTS).values()],
            items: [...books.table<Code>('items').values()],
            warehouses: [...books.table<Code>('warehouses').values()],
            services: [...books.table<Code>('services').values()],
            carriers: [...books.table<Code>('carriers').values()],
          }),
        };
      },
    },
    options,
  );
}
