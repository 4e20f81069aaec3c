import type { OutboundKind } from '../../domain/outbound.ts';
import type { OrderStage } from '../../domain/order-view.ts';
import type { Plan } from '../../domain/plan.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger } from './ledger.ts';
import type { Parcels } from './parcels.ts';
import { wasToldVoid } from './shipment-meaning.ts';
import type { Standing } from './standing.ts';
import { isGone } from './status.ts';
import { atWarehouse } from './warehouse-stage.ts';

/** Where the order stands as a whole. */
export function stageOf(ledger: OrderLedger, plan: Plan, standing: Standing | null): OrderStage {
  const { order } = ledger;
  if (!order || !standing) return 'ignored';
  if (!own(ledger.receipts, KEYS.salesOrder) && !(ledger.erp && isGone(order))) return stageBeforeExport(order, plan);
  const { parcels, commitments, isCancelled } = standing;
  if (parcels.shipped.size > 0) {
    if (!parcels.complete) return 'partially-shipped';
    return isSettled(ledger, plan, parcels) ? 'completed' : 'shipped';
  }
  if (isCancelled) return isTakenBack(ledger) ? 'cancelled' : 'cancelling';
  if (ledger.erp?.stage === 'cancelled') return 'cancelled';
  return atWarehouse(commitments) ?? (plan.holds ? 'held' : stageAtErp(ledger));
}

function stageBeforeExport(order: SalesOrder, plan: Plan): OrderStage {
  if (isGone(order)) return 'cancelled';
  if (plan.exceptions.some(({ code }) => code !== 'order.held')) return 'blocked';
  if (plan.holds) return 'held';
  return plan.deliveries.length > 0 ? 'received' : 'ignored';
}

const OF_SHIPPING: ReadonlySet<OutboundKind> = new Set<OutboundKind>(['shipment', 'order-status']);
const AFTERWARDS = /^(return|refund|credit|store\.note|order\.shipped-more-than-wanted)([.-]|$)/;

/** Done with shipping: what comes after the last parcel was told (a return, a refund, a clean-up in the shop) takes nothing back. */
function isSettled({ receipts }: OrderLedger, plan: Plan, parcels: Parcels): boolean {
  const told = parcels.all.every(({ held }) => {
    const receipt = own(receipts, KEYS.storeShipment(held.shipment.id));
    return receipt !== undefined && !wasToldVoid(receipt);
  });
  const open = plan.deliveries.some(({ document }) => OF_SHIPPING.has(document.kind));
  return told && !open && plan.exceptions.every(({ code }) => AFTERWARDS.test(code));
}

function isTakenBack(ledger: OrderLedger): boolean {
  const told = own(ledger.receipts, KEYS.erpCancel);
  return ledger.erp?.stage === 'cancelled' || (told !== undefined && (told.receipt.verdict ?? 'accepted') === 'accepted');
}

function stageAtErp({ erp }: OrderLedger): OrderStage {
  if (erp?.stage === 'backordered') return 'backordered';
  return erp?.stage === 'reserved' || erp?.stage === 'closed' ? 'reserved' : 'accepted';
}
