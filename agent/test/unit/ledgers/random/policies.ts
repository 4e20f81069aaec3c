import type { z } from 'zod';
import { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { CODES } from '../../../support/orders.ts';

const TWO = [{ code: 'main' }, { code: 'second', wms: 'wms2' }];
const PREFERRED = [{ name: 'all', locations: ['main', 'second'], split: 'preferred' as const }];
const NEVER = [{ name: 'one', locations: ['second', 'main'], split: 'never' as const }];

type Given = Partial<z.input<typeof OrderPolicy>>;

/** Policies that decide differently, the usual one first. */
const GIVEN: readonly Given[] = [
  {},
  { partialRelease: 'ship', shortage: 'reship' },
  { shortage: 'cancel', returns: { storeRefund: 'automatic' } },
  { erpChanges: 'follow', erpCancels: 'follow', returns: { storeRefund: 'automatic', restock: 'sellable' } },
  { partialRelease: 'ship', locations: TWO, routing: PREFERRED, shortage: 'reship' },
  { locations: TWO, routing: NEVER, shortage: 'cancel', erpCancels: 'follow', returns: { storeRefund: 'automatic' } },
  { partialRelease: 'ship', locations: TWO, returns: { storeRefund: 'never', creditMemos: 'none' } },
  { substitutes: { 'MUG-01': ['MUG-02'] }, returns: { creditMemos: 'erp', goodsOfRefunds: 'money-only', refundShipping: true } },
];

export const POLICIES: readonly OrderPolicy[] = GIVEN.map((given) => OrderPolicy.parse({ erp: 'erp', wms: 'wms', ...given }));

/** What a policy decides otherwise than the usual one. */
export function policyWords(policy: OrderPolicy): string {
  const given = GIVEN[POLICIES.indexOf(policy)] ?? {};
  return Object.keys(given).length === 0 ? 'the usual policy' : `policy ${JSON.stringify(given)}`;
}

export const ALL_CODES: Readonly<Record<string, string>> = {
  ...CODES,
  'sku|wms2|MUG-01': 'M2',
  'sku|erp|MUG-02': 'ITEM-1B',
  'sku|erp|PEN-03': 'ITEM-3',
  'location|erp|second': 'WH-2',
  'location|wms|second': 'S-WMS',
  'location|wms2|second': 'S-WMS2',
  'location|wms2|main': 'M-WMS2',
  'shipping-method|wms2|flat_rate': 'STD',
};
