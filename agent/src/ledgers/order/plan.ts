import type { Plan } from '../../domain/plan.ts';
import { receiptFor } from '../../domain/receipt.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { planDisputes } from './disputes.ts';
import { finish, startDraft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger, type Told } from './ledger.ts';
import { policyFor } from './locations.ts';
import { planCancellation } from './plan-cancellation.ts';
import { planChange } from './plan-change.ts';
import { planCustomer } from './plan-customer.ts';
import { planDifferences } from './plan-differences.ts';
import { planExport } from './plan-export.ts';
import { planFulfillment } from './plan-fulfillment.ts';
import { planUnknown } from './plan-reports.ts';
import { planReturns } from './plan-returns.ts';
import { planDrops, planShortage } from './plan-shortage.ts';
import { planShipments } from './plan-shipments.ts';
import { planProposals } from './plan-substitutes.ts';
import type { OrderPolicy } from './policy.ts';
import { standingOf } from './standing.ts';
import { isExportable, isGone } from './status.ts';
import { planSurplus } from './surplus.ts';

/** What each party should hold about the order, minus what its receipts say that it holds; the same for the same input, always. */
export function plan(ledger: OrderLedger, policy: OrderPolicy, now: number): Plan {
  const { order } = ledger;
  if (!order) return { deliveries: [], exceptions: [], wakeAt: null };
  const exported = own(ledger.receipts, KEYS.salesOrder) ?? seenAtErp(ledger, order);
  const draft = startDraft(ledger, order, policyFor(order, policy, exported?.connection ?? null), now);
  if (!exported) {
    if (isExportable(order, policy)) planExport(draft);
    planDisputes(draft);
    return finish(draft);
  }
  const standing = standingOf(ledger, order, draft.policy);
  planShipments(draft, exported, standing.parcels);
  planProposals(draft);
  planCustomer(draft, standing.parcels);
  const mustWait = planDifferences(draft, standing);
  const isInLine = planChange(draft, exported, standing);
  planCancellation(draft, exported, standing);
  planShortage(draft, standing);
  planFulfillment(draft, exported, standing, isInLine && !mustWait);
  planUnknown(draft, standing);
  planSurplus(draft, standing);
  planDrops(draft, standing);
  planReturns(draft, exported, standing);
  planDisputes(draft);
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
