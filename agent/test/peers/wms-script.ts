import type { WmsOrder, WmsStatus } from './wms-documents.ts';

/** A bin that lacks units of a line. `ship`: the rest goes out and the units never will; `wait`: nothing moves until the bin is filled; `backorder`: the rest goes out and the units follow when the bin is filled. */
export interface WmsShortage {
  /** Our line, or its SKU; the first line without either. */
  readonly line?: string;
  /** How many are missing; all of them when not said. */
  readonly units?: string | number;
  readonly then?: 'ship' | 'wait' | 'backorder';
  readonly reason?: string;
}

/** Another item in place of the ordered one: proposed (the order waits for an answer), or sent without asking. */
export interface WmsSubstitution {
  readonly line?: string;
  /** The item that is there. */
  readonly item: string;
  readonly send?: boolean;
}

/** One carton of a shipment; what is not said is made up. */
export interface WmsCarton {
  readonly carrier?: string;
  /** The tracking number. */
  readonly number?: string;
  readonly weightGrams?: number | null;
  readonly dimensionsMm?: { readonly length: number; readonly width: number; readonly height: number } | null;
  /** Leaves without a tracking number. */
  readonly noTracking?: boolean;
}

/** What is to happen to an order on the floor. */
export interface WmsScript {
  /** Ships in two parts. */
  readonly partial?: boolean;
  /** Stops before it is picked until it is let go. */
  readonly hold?: boolean;
  /** Stops as soon as it gets there. */
  readonly holdAt?: WmsStatus;
  /** Parcels leave without a tracking number. */
  readonly noTracking?: boolean;
  /** Goes with this pick wave, and waits until it is released. */
  readonly wave?: string;
  readonly short?: readonly WmsShortage[];
  readonly substitute?: WmsSubstitution;
  /** How many cartons each shipment has, or which. */
  readonly cartons?: number | readonly WmsCarton[];
  /** Changes are refused, with these words. */
  readonly refuseChange?: string;
  /** Cancellations are refused, with these words. */
  readonly refuseCancel?: string;
  /** The picker wins a race: just before a change or a cancellation is answered, the order gets as far as this. */
  readonly race?: { readonly cancel?: WmsStatus; readonly change?: WmsStatus };
}

/** How orders that match (by substring, every given field) are treated. */
export interface WmsRule extends WmsScript {
  readonly reference?: string;
  readonly note?: string;
  readonly sku?: string;
  readonly orderNumber?: string;
  readonly warehouse?: string;
}

/** What the rules say about an order; of two that say the same thing the later one counts. */
export function scriptFor(rules: readonly WmsRule[], order: WmsOrder): WmsScript {
  return Object.assign({}, ...rules.filter((rule) => matches(rule, order)).map(scriptOf)) as WmsScript;
}

/** The script in a rule, or in the body of a control call. */
export function scriptOf(given: WmsScript): WmsScript {
  const { partial, hold, holdAt, noTracking, wave, short, substitute, cartons, refuseChange, refuseCancel, race } = given;
  const all = { partial, hold, holdAt, noTracking, wave, short, substitute, cartons, refuseChange, refuseCancel, race };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as WmsScript;
}

function matches(rule: WmsRule, order: WmsOrder): boolean {
  const wanted: [string | undefined, string][] = [
    [rule.reference, order.reference],
    [rule.note, order.note],
    [rule.orderNumber, order.orderNumber],
    [rule.warehouse, order.warehouse],
  ];
  if (!wanted.every(([part, whole]) => part === undefined || whole.includes(part))) return false;
  const { sku } = rule;
  return sku === undefined || order.lines.some((line) => line.sku.includes(sku));
}
