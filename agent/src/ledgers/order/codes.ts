import { lookupId, type LookupKey, type MappingKind } from '../../domain/mapping.ts';
import type { Package } from '../../domain/shipment.ts';
import type { Charge, SalesOrder, SalesOrderLine, TaxAmount } from '../../domain/sales-order.ts';
import { own, type OrderLedger } from './ledger.ts';
import { preferredLocation } from './locations.ts';
import type { OrderPolicy } from './policy.ts';

/** The roles that have codes of their own. */
export type Side = 'erp' | 'wms' | 'store';

/** Which code of which table is needed at whom. */
export interface Need {
  readonly kind: MappingKind;
  readonly side: Side;
  readonly key: string;
}

/** The key of a line in the SKU table: its SKU, or its product id for a product without one. */
export function skuKey(line: SalesOrderLine): string {
  return line.sku.trim() === '' ? `product:${line.productId}` : line.sku;
}

/** The key of a tax in the tax table. */
export function taxKey(tax: TaxAmount): string {
  return tax.code || tax.name || 'tax';
}

/** The store's code of the shipping method that was chosen, null when there is none. */
export function shippingMethod(order: SalesOrder): string | null {
  return order.charges.find((charge) => charge.kind === 'shipping' && charge.code !== '')?.code ?? null;
}

/** The lookup key of a need under this policy. */
export function lookupOf(order: SalesOrder, policy: OrderPolicy, { kind, side, key }: Need): LookupKey {
  return { kind, connection: side === 'store' ? order.connection : policy[side], key };
}

/** The code to send: the mapped one, else what policy says of unmapped codes: our own, an empty text for none, or null when a mapping must be made first. */
export function codeFor(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy, need: Need): string | null {
  const matching = policy.matching[need.kind][need.side];
  if (matching === 'ignore') return need.kind === 'sku' ? need.key : '';
  const mapped = own(ledger.codes, lookupId(lookupOf(order, policy, need)));
  if (mapped !== undefined) return mapped;
  // A product id means nothing to anyone else, so it is never sent as it is.
  const ownCode = matching === 'same-code' && !(need.kind === 'sku' && need.key.startsWith('product:'));
  return ownCode ? need.key : null;
}

/** Every code that the ERP and the warehouse need for the order; tables that policy ignores are left out, repeats are not. */
export function* orderNeeds(order: SalesOrder, policy: OrderPolicy): Generator<Need> {
  for (const line of order.lines) yield* lineNeeds(line, policy);
  for (const charge of order.charges) yield* taxNeeds(charge, policy);
  yield* both('location', preferredLocation(order, policy), policy);
  const method = shippingMethod(order);
  if (method !== null) yield* both('shipping-method', method, policy);
  if (order.payment.method !== '') yield* one('payment-method', 'erp', order.payment.method, policy);
}

function* lineNeeds(line: SalesOrderLine, policy: OrderPolicy): Generator<Need> {
  yield* both('sku', skuKey(line), policy);
  yield* taxNeeds(line, policy);
  yield* one('unit', 'erp', line.quantity.unit, policy);
}

function* taxNeeds(part: Pick<Charge, 'taxes'>, policy: OrderPolicy): Generator<Need> {
  for (const tax of part.taxes) yield* one('tax', 'erp', taxKey(tax), policy);
}

/** The codes that one warehouse needs for the order. */
export function* warehouseNeeds(
  order: SalesOrder,
  policy: OrderPolicy,
  location: string,
  lines: readonly SalesOrderLine[],
): Generator<Need> {
  for (const line of lines) yield* one('sku', 'wms', skuKey(line), policy);
  yield* one('location', 'wms', location, policy);
  const method = shippingMethod(order);
  if (method !== null) yield* one('shipping-method', 'wms', method, policy);
}

/** The ERP's codes of the locations, by which it tells where it has reserved goods; one that is missing stops nothing. */
export function* allocationNeeds(locations: readonly string[], policy: OrderPolicy): Generator<Need> {
  for (const code of locations) yield* one('location', 'erp', code, policy);
}

/** The codes of the carriers of some parcels; a parcel without a carrier needs none. */
export function* carrierNeeds(packages: readonly Package[], side: 'erp' | 'store', policy: OrderPolicy): Generator<Need> {
  for (const { carrierCode } of packages) if (carrierCode !== '') yield* one('carrier', side, carrierCode, policy);
}

/** The codes of the statuses that the store is to show. */
export function* statusNeeds({ statuses, statusWhenShipped, ...policy }: OrderPolicy): Generator<Need> {
  const names = new Set([...Object.values(statuses), ...(statusWhenShipped ? [statusWhenShipped] : [])]);
  for (const name of names) yield* statusNeed(name, policy);
}

/** The store's code of one status. */
export function* statusNeed(name: string, policy: Pick<OrderPolicy, 'matching'>): Generator<Need> {
  yield* one('status', 'store', name, policy);
}

/** The ERP's code of an item that was sent instead of the ordered one. */
export function* substituteNeed(sku: string, policy: Pick<OrderPolicy, 'matching'>): Generator<Need> {
  yield* one('sku', 'erp', sku, policy);
}

function* both(kind: MappingKind, key: string, policy: OrderPolicy): Generator<Need> {
  yield* one(kind, 'erp', key, policy);
  yield* one(kind, 'wms', key, policy);
}

function* one(kind: MappingKind, side: Side, key: string, policy: Pick<OrderPolicy, 'matching'>): Generator<Need> {
  if (policy.matching[kind][side] !== 'ignore') yield { kind, side, key };
}
