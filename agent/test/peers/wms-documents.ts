import type { Booked } from './books.ts';
import type { WmsScript } from './wms-script.ts';

export const WMS_STEPS = ['allocated', 'released', 'picked', 'packed', 'shipped'] as const;
export type WmsStatus = (typeof WMS_STEPS)[number] | 'partially-shipped' | 'backordered' | 'exception' | 'cancelled';

/** An item as it goes into a parcel. */
export interface WmsItem {
  item: string;
  sku: string;
  name: string;
}

export interface WmsLine extends WmsItem {
  ref: string;
  quantity: string;
  unit: string;
  /** Units taken from the bin, those that have left included. */
  picked: string;
  shipped: string;
  /** Units that this order will not ship. */
  short: string;
  /** Units that were not in the bin and that the floor waits for. */
  missing: string;
  reason: string | null;
  /** Proposed in place of the item; the floor waits for an answer. */
  substitute: WmsItem | null;
  /** What goes out in place of the item. */
  instead: WmsItem | null;
}

export interface WmsPackage {
  id: string;
  carrier: string;
  trackingNumber: string | null;
  trackingUrl: string | null;
  weightGrams: number | null;
  dimensionsMm: { length: number; width: number; height: number } | null;
}

export interface WmsShipmentLine {
  ref: string;
  sku: string;
  quantity: string;
  unit: string;
  lots: string[];
  serials: string[];
  packageId: string | null;
}

export interface WmsShipment {
  id: string;
  shippedAt: string;
  voidedAt: string | null;
  lines: WmsShipmentLine[];
  packages: WmsPackage[];
}

export type WmsVerdict = 'accepted' | 'too-late' | 'partly' | 'refused';

export interface WmsOrder extends Booked {
  number: string;
  reference: string;
  orderReference: string;
  orderNumber: string;
  warehouse: string;
  service: string | null;
  shipTo: Record<string, unknown>;
  note: string;
  status: WmsStatus;
  reason: string | null;
  held: boolean;
  /** Ships in two parts. */
  partial: boolean;
  /** The pick wave that it goes with. */
  wave: string | null;
  /** What is to happen to it on the floor; taken from the rules when it came in. */
  script: WmsScript;
  lines: WmsLine[];
  shipments: WmsShipment[];
  /** Changes that were taken, wholly or in part; `asked` is what was asked for. */
  changes: { at: string; verdict: WmsVerdict; asked: string }[];
  history: { status: WmsStatus; at: string }[];
  createdAt: string;
  updatedAt: string;
}

/** Goods that somebody announced to come back. */
export interface WmsReturn extends Booked {
  number: string;
  reference: string;
  orderReference: string;
  orderNumber: string;
  warehouse: string;
  trackingNumber: string | null;
  status: 'announced' | 'received' | 'closed';
  lines: { ref: string; item: string; sku: string; quantity: string; unit: string; reason: string; received: string }[];
  createdAt: string;
  updatedAt: string;
}

export type WmsCondition = 'sellable' | 'damaged' | 'incomplete' | 'unknown';

/** Goods that came back, announced or not. */
export interface WmsReturnReceipt extends Booked {
  number: string;
  reference: string;
  warehouse: string;
  final: boolean;
  receivedAt: string;
  lines: {
    ref: string | null;
    sku: string;
    quantity: string;
    unit: string;
    condition: WmsCondition;
    restockedTo: string | null;
    lots: string[];
    serials: string[];
  }[];
  updatedAt: string;
}
