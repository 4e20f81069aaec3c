import { describe, expect, it } from 'vitest';
import * as cancellation from '../../../../src/connectors/sandbox-erp/cancellation.ts';
import * as creditMemo from '../../../../src/connectors/sandbox-erp/credit-memo.ts';
import * as customer from '../../../../src/connectors/sandbox-erp/customer.ts';
import { readHint } from '../../../../src/connectors/sandbox-erp/hint.ts';
import * as orderChange from '../../../../src/connectors/sandbox-erp/order-change.ts';
import { authorizationOf } from '../../../../src/connectors/sandbox-erp/return-authorization.ts';
import * as returnOrder from '../../../../src/connectors/sandbox-erp/return-order.ts';
import * as salesOrder from '../../../../src/connectors/sandbox-erp/sales-order.ts';
import { stateOf } from '../../../../src/connectors/sandbox-erp/sales-order-state.ts';
import * as shipment from '../../../../src/connectors/sandbox-erp/shipment.ts';
import {
  OutboundCancellation,
  OutboundCreditMemo,
  OutboundCustomer,
  OutboundReturnOrder,
  OutboundSalesOrder,
  OutboundShipment,
} from '../../../../src/domain/outbound.ts';
import { CreditMemo, ReturnAuthorization } from '../../../../src/domain/return.ts';
import { SalesOrderState } from '../../../../src/domain/sales-order-state.ts';
import { ContractError } from '../../../../src/errors/errors.ts';
import { signBody } from '../../../peers/hooks.ts';
import { fixturesOf } from '../fixtures.ts';

const { read, as } = fixturesOf('sandbox-erp');

describe('the documents of the sandbox ERP', () => {
  it('sends a customer with names of any script', () => {
    expect(customer.fromCanonical(as(OutboundCustomer, 'customer.canonical'))).toEqual(read('customer.sent'));
  });

  it('sends a sales order with discount, voucher, gift card, fractions and two tax rates as decimal strings', () => {
    expect(salesOrder.fromCanonical(as(OutboundSalesOrder, 'sales-order.canonical'))).toEqual(read('sales-order.sent'));
  });

  it('sends a shipment by the ERP line where it is known, by ours where not', () => {
    expect(shipment.fromCanonical(as(OutboundShipment, 'shipment.canonical'))).toEqual(read('shipment.sent'));
  });

  it('sends a cancellation with its reason', () => {
    expect(cancellation.fromCanonical(as(OutboundCancellation, 'cancellation.canonical'))).toEqual(read('cancellation.sent'));
  });

  it('sends a return by the ERP line where it is known, by ours where not', () => {
    expect(returnOrder.fromCanonical(as(OutboundReturnOrder, 'return-order.canonical'))).toEqual(read('return-order.sent'));
  });

  it('sends money back with its lines, its shipping and the whole, which may be more than both', () => {
    expect(creditMemo.fromCanonical(as(OutboundCreditMemo, 'credit-memo.asked'))).toEqual(read('credit-memo.sent'));
  });

  it('reads a return that was made in the ERP, with what goes out instead', () => {
    expect(authorizationOf(read('return-authorization.raw'))).toEqual(as(ReturnAuthorization, 'return-authorization.canonical'));
  });

  it('reads a credit memo under the reference that we gave, or under none', () => {
    expect(creditMemo.memoOf(read('credit-memo.raw'))).toEqual(as(CreditMemo, 'credit-memo.canonical'));
    expect(creditMemo.memoOf({ ...(read('credit-memo.raw') as object), reference: '' }).reference).toBeNull();
  });

  it.each([
    ['sales-order', 'sales-order-state'],
    ['return-order', 'return-authorization'],
    ['credit-memo', 'credit-memo'],
  ])('takes word of a changed %s as a reason to read it', (kind, expected) => {
    const body = JSON.stringify({ event: `${kind}.changed`, kind, id: 'X-1' });
    const headers = { 'x-sandbox-signature': signBody('a-secret', body) };
    expect(readHint('a-secret', { headers, body })).toEqual([{ kind: expected, id: 'X-1' }]);
  });

  it('does not take word of something that it does not read, whatever it is called', () => {
    for (const kind of ['customer', 'constructor']) {
      const body = JSON.stringify({ kind, id: 'X-1' });
      expect(readHint('a-secret', { headers: { 'x-sandbox-signature': signBody('a-secret', body) }, body })).toEqual([]);
    }
  });

  it('says what the ERP holds of each line when it took a change only partly, and nothing of lines when it took all', () => {
    const answer = { ...(read('sales-order-state.raw') as object), existed: false, reason: '2 × ERP-1001 have left already.' };
    const partly = orderChange.toReceipt({ ...answer, verdict: 'partly' });
    expect(partly).toMatchObject({ verdict: 'partly', note: '2 × ERP-1001 have left already.', state: { stage: 'backordered' } });
    expect(partly.lines).toEqual([
      { lineId: '11', quantity: { value: '2', unit: 'C62' } },
      { lineId: '13', quantity: { value: '0.5', unit: 'KGM' } },
    ]);
    expect(orderChange.toReceipt({ ...answer, verdict: 'accepted', reason: null }).lines).toBeNull();
  });

  it('reads the state of a backordered order with the warehouses that set goods aside, and a line that will never come', () => {
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
    expect(() => salesOrder.toReceipt(older, order)).toThrow(/33\.00 EUR \(tax 5\.65\).*37\.00 EUR \(tax 5\.65\)/);
  });
});
