import { describe, expect, it } from 'vitest';
import * as cancellation from '../../../../src/connectors/sandbox-wms/cancellation.ts';
import * as fulfillmentOrder from '../../../../src/connectors/sandbox-wms/fulfillment-order.ts';
import * as fulfillmentChange from '../../../../src/connectors/sandbox-wms/fulfillment-change.ts';
import { stateOf } from '../../../../src/connectors/sandbox-wms/fulfillment-state.ts';
import * as returnNotice from '../../../../src/connectors/sandbox-wms/return-notice.ts';
import { receiptOf } from '../../../../src/connectors/sandbox-wms/return-receipt.ts';
import { FulfillmentState } from '../../../../src/domain/fulfillment-state.ts';
import {
  OutboundCancellation,
  OutboundFulfillmentOrder,
  OutboundReturnNotice,
  type OutboundFulfillmentChange,
} from '../../../../src/domain/outbound.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import { ReturnReceipt } from '../../../../src/domain/return.ts';
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

  it('reads an order that left in two parcels, one of them taken back, with every line, lot, carton and step', () => {
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

  it('sends a change as the whole order that should be', () => {
    expect(fulfillmentChange.fromCanonical(change())).toEqual(read('fulfillment-order.sent'));
  });

  it('tells what the warehouse holds of each line only when it took a change in part', () => {
    const answer = { verdict: 'partly', reason: null, lines: [{ ref: '11', quantity: '1', unit: 'C62' }] };
    expect(fulfillmentChange.toReceipt(answer, change()).lines).toEqual([
      { lineId: '11', quantity: quantity(1) },
      { lineId: '13', quantity: quantity(0) },
    ]);
    expect(fulfillmentChange.toReceipt({ ...answer, verdict: 'accepted' }, change())).toMatchObject({ verdict: 'accepted', lines: null });
    expect(fulfillmentChange.toReceipt({ ...answer, verdict: 'refused', reason: 'No.' }, change())).toMatchObject({
      note: 'No.',
      lines: null,
    });
  });

  it('announces goods that will come back by our line ids', () => {
    expect(returnNotice.fromCanonical(as(OutboundReturnNotice, 'return-notice.canonical'))).toEqual(read('return-notice.sent'));
  });

  it('reads what came back: its condition, its shelf, and goods that nobody had announced', () => {
    expect(receiptOf(read('return-receipt.raw'))).toEqual(as(ReturnReceipt, 'return-receipt.canonical'));
  });

  it('takes no condition that it does not know', () => {
    const text = JSON.stringify(read('return-receipt.raw')).replace('"damaged"', '"soggy"');
    expect(() => receiptOf(JSON.parse(text))).toThrow(ContractError);
  });
});

function change(): OutboundFulfillmentChange {
  const order = as(OutboundFulfillmentOrder, 'fulfillment-order.canonical');
  const before = { what: 'quantity', lineId: '11', before: '3', after: '2' } as const;
  return { kind: 'fulfillment-change', schema: 1, reference: order.reference, foreignId: 'FO-000001', changes: [before], order };
}
