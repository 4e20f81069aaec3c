import { describe, expect, it } from 'vitest';
import * as cancellation from '../../../../src/connectors/sandbox-wms/cancellation.ts';
import * as fulfillmentOrder from '../../../../src/connectors/sandbox-wms/fulfillment-order.ts';
import { stateOf } from '../../../../src/connectors/sandbox-wms/fulfillment-state.ts';
import { FulfillmentState } from '../../../../src/domain/fulfillment-state.ts';
import { OutboundCancellation, OutboundFulfillmentOrder } from '../../../../src/domain/outbound.ts';
import { ContractError } from '../../../../src/errors/errors.ts';
import { fixturesOf } from '../fixtures.ts';

const { read, as } = fixturesOf('sandbox-wms');

describe('the documents of the sandbox warehouse', () => {
  it('sends a fulfillment order with our line ids', () => {
    expect(fulfillmentOrder.fromCanonical(as(OutboundFulfillmentOrder, 'fulfillment-order.canonical'))).toEqual(
      read('fulfillment-order.sent'),
    );
  });

  it('sends a cancellation with its reason', () => {
    expect(cancellation.fromCanonical(as(OutboundCancellation, 'cancellation.canonical'))).toEqual(read('cancellation.sent'));
  });

  it('reads an order that left in two parcels, with lots, packages and the times of every step', () => {
    expect(stateOf(read('fulfillment-state.raw'))).toEqual(as(FulfillmentState, 'fulfillment-state.canonical'));
  });

  it('takes an empty tracking number as none', () => {
    const text = JSON.stringify(read('fulfillment-state.raw')).replaceAll(/"trackingNumber":"[^"]*"/g, '"trackingNumber":""');
    const packages = stateOf(JSON.parse(text)).shipments.flatMap((shipment) => shipment.packages);
    expect(packages.map((parcel) => parcel.trackingNumber)).toEqual([null, null]);
  });

  it('names the field that does not fit', () => {
    const raw = { ...(read('fulfillment-state.raw') as object), history: [{ status: 'lost', at: '2026-11-20T10:00:00.000Z' }] };
    expect(() => stateOf(raw)).toThrow(
      expect.objectContaining({ name: ContractError.name, message: expect.stringContaining('history.0.status') }),
    );
  });
});
