import { fingerprint } from '../../domain/fingerprint.ts';
import type { Choice } from '../../domain/plan.ts';
import type { SalesOrderState } from '../../domain/sales-order-state.ts';
import { decimal, millionths } from './amounts.ts';
import { nameOf } from './balance.ts';
import { codeFor } from './codes.ts';
import type { Draft } from './draft.ts';
import { own } from './ledger.ts';
import { locationsOf, routeOf, type Route, type ShippingLocation } from './locations.ts';
import type { Standing } from './standing.ts';

type Units = ReadonlyMap<string, number>;

/** What one location is to ship, in millionths by line. */
export interface Part {
  readonly location: ShippingLocation;
  readonly lines: Units;
}

/** Who ships what; `problem` when the rules let nobody ship all of it, `parts` then hold what can be shipped all the same. */
export interface Routing {
  readonly parts: readonly Part[];
  readonly problem: { readonly key: string; readonly message: string; readonly choices: readonly Choice[] } | null;
}

/** Shares units out among the locations of the first rule that the order fits. */
export function route(draft: Draft, standing: Standing, needed: Units): Routing {
  const route = routeOf(draft.order, draft.policy);
  const [first] = route.locations;
  if (first && route.locations.length === 1 && !draft.ledger.erp?.lines.some(({ allocations }) => allocations.length > 0))
    return { parts: [{ location: first, lines: needed }], problem: null };
  const key = `order.split-not-possible:${fingerprint([...needed].sort(([a], [b]) => (a < b ? -1 : 1))).slice(0, 8)}`;
  const chosen = own(draft.ledger.decisions, key)?.choice;
  const location = route.locations.find(({ code }) => code === chosen);
  if (location) return { parts: [{ location, lines: needed }], problem: null };
  const stock = new Stock(draft, standing, route);
  const locations = choose(route, stock, needed, standing);
  if (locations) return { parts: share(locations, stock, needed), problem: null };
  const message = problemOf(route, stock, needed, standing);
  const choices = route.locations.map(({ code }) => ({ id: code, label: `Ship all of it from ${code}` }));
  const parts = route.split === 'never' ? [] : share(route.locations, stock, needed);
  return { parts, problem: { key, message, choices } };
}

/** The locations that ship, null when the rule lets none. */
function choose({ locations, split }: Route, stock: Stock, needed: Units, { commitments }: Standing): readonly ShippingLocation[] | null {
  const covers = (some: readonly ShippingLocation[]): boolean =>
    [...needed].every(([id, units]) => some.reduce((sum, each) => sum + stock.of(id, each.code), 0) >= units);
  if (split === 'preferred') return covers(locations) ? locations : null;
  const sizes = split === 'never' ? 1 : Math.min(locations.length, MOST_LOCATIONS);
  // What is added to an order that may not be split has to come from where the rest does.
  const held = new Set(commitments.filter(({ closed }) => closed === 'no').map(({ request }) => request.location));
  const candidates = split === 'never' && held.size > 0 ? locations.filter(({ code }) => held.has(code)) : locations;
  for (let size = 1; size <= sizes; size += 1) for (const some of subsets(candidates, size)) if (covers(some)) return some;
  return split === 'fewest' && locations.length > MOST_LOCATIONS && covers(locations) ? locations : null;
}

/** Beyond this many parcels nobody looks for the cheapest split any more. */
const MOST_LOCATIONS = 6;

/** All choices of so many locations, preferred ones first. */
function* subsets<T>(all: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) yield [];
  else
    for (let index = from; index <= all.length - size; index += 1)
      for (const rest of subsets(all, size - 1, index + 1)) yield [all[index] as T, ...rest];
}

/** Each unit from the first location that has it. */
function share(locations: readonly ShippingLocation[], stock: Stock, needed: Units): Part[] {
  const rest = new Map(needed);
  const parts: Part[] = [];
  for (const location of locations) {
    const lines = new Map<string, number>();
    for (const [id, units] of rest) {
      const here = Math.min(units, stock.of(id, location.code));
      if (here > 0) lines.set(id, here);
      rest.set(id, units - here);
    }
    if (lines.size > 0) parts.push({ location, lines });
  }
  return parts;
}

function problemOf({ locations, split }: Route, stock: Stock, needed: Units, { balance }: Standing): string {
  const words = (units: Units): string => [...units].map(([id, count]) => `${decimal(count)} × ${nameOf(balance.get(id), id)}`).join(', ');
  const where = locations.map(({ code }) => {
    const here = new Map([...needed].map(([id, units]) => [id, Math.min(units, stock.of(id, code))]));
    return `${code} has ${words(new Map([...here].filter(([, units]) => units > 0))) || 'nothing of it'}`;
  });
  const rule = split === 'never' ? ' The rules do not allow to split it.' : '';
  return `Nobody can ship ${words(needed)}: ${where.join('; ')}.${rule}`;
}

/** What the ERP has reserved of each line at each location and no warehouse has been asked for; of a line of which it does not tell, any location has enough. */
class Stock {
  readonly #told = new Map<string, Map<string, number>>();
  readonly #short = new Set<string>();
  /** Lines whose allocations fall when goods leave, unlike what is reserved. */
  readonly #onlyOpen = new Set<string>();

  constructor(draft: Draft, standing: Standing, { locations }: Route) {
    const codes = new Map(locationsOf(draft.policy).map(({ code }) => [erpCode(draft, code), code]));
    for (const line of draft.ledger.erp?.lines ?? []) this.#tell(line, codes);
    for (const { request, lines } of standing.commitments)
      for (const [id, { active, shipped }] of lines) this.#take(id, request.location || locations[0]?.code || '', active, shipped);
    const short = new Set(
      standing.shorts.map(({ lineId, commitment }) => `${lineId}|${commitment.request.location || locations[0]?.code}`),
    );
    const others = (id: string): boolean => locations.some(({ code }) => !short.has(`${id}|${code}`) && this.#of(id, code) > 0);
    // An empty bin is not asked again, where somebody else may have the goods.
    for (const each of short) if (others(each.slice(0, each.lastIndexOf('|')))) this.#short.add(each);
  }

  of(lineId: string, location: string): number {
    return this.#short.has(`${lineId}|${location}`) ? 0 : this.#of(lineId, location);
  }

  #of(lineId: string, location: string): number {
    const told = this.#told.get(lineId);
    return told ? Math.max(0, told.get(location) ?? 0) : Infinity;
  }

  #tell({ id, allocations, reserved }: SalesOrderState['lines'][number], codes: ReadonlyMap<string, string>): void {
    if (id === null) return;
    const known = new Map<string, number>();
    let all = 0;
    for (const { warehouseCode, quantity } of allocations) {
      const code = codes.get(warehouseCode);
      all += millionths(quantity.value);
      if (code !== undefined) known.set(code, (known.get(code) ?? 0) + millionths(quantity.value));
    }
    if (known.size === 0) return;
    this.#told.set(id, known);
    if (all < millionths(reserved.value)) this.#onlyOpen.add(id);
  }

  #take(id: string, location: string, active: number, shipped: number): void {
    const told = this.#told.get(id);
    if (!told) return;
    told.set(location, (told.get(location) ?? 0) - active - (this.#onlyOpen.has(id) ? 0 : shipped));
  }
}

function erpCode({ ledger, order, policy }: Draft, code: string): string {
  return codeFor(ledger, order, policy, { kind: 'location', side: 'erp', key: code }) || code;
}
