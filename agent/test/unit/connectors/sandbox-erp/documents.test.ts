import { describe, expect, it } from 'vitest';
import * as cancellation from '../../../../src/connectors/sandbox-erp/cancellation.ts';
import * as customer from '../../../../src/connectors/sandbox-erp/customer.ts';
import * as salesOrder from '../../../../src/connectors/sandbox-erp/sales-order.ts';
import { stateOf } from '../../../../src/connectors/sandbox-erp/sales-order-state.ts';
import * as shipment from '../../../../src/connectors/sandbox-erp/shipment.ts';
import { OutboundCancellation, OutboundCustomer, OutboundSalesOrder, OutboundShipment } from '../../../../src/domain/outbound.ts';
import { SalesOrderState } from '../../../../src/domain/sales-order-state.ts';
import { ContractError } from '../../../../src/errors/errors.ts';
import { fixturesOf } from '../fixtures.ts';

const { read, as } = fixturesOf('sandbox-erp');

describe('the documents of the sandbox ERP', () => {
  it('sends a customer with names of any script', () => {
    expect(customer.fromCanonical(as(OutboundCustomer, 'customer.canonical'))).toEqual(read('customer.sent'));
  });

  it('sends a sales order with discount, voucher, fractions and two tax rates as decimal strings', () => {
    expect(salesOrder.fromCanonical(as(OutboundSalesOrder, 'sales-order.canonical'))).toEqual(read('sales-order.sent'));
  });

  it('sends a shipment by the ERP line where it is known, by ours where not', () => {
    expect(shipment.fromCanonical(as(OutboundShipment, 'shipment.canonical'))).toEqual(read('shipment.sent'));
  });

  it('sends a cancellation with its reason', () => {
    expect(cancellation.fromCanonical(as(OutboundCancellation, 'cancellation.canonical'))).toEqual(read('cancellation.sent'));
  });

  it('reads the state of a backordered order', () => {
    expect(stateOf(read('sales-order-state.raw'))).toEqual(as(SalesOrderState, 'sales-order-state.canonical'));
  });

  it('keeps the digits of currencies that have none or three', () => {
    const raw = { ...(read('sales-order-state.raw') as object), total: '2880', taxTotal: '480', currency: 'JPY' };
    expect(stateOf(raw).total).toEqual({ minor: 2880, currency: 'JPY' });
    expect(stateOf({ ...raw, total: '2.412', currency: 'KWD' }).total).toEqual({ minor: 2412, currency: 'KWD' });
  });

  it('names the field that does not fit', () => {
    const raw = {
      ...(read('sales-order-state.raw') as object),
      lines: [{ id: 'SO-1-1', ref: '11', quantity: 'two', unit: 'C62', reserved: '0', expectedAt: null }],
    };
    expect(() => stateOf(raw)).toThrow(
      expect.objectContaining({ name: ContractError.name, message: expect.stringContaining('lines.0.quantity') }),
    );
  });

  it('gives the receipt of a booked order with its state', () => {
    const order = as(OutboundSalesOrder, 'sales-order.canonical');
    const receipt = salesOrder.toReceipt(read('sales-order-state.raw'), order);
    expect(receipt).toMatchObject({ foreign: { id: 'SO-000001' }, existed: false, state: { stage: 'backordered' } });
  });

  it('refuses an order that was booked before with another total, and shows both sums', () => {
    const order = as(OutboundSalesOrder, 'sales-order.canonical');
    const older = { ...(read('sales-order-state.raw') as object), existed: true, total: '37.00' };
    expect(() => salesOrder.toReceipt(older, order)).toThrow(/38\.00 EUR \(tax 5\.65\).*37\.00 EUR \(tax 5\.65\)/);
  });
});
