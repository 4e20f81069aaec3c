import type { Address } from '../../../src/domain/address.ts';
import { parseMoney, sumMoney } from '../../../src/domain/money.ts';
import type {
  OutboundCancellation,
  OutboundCreditMemo,
  OutboundCustomer,
  OutboundOrderChange,
  OutboundReturnOrder,
  OutboundSalesOrder,
  OutboundShipment,
} from '../../../src/domain/outbound.ts';
import { quantity } from '../../../src/domain/quantity.ts';

let serial = 1000;

/** A new reference for every document. */
export function nextReference(): string {
  serial += 1;
  return `shop:${serial}`;
}

export function address(more: Partial<Address> = {}): Address {
  return {
    firstName: 'Ada',
    lastName: 'Lovelace',
    company: '',
    line1: '12 Rue de la Paix',
    line2: '',
    city: 'Paris',
    state: '',
    postcode: '75002',
    country: 'FR',
    email: 'ada@example.com',
    phone: '+33 1 23 45 67 89',
    ...more,
  };
}

export function customer(more: Partial<OutboundCustomer> = {}): OutboundCustomer {
  const reference = more.reference ?? nextReference();
  return {
    kind: 'customer',
    schema: 1,
    reference,
    name: 'Ada Lovelace',
    email: `ada.${reference.replace(':', '.')}@example.com`,
    phone: '+33 1 23 45 67 89',
    company: '',
    vatNumber: null,
    guest: false,
    billing: address(),
    shipping: address(),
    ...more,
  };
}

/** A line in short: code, pieces, net sum, tax sum by tax name. */
export interface ShortLine {
  readonly code: string;
  readonly pieces: number | string;
  readonly net: string;
  readonly discount?: string;
  readonly tax: Readonly<Record<string, string>>;
}

export interface ShortCharge {
  readonly kind: 'shipping' | 'fee' | 'gift-card';
  readonly net: string;
  readonly tax: Readonly<Record<string, string>>;
}

/** An order whose total is the sum of its parts. `taxes` maps tax names to Tryton's ids. */
export function salesOrder(
  customerId: string,
  lines: readonly ShortLine[],
  charges: readonly ShortCharge[] = [],
  more: Partial<OutboundSalesOrder> = {},
): OutboundSalesOrder {
  const reference = more.reference ?? nextReference();
  const currency = more.currency ?? 'EUR';
  const money = (text: string): ReturnType<typeof parseMoney> => parseMoney(text, currency);
  const taxes = (tax: Readonly<Record<string, string>>): OutboundSalesOrder['lines'][number]['taxes'] =>
    Object.entries(tax).map(([code, amount]) => ({ code, rate: null, amount: money(amount) }));
  const parts = [...lines, ...charges];
  const taxTotal = sumMoney(
    currency,
    parts.flatMap((part) => Object.values(part.tax).map(money)),
  );
  const net = sumMoney(
    currency,
    parts.map((part) => money(part.net)),
  );
  return {
    kind: 'sales-order',
    schema: 1,
    reference,
    number: reference.split(':')[1] ?? reference,
    orderedAt: new Date().toISOString(),
    currency,
    pricesIncludeTax: false,
    customerId,
    billing: address(),
    shipping: address(),
    warehouseCode: 'WH',
    shippingMethodCode: null,
    lines: lines.map((line, index) => ({
      id: String(11 + index),
      sku: line.code,
      name: `Shop name of ${line.code}`,
      itemCode: line.code,
      quantity: quantity(line.pieces),
      net: money(line.net),
      discount: money(line.discount ?? '0'),
      taxes: taxes(line.tax),
    })),
    charges: charges.map((charge, index) => ({
      id: String(81 + index),
      kind: charge.kind,
      code: '',
      name: `A ${charge.kind}`,
      net: money(charge.net),
      taxes: taxes(charge.tax),
    })),
    payment: { state: 'captured', method: 'stripe', title: 'Card', transactionId: 'tx', paidAt: null },
    taxTotal,
    total: sumMoney(currency, [net, taxTotal]),
    note: 'Please ring twice',
    ...more,
  };
}

