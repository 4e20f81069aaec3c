import { __ } from '@wordpress/i18n';
import type { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';
import type { OrderDetail, TraceStep } from '../../../agent/src/protocol/orders.ts';
import type { ConnectionStatus } from '../../../agent/src/protocol/status.ts';
import type { MappingKind } from '../data/reads.ts';
import type { Tone } from './badge.tsx';

export type Stage = OrderDetail['order']['stage'];

/** A state in words and the tone that goes with it. */
export interface Label {
  readonly text: string;
  readonly tone: Tone;
}

// Functions, not constants: translations are loaded after the modules.
const stages = (): Record<Stage, Label> => ({
  ignored: { text: __('Not sent yet', 'crossdock'), tone: 'info' },
  blocked: { text: __('Needs a person', 'crossdock'), tone: 'bad' },
  held: { text: __('On hold', 'crossdock'), tone: 'wait' },
  received: { text: __('Received', 'crossdock'), tone: 'wait' },
  accepted: { text: __('Accepted by the ERP', 'crossdock'), tone: 'wait' },
  reserved: { text: __('Stock reserved', 'crossdock'), tone: 'wait' },
  backordered: { text: __('Waits for stock', 'crossdock'), tone: 'bad' },
  released: { text: __('At the warehouse', 'crossdock'), tone: 'wait' },
  picked: { text: __('Picked', 'crossdock'), tone: 'wait' },
  packed: { text: __('Packed', 'crossdock'), tone: 'wait' },
  'partially-shipped': { text: __('Partly shipped', 'crossdock'), tone: 'wait' },
  shipped: { text: __('Shipped', 'crossdock'), tone: 'good' },
  completed: { text: __('Completed', 'crossdock'), tone: 'good' },
  cancelling: { text: __('Being cancelled', 'crossdock'), tone: 'wait' },
  cancelled: { text: __('Cancelled', 'crossdock'), tone: 'info' },
});

/** A stage that this version does not know is shown as it is. */
export function stageLabel(stage: string): Label {
  const known: Partial<Record<string, Label>> = stages();
  return known[stage] ?? { text: stage, tone: 'info' };
}

export function classLabel(kind: ExceptionRow['class']): string {
  const labels = {
    technical: __('Technical', 'crossdock'),
    'master-data': __('Master data', 'crossdock'),
    business: __('Business', 'crossdock'),
  };
  return labels[kind];
}

export function ownerLabel(owner: ExceptionRow['owner']): string {
  const labels = {
    integration: __('Integration', 'crossdock'),
    ecommerce: __('Ecommerce team', 'crossdock'),
    erp: __('ERP team', 'crossdock'),
    warehouse: __('Warehouse', 'crossdock'),
    finance: __('Finance', 'crossdock'),
  };
  return labels[owner];
}

export function connectionLabel(state: ConnectionStatus['state']): Label {
  const labels: Record<ConnectionStatus['state'], Label> = {
    ok: { text: __('Works', 'crossdock'), tone: 'good' },
    waiting: { text: __('Waits and tries again', 'crossdock'), tone: 'wait' },
    stopped: { text: __('Stopped, needs a person', 'crossdock'), tone: 'bad' },
    paused: { text: __('Paused', 'crossdock'), tone: 'info' },
    starting: { text: __('Starting', 'crossdock'), tone: 'info' },
  };
  return labels[state];
}

export function outcomeLabel(outcome: TraceStep['outcome']): Label {
  const labels: Record<TraceStep['outcome'], Label> = {
    ok: { text: __('Done', 'crossdock'), tone: 'good' },
    waiting: { text: __('Waits', 'crossdock'), tone: 'wait' },
    retrying: { text: __('Tries again', 'crossdock'), tone: 'wait' },
    refused: { text: __('Refused', 'crossdock'), tone: 'bad' },
    info: { text: __('Note', 'crossdock'), tone: 'info' },
  };
  return labels[outcome];
}

export const MAPPING_KINDS: readonly MappingKind[] = [
  'sku',
  'location',
  'carrier',
  'shipping-method',
  'tax',
  'payment-method',
  'status',
  'unit',
];

interface KindLabel {
  readonly plural: string;
  readonly key: string;
  readonly map: string;
}

/** How a mapping table is called, what stands on its left side, and what the button says. */
export function kindLabel(kind: MappingKind): KindLabel {
  const labels: Record<MappingKind, KindLabel> = {
    sku: { plural: __('SKUs', 'crossdock'), key: __('SKU', 'crossdock'), map: __('Map this SKU', 'crossdock') },
    location: { plural: __('Locations', 'crossdock'), key: __('Location', 'crossdock'), map: __('Map this location', 'crossdock') },
    carrier: { plural: __('Carriers', 'crossdock'), key: __('Carrier', 'crossdock'), map: __('Map this carrier', 'crossdock') },
    'shipping-method': {
      plural: __('Shipping methods', 'crossdock'),
      key: __('Shipping method', 'crossdock'),
      map: __('Map this shipping method', 'crossdock'),
    },
    tax: { plural: __('Taxes', 'crossdock'), key: __('Tax', 'crossdock'), map: __('Map this tax', 'crossdock') },
    'payment-method': {
      plural: __('Payment methods', 'crossdock'),
      key: __('Payment method', 'crossdock'),
      map: __('Map this payment method', 'crossdock'),
    },
    status: { plural: __('Statuses', 'crossdock'), key: __('Status', 'crossdock'), map: __('Map this status', 'crossdock') },
    unit: { plural: __('Units', 'crossdock'), key: __('Unit', 'crossdock'), map: __('Map this unit', 'crossdock') },
  };
  return labels[kind];
}
