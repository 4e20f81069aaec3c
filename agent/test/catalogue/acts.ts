import type { Units } from './scenario.ts';

/** How the warehouse packs one parcel: units by SKU; what is not said is as usual (one carton, DHL, a number at once). */
export interface ParcelWords {
  readonly lines: Units;
  readonly carrier?: string;
  readonly tracking?: string | null;
  readonly lots?: Readonly<Record<string, readonly string[]>>;
  readonly serials?: Readonly<Record<string, readonly string[]>>;
  /** SKU that is sent in place of an ordered one: ordered → sent. */
  readonly instead?: Readonly<Record<string, string>>;
  readonly cartons?: readonly { readonly weightGrams: number; readonly dimensionsMm: { length: number; width: number; height: number } }[];
}

export interface ReturnedWords {
  readonly sku: string;
  readonly units: number;
  readonly condition?: 'sellable' | 'damaged' | 'incomplete' | 'unknown';
}

/** What can happen in a scenario. `fo` counts the fulfillment orders of the order at the warehouses, from 1; parcels are counted likewise. */
export type Act =
  // in the shop
  | { readonly do: 'shop.pay' }
  | { readonly do: 'shop.status'; readonly status: string }
  | { readonly do: 'shop.cancel' }
  | {
      readonly do: 'shop.edit';
      readonly units?: Units;
      readonly note?: string;
      readonly address?: Readonly<Record<string, string>>;
      readonly shipping?: string;
    }
  | {
      readonly do: 'shop.refund';
      readonly units?: Units;
      readonly amount?: string;
      readonly shipping?: boolean;
      readonly restock?: boolean;
    }
  // in the ERP
  | { readonly do: 'erp.restock'; readonly units: Units; readonly warehouse?: string }
  | { readonly do: 'erp.edit'; readonly units: Units }
  | { readonly do: 'erp.cancel' }
  | { readonly do: 'erp.reprice'; readonly by: number }
  | { readonly do: 'erp.credit'; readonly amount: string; readonly units?: Units }
  | { readonly do: 'erp.return'; readonly units: Units }
  // in the warehouse
  | { readonly do: 'wms.go'; readonly to: 'allocated' | 'released' | 'picked' | 'packed' | 'shipped'; readonly fo?: number }
  | { readonly do: 'wms.ship'; readonly parcel: ParcelWords; readonly fo?: number }
  | { readonly do: 'wms.short'; readonly units: Units; readonly fo?: number }
  | { readonly do: 'wms.propose'; readonly sku: string; readonly instead: string; readonly fo?: number }
  | { readonly do: 'wms.track'; readonly parcel: number; readonly number: string }
  | { readonly do: 'wms.void'; readonly parcel: number }
  | { readonly do: 'wms.cancel'; readonly fo?: number }
  | {
      readonly do: 'wms.report';
      readonly what: 'again' | 'backwards' | 'out-of-order' | 'unknown-order' | 'negative';
      readonly fo?: number;
    }
  | { readonly do: 'wms.receive'; readonly lines: readonly ReturnedWords[]; readonly announced?: boolean; readonly final?: boolean }
  // at Crossdock
  | { readonly do: 'person.decide'; readonly code: string; readonly choice: string }
  | { readonly do: 'person.hold'; readonly reason: string }
  | { readonly do: 'person.map'; readonly kind: 'sku'; readonly key: string; readonly value: string }
  | { readonly do: 'person.return'; readonly units: Units; readonly exchange?: Units }
  | { readonly do: 'person.retry' }
  | { readonly do: 'time.passes'; readonly seconds: number };
