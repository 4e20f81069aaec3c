import type { Booked } from './books.ts';

export const WMS_STEPS = ['allocated', 'released', 'picked', 'packed', 'shipped'] as const;
export type WmsStatus = (typeof WMS_STEPS)[number] | 'partially-shipped' | 'exception' | 'cancelled';

export interface WmsLine {
  ref: string;
  item: string;
  sku: string;
  name: string;
  quantity: string;
  unit: string;
  shipped: string;
}

export interface WmsPackage {
  id: string;
  carrier: string;
  trackingNumber: string | null;
  trackingUrl: string | null;
  weightGrams: number;
}

export interface WmsShipment {
  id: string;
  shippedAt: string;
  lines: { ref: string; sku: string; quantity: string; unit: string; lots: string[]; serials: string[] }[];
  packages: WmsPackage[];
}

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
  lines: WmsLine[];
  shipments: WmsShipment[];
  history: { status: WmsStatus; at: string }[];
  createdAt: string;
  updatedAt: string;
}

/** How orders that match (by substring, every given field) are treated. */
export interface WmsRule {
  readonly reference?: string;
  readonly note?: string;
  readonly sku?: string;
  readonly orderNumber?: string;
  /** Ships in two parts. */
  readonly partial?: boolean;
  /** Stops before it is picked until it is let go. */
  readonly hold?: boolean;
  /** Parcels leave without a tracking number. */
  readonly noTracking?: boolean;
}
