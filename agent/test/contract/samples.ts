import type { Address } from '../../src/domain/address.ts';
import type {
  OutboundCancellation,
  OutboundCreditMemo,
  OutboundCustomer,
  OutboundFulfillmentChange,
  OutboundFulfillmentOrder,
  OutboundOrderChange,
  OutboundReturnNotice,
  OutboundReturnOrder,
  OutboundSalesOrder,
  OutboundShipment,
} from '../../src/domain/outbound.ts';
import { parseMoney } from '../../src/domain/money.ts';
import { quantity } from '../../src/domain/quantity.ts';

let counter = Math.floor(Math.random() * 1_000_000) * 1000;

/** A number that no other sample of this run has. */
export function nextSerial(): number {
  counter += 1;
  return counter;
}

export const ADDRESS: Address = {
  firstName: 'Zoë',
  lastName: 'Ångström',
  company: '',
  line1: 'Hauptstraße 5',
  line2: '',
  city: 'Köln',
  state: '',
  postcode: '50667',
  country: 'DE',
  email: 'zoe@example.org',
  phone: '+49 221 123456',
};

const euro = (amount: string): ReturnType<typeof parseMoney> => parseMoney(amount, 'EUR');

export function sampleCustomer(more: Partial<OutboundCustomer> = {}): OutboundCustomer {
  const serial = nextSerial();
  return {
    kind: 'customer',
    schema: 1,
    reference: `shop:${serial}`,
    name: 'Zoë Ångström',
    email: `zoe-${serial}@example.org`,
    phone: '+49 221 123456',
    company: '',
    vatNumber: null,
    guest: false,
    billing: ADDRESS,
    shipping: ADDRESS,
    ...more,
  };
}

/** Two mugs at 10.00 and shipping at 5.00, with 20 % tax: 30.00 in all, of which 5.00 tax. */
export function sampleSalesOrder(
  more: Partial<OutboundSalesOrder> & Pick<OutboundSalesOrder, 'customerId'>,
  codes: { item: string; tax: string },
): OutboundSalesOrder {
  const serial = nextSerial();
  const tax = (amount: string): OutboundSalesOrder['lines'][number]['taxes'] => [{ code: codes.tax, rate: '20', amount: euro(amount) }];
  return {
    kind: 'sales-order',
    schema: 1,
    reference: `shop:${serial}`,
    number: String(serial),
    orderedAt: '2026-11-20T10:00:00.000Z',
    currency: 'EUR',
    pricesIncludeTax: false,
    billing: ADDRESS,
    shipping: ADDRESS,
    warehouseCode: 'WH1',
    shippingMethodCode: null,
    lines: [
      {
        id: '11',
        sku: 'MUG-BLUE',
        name: 'Mug, blue',
        itemCode: codes.item,
        quantity: quantity(2),
        net: euro('20.00'),
        discount: euro('0'),
        taxes: tax('4.00'),
      },
    ],
    charges: [{ id: '12', kind: 'shipping', code: 'flat_rate', name: 'Flat rate', net: euro('5.00'), taxes: tax('1.00') }],
    payment: { state: 'captured', method: 'stripe', title: 'Card', transactionId: `tx-${serial}`, paidAt: '2026-11-20T10:00:05.000Z' },
    taxTotal: euro('5.00'),
    total: euro('30.00'),
    note: '',
    ...more,
  };
}

export function sampleFulfillmentOrder(more: Partial<OutboundFulfillmentOrder> = {}, item = 'MUG-BLUE'): OutboundFulfillmentOrder {
  const serial = nextSerial();
  return {
    kind: 'fulfillment-order',
    schema: 1,
    reference: `shop:${serial}/1`,
    orderReference: `shop:${serial}`,
    orderNumber: String(serial),
    warehouseCode: 'MAIN',
    serviceCode: 'DHL-STD',
    shipTo: ADDRESS,
    lines: [{ id: '11', itemCode: item, sku: item, name: 'Mug, blue', quantity: quantity(2) }],
    note: '',
    ...more,
  };
}

