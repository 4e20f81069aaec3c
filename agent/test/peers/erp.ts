import { codeRoutes, seedCodes, type Code, type Seed } from './codes.ts';
import { customerRoutes } from './erp-customers.ts';
import type { ErpCustomer, ErpOrder } from './erp-documents.ts';
import { openOrderBook } from './erp-orders.ts';
import { ok } from './routing.ts';
import { startPeer, type Peer, type PeerOptions } from './server.ts';

const TABLES = ['items', 'warehouses', 'taxes', 'carriers'] as const;

export interface SandboxErpOptions extends PeerOptions {
  /** items {code, name, stock?: {warehouse: count}}, warehouses, taxes {code, name, rate}, carriers. */
  readonly seed?: Seed;
}

export interface ErpBooks {
  readonly customers: readonly ErpCustomer[];
  readonly salesOrders: readonly ErpOrder[];
  readonly items: readonly Code[];
  readonly warehouses: readonly Code[];
  readonly taxes: readonly Code[];
  readonly carriers: readonly Code[];
}

export type SandboxErp = Peer<ErpBooks>;

/** Starts the sandbox ERP: customers, sales orders with reservation, shipments, a change feed and webhooks. */
export function startSandboxErp(options: SandboxErpOptions = {}): Promise<SandboxErp> {
  return startPeer<ErpBooks>(
    {
      name: 'erp',
      title: 'Sandbox ERP',
      kinds: { 'sales-orders': 'sales-order' },
      open(desk) {
        const { books } = desk;
        seedCodes(books, TABLES, options.seed ?? {}, false);
        const orders = openOrderBook(desk);
        return {
          routes: [
            ...codeRoutes(books, TABLES),
            ...customerRoutes(books),
            ...orders.routes,
            {
              method: 'POST',
              path: '/_seed',
              run: ({ body }) => {
                seedCodes(books, TABLES, body);
                orders.refuseCancel((body['refuseCancel'] ?? []) as string[]);
                orders.restock();
                return ok({ seeded: true });
              },
            },
          ],
          books: () => ({
            customers: [...books.table<ErpCustomer>('customers').values()],
            salesOrders: [...books.table<ErpOrder>('sales-orders').values()],
            items: [...books.table<Code>('items').values()],
            warehouses: [...books.table<Code>('warehouses').values()],
            taxes: [...books.table<Code>('taxes').values()],
            carriers: [...books.table<Code>('carriers').values()],
          }),
        };
      },
    },
    options,
  );
}
