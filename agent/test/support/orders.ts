import type { Address } from '../../src/domain/address.ts';
import type { FulfillmentState } from '../../src/domain/fulfillment-state.ts';
import { parseMoney, type Money } from '../../src/domain/money.ts';
import { quantity } from '../../src/domain/quantity.ts';
import { ConnectionId, subjectKey } from '../../src/domain/reference.ts';
import type { SalesOrderState } from '../../src/domain/sales-order-state.ts';
import type { Charge, SalesOrder, SalesOrderLine, TaxAmount } from '../../src/domain/sales-order.ts';
import type { Package, Shipment } from '../../src/domain/shipment.ts';
import { OrderPolicy } from '../../src/ledgers/order/policy.ts';

export const SHOP = ConnectionId.parse('shop');
export const SUBJECT = subjectKey(SHOP, 'sales-order', '1001');

/** A time on the day of the tests, so many seconds after ten o'clock. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 23, 10, 0, 0) + seconds * 1000).toISOString();
}

export function eur(amount: string): Money {
  return parseMoney(amount, 'EUR');
}

export function address(overrides: Partial<Address> = {}): Address {
  return {
    firstName: 'Ada',
    lastName: 'Lovelace',
    company: '',
    line1: '12 Analytical Street',
    line2: '',
    city: 'Berlin',
    state: '',
    postcode: '10115',
    country: 'DE',
    email: 'ada@example.com',
    phone: '+49 30 1234',
    ...overrides,
  };
}

export function vat(amount: string, overrides: Partial<TaxAmount> = {}): TaxAmount {
  return { code: 'DE-VAT-1', name: 'VAT', rate: '19', amount: eur(amount), ...overrides };
}

/** Two mugs of 10.00 with 3.80 tax, or what the overrides say. */
export function line(overrides: Partial<SalesOrderLine> = {}): SalesOrderLine {
  return {
    id: '11',
    sku: 'MUG-01',
    productId: '501',
    name: 'Mug',
    quantity: quantity(2),
    net: eur('20.00'),
    discount: eur('0'),
    taxes: [vat('3.80')],
    ...overrides,
  };
}

export function shippingCharge(overrides: Partial<Charge> = {}): Charge {
  return { id: '31', kind: 'shipping', code: 'flat_rate', name: 'Flat rate', net: eur('5.00'), taxes: [vat('0.95')], ...overrides };
}

/** A paid order of two mugs and flat-rate shipping, 29.75 EUR; its amounts tie. */
export function order(overrides: Partial<SalesOrder> = {}): SalesOrder {
  return {
    kind: 'sales-order',
    schema: 1,
    connection: SHOP,
    id: '1001',
    number: '1001',
    status: 'processing',
    storeStatus: overrides.status ?? 'processing',
    createdAt: at(0),
    updatedAt: at(10),
    currency: 'EUR',
    pricesIncludeTax: false,
    customerId: null,
    vatNumber: null,
    billing: address(),
    shipping: address({ email: '' }),
    lines: [line()],
    charges: [shippingCharge()],
    couponCodes: [],
    payment: { state: 'captured', method: 'stripe', title: 'Card', transactionId: 'ch_1', paidAt: at(5) },
    taxTotal: eur('4.75'),
    total: eur('29.75'),
    refundedTotal: eur('0'),
    refunds: [],
    note: '',
    extensions: {},
    ...overrides,
  };
}

/** The default policy with the connections "erp" and "wms". */
export function policy(overrides: Partial<OrderPolicy> = {}): OrderPolicy {
  return { ...OrderPolicy.parse({ erp: 'erp', wms: 'wms' }), ...overrides };
}

/** Codes for everything that `order()` and `shipment()` need under `policy()`. */
export const CODES: Readonly<Record<string, string>> = {
  'sku|erp|MUG-01': 'ITEM-1',
  'sku|erp|TEA-02': 'ITEM-2',
  'location|erp|main': 'WH-ERP',
  'location|wms|main': 'WH-WMS',
  'shipping-method|wms|flat_rate': 'STANDARD',
  'tax|erp|DE-VAT-1': 'VAT19',
  'carrier|shop|dhl': 'dhl',
  'carrier|shop|dhl#label': 'DHL',
};

export function erpLine(overrides: Partial<SalesOrderState['lines'][number]> = {}): SalesOrderState['lines'][number] {
  return {
    id: '11',
    foreignId: 'sol-1',
    ordered: quantity(2),
    reserved: quantity(2),
    expectedAt: null,
    itemCode: '',
    refused: false,
    allocations: [],
    ...overrides,
  };
}

export function erpState(overrides: Partial<SalesOrderState> = {}): SalesOrderState {
  return {
    kind: 'sales-order-state',
    schema: 1,
    id: 'so-7',
    number: 'SO-7',
    reference: 'shop:1001',
    stage: 'reserved',
    lines: [erpLine()],
    total: eur('29.75'),
    taxTotal: eur('4.75'),
    updatedAt: at(20),
    ...overrides,
  };
}

export function wmsState(overrides: Partial<FulfillmentState> = {}): FulfillmentState {
  return {
    kind: 'fulfillment-state',
    schema: 1,
    id: 'fo-3',
    number: 'FO-3',
    reference: 'shop:1001/1',
    milestone: 'released',
    history: [],
    lines: [],
    wave: null,
    shipments: [],
    updatedAt: at(30),
    ...overrides,
  };
}

export function parcel(overrides: Partial<Package> = {}): Package {
  return {
    id: 'p1',
    trackingNumber: '00340434161094042557',
    carrierCode: 'dhl',
    trackingUrl: null,
    weightGrams: 800,
    dimensionsMm: null,
    ...overrides,
  };
}

/** Both mugs in one parcel of DHL; `units` sends fewer. */
export function shipment(overrides: Partial<Shipment> = {}, units: number | string = 2): Shipment {
  return {
    kind: 'shipment',
    schema: 1,
    id: 'sh-1',
    fulfillmentReference: 'shop:1001/1',
    shippedAt: at(60),
    voidedAt: null,
    lines: [{ lineId: '11', sku: 'MUG-01', quantity: quantity(units), lots: [], serials: [], packageId: null }],
    packages: [parcel()],
    ...overrides,
  };
}
