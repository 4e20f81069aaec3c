import { lookupId, type LookupKey } from '../../domain/mapping.ts';
import { carrierNeeds, lookupOf, orderNeeds, statusNeeds, substituteNeed, type Need } from './codes.ts';
import { own, type OrderLedger } from './ledger.ts';
import type { OrderPolicy } from './policy.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { substitutionsIn } from './substitutes.ts';

/** Keys whose codes the order and its shipments need but that have not been found yet; each once. `anew` asks for the found ones too, because a person may have corrected them. */
export function lookupsNeeded(ledger: OrderLedger, policy: OrderPolicy, anew = false): LookupKey[] {
  const { order } = ledger;
  if (!order) return [];
  const missing = new Map<string, LookupKey>();
  for (const need of allNeeds(ledger, order, policy)) {
    const key = lookupOf(order, policy, need);
    const id = lookupId(key);
    if (anew || own(ledger.codes, id) === undefined) missing.set(id, key);
  }
  return [...missing.values()];
}

function* allNeeds(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy): Generator<Need> {
  if (order.lines.length <= policy.maxLines) yield* orderNeeds(order, policy);
  yield* statusNeeds(policy);
  for (const { shipment } of ledger.shipments) {
    yield* carrierNeeds(shipment.packages, 'erp', policy);
    yield* carrierNeeds(shipment.packages, 'store', policy);
    for (const { sku } of substitutionsIn(ledger, order, policy, shipment)) yield* substituteNeed(sku, policy);
  }
}
