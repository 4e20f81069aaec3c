import type { OrderSpec } from '../peers/store-order.ts';
import type { Act } from './acts.ts';

/** Chapters of the catalogue, in the order in which an order lives. */
export const CHAPTERS = [
  'Before the order is sent on',
  'Money',
  'Stock and routing',
  'In the warehouse',
  'What the customer is told',
  'Edits after the order was sent on',
  'Cancellations',
  'Returns and refunds',
] as const;
export type Chapter = (typeof CHAPTERS)[number];

/** Units by SKU; `[2, 1]` in the books below is "two ordered, one shipped". */
export type Units = Readonly<Record<string, number>>;
export type Progress = Readonly<Record<string, readonly [number, number]>>;

/** What the three parties hold in the end. What is not named is not compared, but everything that a list names is all that there is. */
export interface Outcome {
  readonly shop: {
    readonly status: string;
    /** The parcels that the shop shows, in the order in which they were told; voided ones are not among them. */
    readonly parcels?: readonly Units[];
    /** The notes to the customer: a piece of the text of each, in order. */
    readonly told?: readonly string[];
    /** Money that went back, as decimal text. */
    readonly refunds?: readonly string[];
  };
  readonly erp: {
    /** Null: the ERP has no such order. */
    readonly order: { readonly status: string; readonly lines: Progress; readonly total?: string } | null;
    readonly returns?: readonly { readonly status: string; readonly lines: Units }[];
    readonly credits?: readonly string[];
  };
  readonly warehouse: {
    readonly orders: readonly { readonly at?: string; readonly status: string; readonly lines: Progress }[];
    readonly returns?: readonly { readonly announced: Units; readonly received: Units }[];
  };
  /** Codes of the exceptions that a person still has to see, sorted. */
  readonly open: readonly string[];
}

/** One thing that happens. `says` is the sentence on the page; `until` is what must be true before the next thing happens (nothing: as soon as everything is quiet). */
export interface Step {
  readonly says: string;
  readonly act: Act;
}

/** One story of an order: GIVEN an order in the shop, WHEN these things happen, THEN the parties hold this. */
export interface Scenario {
  readonly id: string;
  readonly chapter: Chapter;
  readonly title: string;
  /** Why a merchant cares, in one or two sentences. */
  readonly why: string;
  readonly given: string;
  readonly order: OrderSpec;
  /** Laid over the merchant's policy (`orders` in the configuration). */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** How the parties behave from the start. */
  readonly erp?: Readonly<Record<string, unknown>>;
  readonly wms?: Readonly<Record<string, unknown>>;
  readonly when: readonly Step[];
  readonly then: Outcome;
  /** Also played against a real Tryton in place of the sandbox ERP. */
  readonly tryton?: true;
}