/** A parcel with so many pieces of each line (by our line id). */
export function shipment(
  order: OutboundSalesOrder,
  orderForeignId: string,
  pieces: Readonly<Record<string, number>>,
  more: Partial<OutboundShipment> = {},
): OutboundShipment {
  serial += 1;
  return {
    kind: 'shipment',
    schema: 1,
    reference: order.reference,
    shipmentId: `SH-${serial}`,
    orderForeignId,
    warehouseCode: order.warehouseCode,
    shippedAt: new Date().toISOString(),
    lines: Object.entries(pieces).map(([lineId, count]) => ({
      lineId,
      foreignLineId: null,
      itemCode: order.lines.find((line) => line.id === lineId)?.itemCode ?? 'unknown',
      quantity: quantity(count),
      lots: [],
      serials: [],
      packageId: null,
    })),
    packages: [
      {
        id: `PK-${serial}`,
        trackingNumber: `TRACK-${serial}`,
        carrierCode: 'ACME Parcel',
        carrierName: 'ACME',
        trackingUrl: null,
        weightGrams: 800,
        dimensionsMm: null,
      },
    ],
    voided: false,
    message: null,
    ...more,
  };
}

export function cancellation(order: OutboundSalesOrder, foreignId: string): OutboundCancellation {
  return {
    kind: 'cancellation',
    schema: 1,
    of: 'sales-order',
    foreignId,
    reference: order.reference,
    reason: 'The customer changed their mind.',
  };
}

/** The order as it should be now; the same reference and number. */
export function change(before: OutboundSalesOrder, foreignId: string, after: OutboundSalesOrder): OutboundOrderChange {
  const { reference, number, orderedAt } = before;
  return { kind: 'order-change', schema: 1, reference, foreignId, changes: [], order: { ...after, reference, number, orderedAt } };
}

/** So many pieces of each line (by our line id) come back. */
export function returnOrder(
  order: OutboundSalesOrder,
  orderForeignId: string,
  pieces: Readonly<Record<string, number>>,
  returnId = 'R1',
): OutboundReturnOrder {
  const lines = Object.entries(pieces).map(([lineId, count]) => ({
    ...named(order, lineId),
    quantity: quantity(count),
    reason: 'Too small',
  }));
  const reference = `${order.reference}/${returnId}`;
  return { kind: 'return-order', schema: 1, reference, orderReference: order.reference, orderForeignId, lines };
}

/** Money back for lines (by our line id: pieces, net sum, tax sum by tax name) and so much that has no line. */
export function creditMemo(
  order: OutboundSalesOrder,
  orderForeignId: string,
  given: Readonly<Record<string, readonly [pieces: number, net: string, tax: Readonly<Record<string, string>>]>>,
  rest = '0',
  more: Partial<OutboundCreditMemo> = {},
): OutboundCreditMemo {
  const { currency } = order;
  const lines = Object.entries(given).map(([lineId, [count, net, tax]]) => ({
    ...named(order, lineId),
    quantity: quantity(count),
    reason: 'Too small',
    net: parseMoney(net, currency),
    taxes: Object.entries(tax).map(([code, amount]) => ({ code, rate: null, amount: parseMoney(amount, currency) })),
  }));
  const parts = lines.flatMap((line) => [line.net, ...line.taxes.map(({ amount }) => amount)]);
  return {
    kind: 'credit-memo',
    schema: 1,
    reference: `${order.reference}/R1/credit`,
    orderReference: order.reference,
    orderForeignId,
    returnForeignId: null,
    currency,
    lines,
    charges: [],
    amount: sumMoney(currency, [...parts, parseMoney(rest, currency)]),
    reason: 'Return R1, too small',
    ...more,
  };
}

function named(order: OutboundSalesOrder, lineId: string) {
  const line = order.lines.find(({ id }) => id === lineId);
  return { lineId, foreignLineId: null, itemCode: line?.itemCode ?? 'unknown', sku: line?.sku ?? 'unknown' };
}
