import { codeRoutes, seedCodes, type Code, type Seed } from './codes.ts';
import { erpControls } from './erp-controls.ts';
import { creditRoutes, CREDITS } from './erp-credits.ts';
import { customerRoutes } from './erp-customers.ts';
import type { ErpCredit, ErpCustomer, ErpOrder, ErpReturn } from './erp-documents.ts';
import { orderRoutes } from './erp-orders.ts';
import { returnRoutes, RETURNS } from './erp-returns.ts';
import { openRules, type ErpRule } from './erp-rules.ts';
import { shippingRoutes } from './erp-shipping.ts';
import { openFloor, ORDERS } from './erp-work.ts';
import { openRegister } from './register.ts';
import { ok, type Route } from './routing.ts';
import { startPeer, type Desk, type Peer, type PeerOptions } from './server.ts';

const TABLES = ['items', 'warehouses', 'taxes', 'carriers'] as const;

export interface SandboxErpOptions extends PeerOptions {
  /** items {code, name, sku?, stock?: {warehouse: count}, expectedAt?}, warehouses, taxes {code, name, rate}, carriers. */
  readonly seed?: Seed;
  /** How it behaves from the start; more by the control /_rule. */
  readonly rules?: readonly ErpRule[];
}

export interface ErpBooks {
  readonly customers: readonly ErpCustomer[];
  readonly salesOrders: readonly ErpOrder[];
  readonly returnOrders: readonly ErpReturn[];
  readonly creditMemos: readonly ErpCredit[];
  readonly items: readonly Code[];
  readonly warehouses: readonly Code[];
  readonly taxes: readonly Code[];
  readonly carriers: readonly Code[];
}

export type SandboxErp = Peer<ErpBooks>;

/** Starts the sandbox ERP: customers, sales orders with reservation, shipments, returns, credit memos, change feeds and webhooks. */
export function startSandboxErp(options: SandboxErpOptions = {}): Promise<SandboxErp> {
  const kinds = { [ORDERS]: 'sales-order', [RETURNS]: 'return-order', [CREDITS]: 'credit-memo' };
  return startPeer<ErpBooks>({ name: 'erp', title: 'Sandbox ERP', kinds, open: (desk) => openErp(desk, options) }, options);
}

function openErp(desk: Desk, options: SandboxErpOptions): { routes: Route[]; books: () => ErpBooks } {
  const { books } = desk;
  seedCodes(books, TABLES, options.seed ?? {}, false);
  const rules = openRules(books, options.rules ?? []);
  const floor = openFloor(desk, openRegister<ErpOrder>(books, ORDERS, 'SO', 'sales order'), rules);
  const returns = openRegister<ErpReturn>(books, RETURNS, 'RO', 'return order');
  const credits = openRegister<ErpCredit>(books, CREDITS, 'CM', 'credit memo');
  const seed: Route['run'] = ({ body }) => {
    seedCodes(books, TABLES, body);
    floor.serve();
    return ok({ seeded: true });
  };
  return {
    routes: [
      ...codeRoutes(books, TABLES),
      ...customerRoutes(books),
      ...orderRoutes(floor),
      ...shippingRoutes(floor),
      ...returnRoutes(floor, returns),
      ...creditRoutes(floor, credits),
      ...erpControls(floor),
      ...rules.routes,
      { method: 'POST', path: '/_seed', run: seed },
    ],
    books: () => ({
      customers: [...books.table<ErpCustomer>('customers').values()],
      salesOrders: floor.orders.all(),
      returnOrders: returns.all(),
      creditMemos: credits.all(),
      items: [...books.table<Code>('items').values()],
      warehouses: [...books.table<Code>('warehouses').values()],
      taxes: [...books.table<Code>('taxes').values()],
      carriers: [...books.table<Code>('carriers').values()],
    }),
  };
}
