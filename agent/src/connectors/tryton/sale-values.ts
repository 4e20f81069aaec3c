import { formatMoney, type Money } from '../../domain/money.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { ProductRef } from './lookups.ts';
import { priceLines } from './pricing.ts';
import type { TrytonSettings } from './settings.ts';
import { date, decimal } from './wire.ts';

/** What has to be known of Tryton before an order can be put in its words. */
export interface SaleParts {
  readonly company: number;
  readonly currency: number;
  readonly party: number;
  readonly invoiceAddress: number;
  readonly shipmentAddress: number;
  readonly warehouse: number;
  readonly paymentTerm: number | null;
  readonly products: ReadonlyMap<string, ProductRef>;
  readonly taxes: ReadonlyMap<string, number>;
  /** Fields of optional modules that this database has. */
  readonly fields: ReadonlySet<string>;
}

/** Codes of all products that the order needs, those of its charges too. */
export function productCodes(order: OutboundSalesOrder, settings: TrytonSettings): string[] {
  return [...order.lines.map((line) => line.itemCode), ...bookedCharges(order).map((charge) => chargeCode(charge.kind, settings))];
}

/** Codes of all taxes that the order needs. */
export function taxCodes(order: OutboundSalesOrder): string[] {
  return [...order.lines, ...order.charges].flatMap((part) => part.taxes.map((tax) => tax.code));
}

/** Pure: the values of a new sale. Our line ids stand in the lines' notes, our reference in the web id. */
export function saleValues(order: OutboundSalesOrder, parts: SaleParts, settings: TrytonSettings): Record<string, unknown> {
  return {
    company: parts.company,
    currency: parts.currency,
    party: parts.party,
    invoice_address: parts.invoiceAddress,
    shipment_address: parts.shipmentAddress,
    warehouse: parts.warehouse,
    sale_date: date(order.orderedAt),
    reference: order.number,
    web_id: order.reference,
    comment: order.note,
    invoice_method: settings.invoiceMethod,
    shipment_method: 'order',
    ...(parts.paymentTerm === null ? {} : { payment_term: parts.paymentTerm }),
    // Shipping is a line of the order; the carrier's own price must not be invoiced again.
    ...(parts.fields.has('shipment_cost_method') ? { shipment_cost_method: null } : {}),
    lines: [
      [
        'create',
        [
          ...order.lines.flatMap((line) => goodsLines(line, parts)),
          ...bookedCharges(order).map((charge) => chargeLine(charge, parts, settings)),
        ],
      ],
    ],
  };
}

type Line = OutboundSalesOrder['lines'][number];
type Charge = OutboundSalesOrder['charges'][number];

function goodsLines(line: Line, parts: SaleParts): Record<string, unknown>[] {
  const priced = priceLines(line.quantity.value, line.net);
  if (priced === null) {
    throw new RejectedError({
      code: 'erp.order-refused',
      message: `${line.quantity.value} × "${line.itemCode}" for ${formatMoney(line.net)} ${line.net.currency} cannot be said in Tryton's unit prices.`,
      facts: { itemCode: line.itemCode },
    });
  }
  return priced.map((part) =>
    lineValues({ ...part, code: line.itemCode, name: line.name, note: lineNote(line.id), taxes: line.taxes }, parts),
  );
}

function chargeLine(charge: Charge, parts: SaleParts, settings: TrytonSettings): Record<string, unknown> {
  const price = formatMoney(charge.net);
  return lineValues(
    { quantity: '1', unitPrice: price, code: chargeCode(charge.kind, settings), name: charge.name, note: null, taxes: charge.taxes },
    parts,
  );
}

interface LineSource {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly code: string;
  readonly name: string;
  readonly note: string | null;
  readonly taxes: Line['taxes'];
}

function lineValues(source: LineSource, parts: SaleParts): Record<string, unknown> {
  const product = parts.products.get(source.code);
  if (product === undefined) throw new Error(`product ${source.code} was not looked up`);
  const taxes = [...new Set(source.taxes.map((tax) => parts.taxes.get(tax.code)))].filter((id) => id !== undefined);
  return {
    type: 'line',
    product: product.id,
    unit: product.unit,
    quantity: Number(source.quantity),
    unit_price: decimal(source.unitPrice),
    description: source.name,
    note: source.note,
    taxes: [['add', taxes]],
  };
}

// A free shipping method is no line: there is nothing to book.
function bookedCharges(order: OutboundSalesOrder): readonly Charge[] {
  return order.charges.filter((charge) => charge.net.minor !== 0 || charge.taxes.some((tax) => tax.amount.minor !== 0));
}

function chargeCode(kind: Charge['kind'], settings: TrytonSettings): string {
  return kind === 'shipping' ? settings.shippingProduct : settings.feeProduct;
}

const NOTE = /^shop line (\S+)/;

/** The note by which a sale line remembers our line; people read it too. */
export function lineNote(lineId: string): string {
  return `shop line ${lineId}`;
}

/** Our line id in a sale line's note, or null. */
export function lineIdOf(note: string | null): string | null {
  return NOTE.exec(note ?? '')?.[1] ?? null;
}

/** What the order must come to in Tryton. */
export function expectedUntaxed(order: OutboundSalesOrder): Money {
  return { minor: order.total.minor - order.taxTotal.minor, currency: order.currency };
}