export function sampleShipment(more: Partial<OutboundShipment> & Pick<OutboundShipment, 'reference' | 'orderForeignId'>): OutboundShipment {
  const serial = nextSerial();
  return {
    kind: 'shipment',
    schema: 1,
    shipmentId: `SH-${serial}`,
    warehouseCode: 'WH1',
    shippedAt: '2026-11-21T15:30:00.000Z',
    lines: [{ lineId: '11', foreignLineId: null, itemCode: 'ERP-1001', quantity: quantity(1), lots: [], serials: [], packageId: null }],
    packages: [
      {
        id: `PK-${serial}`,
        trackingNumber: '3318810025',
        carrierCode: 'DHL',
        carrierName: 'DHL',
        trackingUrl: null,
        weightGrams: 820,
        dimensionsMm: null,
      },
    ],
    voided: false,
    message: null,
    ...more,
  };
}

export function sampleCancellation(of: OutboundCancellation['of'], foreignId: string, reference: string): OutboundCancellation {
  return { kind: 'cancellation', schema: 1, of, foreignId, reference, reason: 'The customer changed their mind.' };
}

/** The order as the warehouse holds it, but with other units of its first line. */
export function sampleFulfillmentChange(foreignId: string, order: OutboundFulfillmentOrder, units = 3): OutboundFulfillmentChange {
  const [first, ...rest] = order.lines;
  if (first === undefined) throw new Error('a fulfillment order without lines');
  return {
    kind: 'fulfillment-change',
    schema: 1,
    reference: order.reference,
    foreignId,
    changes: [{ what: 'quantity', lineId: first.id, before: first.quantity.value, after: String(units) }],
    order: { ...order, lines: [{ ...first, quantity: quantity(units) }, ...rest] },
  };
}

export function sampleReturnNotice(item = 'MUG-BLUE'): OutboundReturnNotice {
  const serial = nextSerial();
  return {
    kind: 'return-notice',
    schema: 1,
    reference: `shop:${serial}/R1`,
    orderReference: `shop:${serial}`,
    orderNumber: String(serial),
    warehouseCode: 'MAIN',
    trackingNumber: null,
    lines: [{ lineId: '11', foreignLineId: null, itemCode: item, sku: item, quantity: quantity(1), reason: 'It does not fit.' }],
  };
}

/** The same order with other units of its first line, at the same price each. */
export function sampleOrderChange(foreignId: string, order: OutboundSalesOrder, units: string): OutboundOrderChange {
  const part = (amount: number, line: OutboundSalesOrder['lines'][number]): number =>
    (amount * Number(units)) / Number(line.quantity.value);
  const [first, ...rest] = order.lines;
  if (first === undefined) throw new Error('the sample has no line');
  const taxes = first.taxes.map((tax) => ({ ...tax, amount: { ...tax.amount, minor: part(tax.amount.minor, first) } }));
  const line = { ...first, quantity: quantity(units), net: { ...first.net, minor: part(first.net.minor, first) }, taxes };
  const lines = [line, ...rest];
  const sum = (parts: readonly { minor: number }[]): number => parts.reduce((total, { minor }) => total + minor, 0);
  const tax = sum([...lines, ...order.charges].flatMap((one) => one.taxes.map(({ amount }) => amount)));
  const total = tax + sum([...lines, ...order.charges].map(({ net }) => net));
  return {
    kind: 'order-change',
    schema: 1,
    reference: order.reference,
    foreignId,
    changes: [{ what: 'quantity', lineId: first.id, before: first.quantity.value, after: units }],
    order: { ...order, lines, taxTotal: { ...order.taxTotal, minor: tax }, total: { ...order.total, minor: total } },
  };
}

const returned = (units: string): OutboundReturnOrder['lines'][number] => ({
  lineId: '11',
  foreignLineId: null,
  itemCode: 'ERP-1001',
  sku: 'MUG-BLUE',
  quantity: quantity(units),
  reason: 'Does not match the sofa.',
});

export function sampleReturnOrder(orderReference: string, orderForeignId: string, units: string): OutboundReturnOrder {
  const reference = `${orderReference}/R1`;
  return { kind: 'return-order', schema: 1, reference, orderReference, orderForeignId, lines: [returned(units)] };
}

/** One mug of 10.00 with 20 % tax. */
export function sampleCreditMemo(orderReference: string, orderForeignId: string): OutboundCreditMemo {
  return {
    kind: 'credit-memo',
    schema: 1,
    reference: `${orderReference}/R1/credit`,
    orderReference,
    orderForeignId,
    returnForeignId: null,
    currency: 'EUR',
    lines: [{ ...returned('1'), net: euro('10.00'), taxes: [{ code: 'VAT20', rate: '20', amount: euro('2.00') }] }],
    charges: [],
    amount: euro('12.00'),
    reason: 'Came back.',
  };
}
