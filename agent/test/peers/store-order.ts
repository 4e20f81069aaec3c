import { digitsOf, minorOf, percentOf, written } from './store-money.ts';

/** The part of a wc/v3 order that the sandbox store keeps; whatever else is given travels along. */
export interface WooOrder {
  id: number;
  number: string;
  status: string;
  currency: string;
  date_created_gmt: string;
  date_modified_gmt: string;
  date_paid_gmt: string | null;
  total: string;
  total_tax: string;
  line_items: WooLine[];
  shipping_lines: WooPart[];
  fee_lines: WooPart[];
  tax_lines: WooTaxLine[];
  refunds: { id: number; reason: string; total: string }[];
  [field: string]: unknown;
}

export interface WooPart {
  id: number;
  total: string;
  total_tax: string;
  taxes: { id: number; total: string; subtotal: string }[];
  meta_data: { id: number; key: string; value: unknown }[];
  [field: string]: unknown;
}

export interface WooLine extends WooPart {
  sku: string;
  quantity: number;
}

export interface WooTaxLine {
  rate_id: number;
  rate_code: string;
  rate_percent: number;
  tax_total: string;
  shipping_tax_total: string;
  [field: string]: unknown;
}

/** A line to be sold; `cents` is the price of one unit. */
export interface LineSpec {
  readonly sku: string;
  readonly quantity: number;
  readonly cents: number;
  readonly name?: string;
  readonly productId?: number;
  readonly variationId?: number;
}

/** What an order is made of; money in the currency's minor unit, without tax. */
export interface OrderSpec {
  readonly lines?: readonly LineSpec[];
  /** Taken off every line, with a coupon line that says so. */
  readonly discountPercent?: number;
  readonly feeCents?: number;
  readonly shipping?: { method: string; title: string; cents: number } | null;
  /** One rate on everything; 0 for none. Default 20. */
  readonly taxPercent?: number;
  /** Several rates on everything, one beside the other; used instead of `taxPercent`. */
  readonly taxPercents?: readonly number[];
  /** ISO 4217; decides how many digits amounts have. Default EUR. */
  readonly currency?: string;
  /** The prices of lines hold their tax already; net and tax then have more digits than money has, as in WooCommerce. */
  readonly pricesIncludeTax?: boolean;
  /** Cards that paid a part, as the Gift Cards extension tells them. */
  readonly giftCards?: readonly { code: string; cents: number }[];
  /** Fields of the wc/v3 order that replace what was made, for instance status, billing, date_paid_gmt. */
  readonly order?: Readonly<Record<string, unknown>>;
}

const GOODS = [
  { sku: 'MUG-BLUE', name: 'Mug, blue', cents: 1250 },
  { sku: 'TEE-M', name: 'T-shirt, medium', cents: 1999 },
  { sku: 'HOODIE', name: 'Hoodie', cents: 4549 },
  { sku: 'CAP', name: 'Cap', cents: 1533 },
  { sku: 'SOCKS', name: 'Socks, pair', cents: 667 },
] as const;

const PEOPLE = [
  { first_name: 'Zoë', last_name: 'Müller', address_1: 'Hauptstraße 5', city: 'Köln', postcode: '50667', country: 'DE' },
  { first_name: 'Ada', last_name: 'King', address_1: '12 Mill Lane', city: 'Leeds', postcode: 'LS1 4AP', country: 'GB' },
  { first_name: 'יעל', last_name: 'כהן', address_1: 'דיזנגוף 100', city: 'תל אביב', postcode: '6433222', country: 'IL' },
  { first_name: 'Joy 🎈', last_name: 'O’Neil', address_1: '1 Quay Street', city: 'Galway', postcode: 'H91 X2F5', country: 'IE' },
] as const;

