import { lookupId, type MappingKind } from '../../domain/mapping.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { codeFor, lookupOf, skuKey, type Need, type Side } from './codes.ts';
import { raise, type Draft } from './draft.ts';

const WHAT: Readonly<Record<MappingKind, string>> = {
  sku: 'SKU',
  location: 'Location',
  carrier: 'Carrier',
  'shipping-method': 'Shipping method',
  'payment-method': 'Payment method',
  tax: 'Tax',
  status: 'Status',
  unit: 'Unit',
};

const WHOM: Readonly<Record<Side, string>> = { erp: 'the ERP', wms: 'the warehouse', store: 'the shop' };

/** Raises one exception for each code that must be mapped first; true when nothing is missing. */
export function checkCodes(draft: Draft, needs: Iterable<Need>): boolean {
  let complete = true;
  for (const need of needs) {
    if (codeFor(draft.ledger, draft.order, draft.policy, need) !== null) continue;
    complete = false;
    raiseMissing(draft, need);
  }
  return complete;
}

function raiseMissing(draft: Draft, need: Need): void {
  const missing = lookupOf(draft.order, draft.policy, need);
  const line = need.kind === 'sku' ? draft.order.lines.find((each) => each.sku.trim() === '' && skuKey(each) === need.key) : undefined;
  if (line) {
    const message = `"${line.name}" has no SKU. Give the product ${line.productId} one in the shop, or map ${need.key} to an item of ${WHOM[need.side]}.`;
    raise(draft, { key: `order.line-without-sku:${need.key}`, code: 'order.line-without-sku', message, missing });
    return;
  }
  const code: ErrorCode = `mapping.${need.kind}-missing`;
  const message = `${WHAT[need.kind]} "${need.key}" has no code at ${WHOM[need.side]} (${missing.connection}).`;
  raise(draft, { key: `${code}:${lookupId(missing)}`, code, message, missing });
}
