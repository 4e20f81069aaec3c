import type { OrderSpec } from '../peers/store-order.ts';
import type { Peers } from '../support/world.ts';
import type { Act } from './acts.ts';
import type { Outcome } from './scenario.ts';

/** What people do in the shop. */
export type ShopAct = Extract<Act, { readonly do: `shop.${string}` }>;

/** The shop of one scenario: the sandbox store, or a real WooCommerce. */
export interface Shop {
  /** Laid over the agent's connection to it. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** How long nothing may have changed before everything counts as quiet, and how long that may take. */
  readonly pace: { readonly sameForMs: number; readonly patienceMs: number };
  /** Places an order; answers with its id. */
  place(spec: OrderSpec): Promise<number>;
  act(orderId: number, act: ShopAct): Promise<void>;
  /** Id of the line that sells a SKU. */
  lineOf(orderId: number, sku: string): Promise<string>;
  /** What the shop holds of an order. */
  seen(orderId: number): Promise<Outcome['shop']>;
  /** Something that differs after every change of an order, and whether a change still waits for the agent. */
  pulse(orderId: number): Promise<{ readonly busy: boolean; readonly picture: string }>;
  /** Leaves nothing behind that the next scenario would see. */
  close(): Promise<void>;
}

export type OpenShop = (peers: Peers) => Shop;
