import type { Plan } from '../../domain/plan.ts';
import { receiptFor } from '../../domain/receipt.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { finish, startDraft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger, type Told } from './ledger.ts';
import { planCancellation } from './plan-cancellation.ts';
import { planExport } from './plan-export.ts';
import { planFulfillment } from './plan-fulfillment.ts';
import { planShipments } from './plan-shipments.ts';
import type { OrderPolicy } from './policy.ts';
import { isExportable, isGone } from './status.ts';

/** What each party should hold about the order, minus what its receipts say that it holds; the same for the same input, always. */
export function plan(ledger: OrderLedger, policy: OrderPolicy, now: number): Plan {
  const { order } = ledger;
  if (!order) return { deliveries: [], exceptions: [], wakeAt: null };
  const draft = startDraft(ledger, order, policy, now);
  const exported = own(ledger.receipts, KEYS.salesOrder) ?? seenAtErp(ledger, order);
  if (!exported) {
    if (isExportable(order, policy)) planExport(draft);
    return finish(draft);
  }
  const parcels = planShipments(draft, exported);
  if (isGone(order)) planCancellation(draft, exported, parcels);
  else planFulfillment(draft, exported, parcels);
  return finish(draft);
}

/** The ERP booked the order but its answer was lost, and then the shop gave the order up: what the ERP shows must be taken back all the same. */
function seenAtErp({ erp }: OrderLedger, order: SalesOrder): Told | undefined {
  if (!erp || !isGone(order)) return undefined;
  return {
    fingerprint: '',
    at: erp.updatedAt,
    connection: null,
    receipt: receiptFor(erp.id, erp.number, { existed: true }),
    superseded: [],
  };
}
