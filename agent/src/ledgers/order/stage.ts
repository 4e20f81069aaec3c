import type { Milestone } from '../../domain/milestone.ts';
import type { OrderStage } from '../../domain/order-view.ts';
import type { Plan } from '../../domain/plan.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { KEYS } from './keys.ts';
import { currentFulfillment, own, type OrderLedger } from './ledger.ts';
import type { Parcels } from './parcels.ts';
import { isGone } from './status.ts';

const BY_MILESTONE: Readonly<Partial<Record<Milestone, OrderStage>>> = {
  allocated: 'released',
  released: 'released',
  picked: 'picked',
  packed: 'packed',
  'partially-shipped': 'partially-shipped',
  shipped: 'shipped',
};

/** Where the order stands as a whole. */
export function stageOf(ledger: OrderLedger, plan: Plan, parcels: Parcels): OrderStage {
  const { order } = ledger;
  if (!order) return 'ignored';
  if (!own(ledger.receipts, KEYS.salesOrder) && !(ledger.erp && isGone(order))) return stageBeforeExport(order, plan);
  if (parcels.complete) return isSettled(ledger, plan, parcels) ? 'completed' : 'shipped';
  if (parcels.shipped.size > 0) return 'partially-shipped';
  if (isGone(order)) return isCancelled(ledger) ? 'cancelled' : 'cancelling';
  if (ledger.erp?.stage === 'cancelled') return 'cancelled';
  return stageAtWarehouse(ledger) ?? stageAtErp(ledger);
}

function stageBeforeExport(order: SalesOrder, plan: Plan): OrderStage {
  if (isGone(order)) return 'cancelled';
  if (plan.exceptions.length > 0) return 'blocked';
  return plan.deliveries.length > 0 ? 'received' : 'ignored';
}

/** After the last parcel was told, a later refund or clean-up in the shop takes nothing back. */
function isSettled({ receipts }: OrderLedger, plan: Plan, parcels: Parcels): boolean {
  const told = parcels.all.every(({ held }) => own(receipts, KEYS.storeShipment(held.shipment.id)));
  return told && plan.deliveries.length === 0 && plan.exceptions.length === 0;
}

function isCancelled(ledger: OrderLedger): boolean {
  const told = own(ledger.receipts, KEYS.erpCancel);
  return ledger.erp?.stage === 'cancelled' || (told !== undefined && (told.receipt.verdict ?? 'accepted') === 'accepted');
}

function stageAtWarehouse(ledger: OrderLedger): OrderStage | null {
  const state = currentFulfillment(ledger);
  const stage = state && BY_MILESTONE[state.reached ?? 'allocated'];
  if (state?.milestone === 'backordered') return 'backordered';
  if (state?.milestone === 'cancelled') return null;
  if (stage) return stage;
  return own(ledger.receipts, KEYS.fulfillmentOrder(ledger.fulfillmentNumber)) ? 'released' : null;
}

function stageAtErp({ erp }: OrderLedger): OrderStage {
  if (erp?.stage === 'backordered') return 'backordered';
  return erp?.stage === 'reserved' || erp?.stage === 'closed' ? 'reserved' : 'accepted';
}