/** A realistic paid order whose amounts tie; `n` is its id and decides its variety. */
export function sampleOrder(n: number, spec: OrderSpec = {}, now: number = Date.now()): WooOrder {
  const till = tillOf(spec);
  const discount = spec.discountPercent ?? (n % 5 === 0 ? 10 : 0);
  const lines = (spec.lines ?? goodsOf(n)).map((line, at) => soldLine(n * 100 + at, line, discount, till));
  const shipping = spec.shipping === undefined ? { method: 'flat_rate', title: 'Flat rate', cents: 490 } : spec.shipping;
  const fee = spec.feeCents ?? (n % 7 === 0 ? 150 : 0);
  const taken = lines.reduce((sum, line) => sum + line.taken, 0);
  const time = new Date(now).toISOString().slice(0, 19);
  const person = { company: '', address_2: '', state: '', phone: '+49 221 1234', ...(PEOPLE[n % PEOPLE.length] ?? PEOPLE[0]) };
  const order: WooOrder = {
    id: n,
    parent_id: 0,
    number: String(n),
    status: 'processing',
    currency: till.currency,
    version: '11.0.1',
    prices_include_tax: till.inclusive,
    date_created_gmt: time,
    date_modified_gmt: time,
    date_paid_gmt: time,
    total: '',
    total_tax: '',
    customer_id: n % 3 === 0 ? 0 : 40 + (n % 3),
    customer_note: n % 4 === 0 ? 'Please ring twice.' : '',
    created_via: 'checkout',
    billing: { ...person, email: `customer-${n % 50}@shop.example` },
    shipping: person,
    payment_method: 'stripe',
    payment_method_title: 'Card',
    transaction_id: `ch_${n}`,
    meta_data: [{ id: n, key: '_wc_order_attribution_source_type', value: 'typein' }],
    line_items: lines.map((line) => line.json),
    tax_lines: till.percents.map((percent, at) => taxLine(n * 100 + 93 + at, at + 1, percent)),
    shipping_lines: shipping ? [shippingLine(n * 100 + 91, shipping, till)] : [],
    fee_lines: fee === 0 ? [] : [{ id: n * 100 + 90, name: 'Gift wrap', ...amounts(fee, till), meta_data: [] }],
    coupon_lines:
      discount === 0
        ? []
        : [{ id: n * 100 + 92, code: `save${discount}`, discount: written(Math.round(taken), till.digits), meta_data: [] }],
    refunds: [],
    ...(spec.giftCards ? { gift_cards: spec.giftCards.map((card, at) => giftCard(n * 10 + at, card, till)) } : {}),
  };
  return Object.assign(addUp(order), spec.order);
}

/** In what currency, with which taxes and at what kind of prices is sold. */
interface Till {
  readonly currency: string;
  readonly digits: number;
  readonly percents: readonly number[];
  readonly inclusive: boolean;
}

function tillOf(spec: OrderSpec): Till {
  const currency = spec.currency ?? 'EUR';
  const percents = (spec.taxPercents ?? [spec.taxPercent ?? 20]).filter((percent) => percent !== 0);
  return { currency, digits: digitsOf(currency), percents, inclusive: spec.pricesIncludeTax ?? false };
}

/** The till at which an order was sold, for lines that are added or changed later. */
export function tillFor(order: WooOrder): Till {
  const percents = order.tax_lines.map((line) => line.rate_percent);
  return { currency: order.currency, digits: digitsOf(order.currency), percents, inclusive: order['prices_include_tax'] === true };
}

