import type { OrderStage } from './order-view.ts';

/** What the shop keeps about an order so that its list and order screen can speak while the agent is down; `version` only grows. */
export interface OrderMirror {
  readonly orderId: string;
  readonly version: number;
  readonly stage: OrderStage;
  readonly erpNumber: string;
  readonly wmsNumber: string;
  readonly tracking: string;
  readonly attention: boolean;
  readonly message: string;
  readonly updatedAt: string;
}
