import { formatMoney, type Money } from '../../domain/money.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { subjectOfReference } from '../../domain/reference.ts';
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

/** What of an order, or of a credit, becomes lines of a sale. */
export type Priced = Pick<
  OutboundSalesOrder,
  'reference' | 'number' | 'orderedAt' | 'note' | 'currency' | 'lines' | 'charges' | 'taxTotal' | 'total'
>;

/** How a sale is booked: `sign` -1 takes back, `values` are laid over those of an ordinary order. */
export interface SaleKind {
  readonly sign: 1 | -1;
  readonly values: Readonly<Record<string, unknown>>;
}

const ORDER: SaleKind = { sign: 1, values: {} };

/** Codes of all products that the order needs, those of its charges too. */
export function productCodes(order: Priced, settings: TrytonSettings): string[] {
  return [...order.lines.map((line) => line.itemCode), ...bookedCharges(order).map((charge) => chargeCode(charge.kind, settings))];
}

/** Codes of all taxes that the order needs. */
export function taxCodes(order: Pick<Priced, 'lines' | 'charges'>): string[] {
  return [...order.lines, ...order.charges].flatMap((part) => part.taxes.map((tax) => tax.code));
}

/** Pure: the values of a new sale. Our line ids stand in the lines' notes, our reference in the web id. */
export function saleValues(
  order: Priced,
  parts: SaleParts,
  settings: TrytonSettings,
  { sign, values }: SaleKind = ORDER,
): Record<string, unknown> {
  const lines = [
    ...order.lines.flatMap((line) => goodsLines(line, parts)),
    ...bookedCharges(order).map((charge) => chargeLine(charge, parts, settings)),
  ];
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
    ...values,
    lines: [['create', lines.map((line) => ({ ...line, quantity: sign * line.quantity }))]],
  };
}

type Line = OutboundSalesOrder['lines'][number];
type Charge = OutboundSalesOrder['charges'][number];

function goodsLines(line: Line, parts: SaleParts): LineValues[] {
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

function chargeLine(charge: Charge, parts: SaleParts, settings: TrytonSettings): LineValues {
  const price = formatMoney(charge.net);
  return lineValues(
    {
      quantity: '1',
      unitPrice: price,
      code: chargeCode(charge.kind, settings),
      name: charge.name,
      note: chargeNote(charge.id),
      taxes: charge.taxes,
    },
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

type LineValues = Record<string, unknown> & { readonly quantity: number };

function lineValues(source: LineSource, parts: SaleParts): LineValues {
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
function bookedCharges(order: Pick<Priced, 'charges'>): readonly Charge[] {
  return order.charges.filter((charge) => charge.net.minor !== 0 || charge.taxes.some((tax) => tax.amount.minor !== 0));
}

function chargeCode(kind: Charge['kind'], settings: TrytonSettings): string {
  if (kind !== 'gift-card') return kind === 'shipping' ? settings.shippingProduct : settings.feeProduct;
  if (settings.giftCardProduct !== undefined) return settings.giftCardProduct;
  throw new RejectedError({
    code: 'erp.order-refused',
    message: 'A gift card paid a part, and the settings name no product for gift cards ("giftCardProduct").',
  });
}

const NOTE = /^shop line (\S+)/;
const CHARGE_NOTE = /^shop charge (\S+)/;

/** The note of the lines that take a rounding difference of the tax. */
export const ROUNDING_NOTE = 'shop rounding';

/** The note by which a sale line remembers our line; people read it too. */
export function lineNote(lineId: string): string {
  return `shop line ${lineId}`;
}

/** The note by which a sale line remembers a charge of the shop. */
export function chargeNote(chargeId: string): string {
  return `shop charge ${chargeId}`;
}

/** Our line id in a sale line's note, or null. */
export function lineIdOf(note: string | null): string | null {
  return NOTE.exec(note ?? '')?.[1] ?? null;
}

/** The shop's charge in a sale line's note, or null. */
export function chargeIdOf(note: string | null): string | null {
  return CHARGE_NOTE.exec(note ?? '')?.[1] ?? null;
}

/** How the web id of a sale ends that books money back ("shop:1001/R1/credit"). */
export const CREDIT_SUFFIX = '/credit';

// What takes something back has a web id of ours too, with a suffix ("shop:1001/R1"); sales of other web shops have their own.
/** True for the web id of an order of ours. */
export function isOrderReference(webId: string | null): boolean {
  return webId !== null && !webId.includes('/') && subjectOfReference(webId) !== null;
}

/** What the order must come to in Tryton. */
export function expectedUntaxed(order: Pick<Priced, 'total' | 'taxTotal' | 'currency'>): Money {
  return { minor: order.total.minor - order.taxTotal.minor, currency: order.currency };
}