/** Makes the totals of an order what its parts sum to, as WooCommerce does when somebody presses "recalculate": rounded only at the end. */
export function addUp(order: WooOrder): WooOrder {
  const { digits } = tillFor(order);
  const sum = (parts: readonly WooPart[], of: (part: WooPart) => unknown): number =>
    parts.reduce((total, part) => total + minorOf(of(part), EXACT), 0) / 10 ** (EXACT - digits);
  const goods = [...order.line_items, ...order.fee_lines];
  const net = sum([...goods, ...order.shipping_lines], (part) => part.total);
  const cartTax = sum(goods, (part) => part.total_tax);
  const shippingTax = sum(order.shipping_lines, (part) => part.total_tax);
  const round = (minor: number): string => written(Math.round(minor), digits);
  for (const line of order.tax_lines) {
    const of = (part: WooPart): unknown => part.taxes.find(({ id }) => id === line.rate_id)?.total;
    line.tax_total = round(sum(goods, of));
    line.shipping_tax_total = round(sum(order.shipping_lines, of));
  }
  const cards = (order['gift_cards'] as readonly { amount: string }[] | undefined) ?? [];
  const paid = cards.reduce((total, card) => total + minorOf(card.amount, digits), 0);
  return Object.assign(order, {
    discount_total: round(sum(order.line_items, (line) => line['subtotal']) - sum(order.line_items, (line) => line.total)),
    shipping_total: round(sum(order.shipping_lines, (part) => part.total)),
    shipping_tax: round(shippingTax),
    cart_tax: round(cartTax),
    total: round(net + cartTax + shippingTax - paid),
    total_tax: round(cartTax + shippingTax),
  });
}

/** Digits that WooCommerce keeps of parts whose price held the tax. */
const EXACT = 6;

function goodsOf(n: number): readonly LineSpec[] {
  return Array.from({ length: 1 + (n % 3) }, (_, at) => ({
    ...(GOODS[(n + at) % GOODS.length] ?? GOODS[0]),
    quantity: 1 + ((n + at) % 3),
  }));
}

/** A line as it stands in an order; `taken` is what a discount took off. */
export function soldLine(id: number, line: LineSpec, discount: number, till: Till): { taken: number; json: WooLine } {
  const share = till.inclusive ? 1 + till.percents.reduce((sum, percent) => sum + percent, 0) / 100 : 1;
  const before = (line.cents * line.quantity) / share;
  const taken = till.inclusive ? (before * discount) / 100 : Math.round((before * discount) / 100);
  const net = before - taken;
  const subtotal = amounts(before, till);
  const json: WooLine = {
    id,
    name: line.name ?? line.sku,
    product_id: line.productId ?? 500 + (id % 50),
    variation_id: line.variationId ?? 0,
    quantity: line.quantity,
    tax_class: '',
    subtotal: subtotal.total,
    subtotal_tax: subtotal.total_tax,
    ...amounts(net, till),
    meta_data: [{ id, key: '_reduced_stock', value: String(line.quantity) }],
    sku: line.sku,
    price: net / line.quantity / 10 ** till.digits,
    image: { id: '', src: '' },
  };
  return { taken, json };
}

/** What a part costs without tax (in minor units, with a fraction where the price held the tax), with the taxes on it. */
export function amounts(net: number, till: Till): Pick<WooPart, 'total' | 'total_tax' | 'taxes'> {
  const text = (minor: number): string => (till.inclusive ? (minor / 10 ** till.digits).toFixed(EXACT) : written(minor, till.digits));
  const taxes = till.percents.map((percent) => (till.inclusive ? (net * percent) / 100 : percentOf(net, percent)));
  return {
    total: text(net),
    total_tax: text(taxes.reduce((sum, tax) => sum + tax, 0)),
    taxes: taxes.map((tax, at) => ({ id: at + 1, total: text(tax), subtotal: text(tax) })),
  };
}

function taxLine(id: number, rate: number, percent: number): WooTaxLine {
  return {
    id,
    rate_code: `VAT-${rate}`,
    rate_id: rate,
    label: 'VAT',
    compound: false,
    tax_total: '0',
    shipping_tax_total: '0',
    rate_percent: percent,
    meta_data: [],
  };
}

function shippingLine(id: number, shipping: NonNullable<OrderSpec['shipping']>, till: Till): WooPart {
  const { taxes, ...rest } = amounts(shipping.cents, till);
  return {
    id,
    method_title: shipping.title,
    method_id: shipping.method,
    instance_id: '1',
    ...rest,
    taxes: taxes.map((tax) => ({ ...tax, subtotal: '' })),
    meta_data: [],
  };
}

function giftCard(id: number, card: { code: string; cents: number }, till: Till): object {
  return { id, code: card.code, amount: written(card.cents, till.digits) };
}
