import { codeRoutes, seedCodes, type Code, type Seed } from './codes.ts';
import { ok } from './routing.ts';
import { startPeer, type Peer, type PeerOptions } from './server.ts';
import { wmsControls } from './wms-controls.ts';
import type { WmsOrder, WmsRule } from './wms-documents.ts';
import { openWmsOrderBook } from './wms-orders.ts';
import { openFloor, ORDERS } from './wms-work.ts';

const TABLES = ['items', 'warehouses', 'services', 'carriers'] as const;

export interface SandboxWmsOptions extends PeerOptions {
  /** items {code, name}, warehouses, services {code, name, carrier}, carriers. */
  readonly seed?: Seed;
  readonly rules?: readonly WmsRule[];
}

export interface WmsBooks {
  readonly fulfillmentOrders: readonly WmsOrder[];
  readonly items: readonly Code[];
  readonly warehouses: readonly Code[];
  readonly services: readonly Code[];
  readonly carriers: readonly Code[];
}

export type SandboxWms = Peer<WmsBooks>;

/** Starts the sandbox warehouse: fulfillment orders that are allocated, released, picked, packed and shipped, with tracking numbers, a change feed and webhooks. */
export function startSandboxWms(options: SandboxWmsOptions = {}): Promise<SandboxWms> {
  return startPeer<WmsBooks>(
    {
      name: 'wms',
      title: 'Sandbox WMS',
      kinds: { [ORDERS]: 'fulfillment-order' },
      open(desk) {
        const { books } = desk;
        seedCodes(books, TABLES, options.seed ?? {}, false);
        const floor = openFloor(desk, options.rules ?? []);
        const orders = openWmsOrderBook(desk, floor);
        return {
          routes: [
            ...codeRoutes(books, TABLES),
            ...orders.routes,
            ...wmsControls(books, floor, orders),
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
