import type { ConnectionId } from '../../domain/reference.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { fits } from './condition.ts';
import type { LocationPolicy, OrderPolicy, RoutingRule } from './policy.ts';

/** A location that ships, with the connection that runs it. */
export interface ShippingLocation extends LocationPolicy {
  readonly wms: ConnectionId;
}

/** Who ships an order, in order of preference, and how it may be split. */
export interface Route {
  readonly locations: readonly ShippingLocation[];
  readonly split: RoutingRule['split'];
}

/** Every location that ships; the one named by `location` when policy lists none. */
export function locationsOf({ locations, location, wms }: OrderPolicy): ShippingLocation[] {
  if (locations.length === 0) return [{ code: location, wms, calendar: null }];
  return locations.map((each) => ({ ...each, wms: each.wms ?? wms }));
}

/** The first routing rule that the order fits; without one all locations may ship it, as few as possible. */
export function routeOf(order: SalesOrder, policy: OrderPolicy): Route {
  const all = locationsOf(policy);
  const rule = policy.routing.find(({ when }) => fits(when, order));
  if (!rule) return { locations: all, split: 'fewest' };
  const named = rule.locations.map((code) => all.find((each) => each.code === code) ?? { code, wms: policy.wms, calendar: null });
  return { locations: named, split: rule.split };
}

/** Our code of the location that the ERP is told: the one that is preferred for the order. */
export function preferredLocation(order: SalesOrder, policy: OrderPolicy): string {
  if (policy.locations.length === 0 && policy.routing.length === 0) return policy.location;
  return routeOf(order, policy).locations[0]?.code ?? policy.location;
}

/** The policy with one of its locations' own warehouse, so that codes are looked up there. */
export function policyAt(policy: OrderPolicy, wms: ConnectionId | null): OrderPolicy {
  return wms === null || wms === policy.wms ? policy : { ...policy, wms };
}

/** The policy as it is for this order: an order stays with the ERP that took it, also after a cut-over, and every location names its warehouse. */
export function policyFor(order: SalesOrder, policy: OrderPolicy, tookIt: ConnectionId | null): OrderPolicy {
  if (policy.locations.length === 0 && policy.routing.length === 0)
    return tookIt === null || tookIt === policy.erp ? policy : { ...policy, erp: tookIt };
  const wms = routeOf(order, policy).locations[0]?.wms ?? policy.wms;
  return { ...policy, erp: tookIt ?? policy.erp, wms, locations: locationsOf(policy) };
}
