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
  [field: string]: unknown;
}

export interface WooLine {
  id: number;
  sku: string;
  quantity: number;
  [field: string]: unknown;
}

/** What an order is made of; money in cents without tax. */
export interface OrderSpec {
  readonly lines?: readonly { sku: string; quantity: number; cents: number; name?: string; productId?: number; variationId?: number }[];
  /** Taken off every line, with a coupon line that says so. */
  readonly discountPercent?: number;
  readonly feeCents?: number;
  readonly shipping?: { method: string; title: string; cents: number } | null;
  /** One rate on everything; 0 for none. Default 20. */
  readonly taxPercent?: number;
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
  const percent = spec.taxPercent ?? 20;
  const discount = spec.discountPercent ?? (n % 5 === 0 ? 10 : 0);
  const lines = (spec.lines ?? goodsOf(n)).map((line, at) => lineOf(n * 100 + at, line, discount, percent));
  const shipping = spec.shipping === undefined ? { method: 'flat_rate', title: 'Flat rate', cents: 490 } : spec.shipping;
  const shippingTax = shipping ? taxOn(shipping.cents, percent) : 0;
  const fee = spec.feeCents ?? (n % 7 === 0 ? 150 : 0);
  const goodsTax = lines.reduce((sum, line) => sum + line.tax, 0) + taxOn(fee, percent);
  const goods = lines.reduce((sum, line) => sum + line.net, 0);
  const tax = goodsTax + shippingTax;
  const taken = lines.reduce((sum, line) => sum + line.taken, 0);
  const time = new Date(now).toISOString().slice(0, 19);
  const person = { company: '', address_2: '', state: '', phone: '+49 221 1234', ...(PEOPLE[n % PEOPLE.length] ?? PEOPLE[0]) };
  return {
    id: n,
    parent_id: 0,
    number: String(n),
    status: 'processing',
    currency: 'EUR',
    version: '11.0.1',
    prices_include_tax: false,
    date_created_gmt: time,
    date_modified_gmt: time,
    date_paid_gmt: time,
    discount_total: money(taken),
    shipping_total: money(shipping?.cents ?? 0),
    shipping_tax: money(shippingTax),
    cart_tax: money(goodsTax),
    total: money(goods + fee + (shipping?.cents ?? 0) + tax),
    total_tax: money(tax),
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
    tax_lines: percent === 0 ? [] : [taxLine(n, percent, goodsTax, shippingTax)],
    shipping_lines: shipping ? [shippingLine(n, shipping, shippingTax, percent)] : [],
    fee_lines: fee === 0 ? [] : [{ id: n * 100 + 90, name: 'Gift wrap', ...amounts(fee, percent), meta_data: [] }],
    coupon_lines: discount === 0 ? [] : [{ id: n * 100 + 92, code: `save${discount}`, discount: money(taken), meta_data: [] }],
    refunds: [],
    ...spec.order,
  };
}

function goodsOf(n: number): NonNullable<OrderSpec['lines']> {
  return Array.from({ length: 1 + (n % 3) }, (_, at) => ({
    ...(GOODS[(n + at) % GOODS.length] ?? GOODS[0]),
    quantity: 1 + ((n + at) % 3),
  }));
}

function lineOf(id: number, line: NonNullable<OrderSpec['lines']>[number], discount: number, percent: number) {
  const before = line.cents * line.quantity;
  const taken = Math.round((before * discount) / 100);
  const net = before - taken;
  const json: WooLine = {
    id,
    name: line.name ?? line.sku,
    product_id: line.productId ?? 500 + (id % 50),
    variation_id: line.variationId ?? 0,
    quantity: line.quantity,
    tax_class: '',
    subtotal: money(before),
    subtotal_tax: money(taxOn(before, percent)),
    ...amounts(net, percent),
    meta_data: [{ id, key: '_reduced_stock', value: String(line.quantity) }],
    sku: line.sku,
    price: net / line.quantity / 100,
    image: { id: '', src: '' },
  };
  return { net, taken, tax: taxOn(net, percent), json };
}

function amounts(net: number, percent: number) {
  const tax = money(taxOn(net, percent));
  return { total: money(net), total_tax: tax, taxes: percent === 0 ? [] : [{ id: 1, total: tax, subtotal: tax }] };
}

function taxLine(n: number, percent: number, goods: number, shipping: number) {
  return {
    id: n * 100 + 93,
    rate_code: 'VAT-1',
    rate_id: 1,
    label: 'VAT',
    compound: false,
    tax_total: money(goods),
    shipping_tax_total: money(shipping),
    rate_percent: percent,
    meta_data: [],
  };
}

function shippingLine(n: number, shipping: NonNullable<OrderSpec['shipping']>, tax: number, percent: number) {
  return {
    id: n * 100 + 91,
    method_title: shipping.title,
    method_id: shipping.method,
    instance_id: '1',
    total: money(shipping.cents),
    total_tax: money(tax),
    taxes: percent === 0 ? [] : [{ id: 1, total: money(tax), subtotal: '' }],
    meta_data: [],
  };
}

function taxOn(net: number, percent: number): number {
  return Math.round((net * percent) / 100);
}

function money(cents: number): string {
  return (cents / 100).toFixed(2);
}
