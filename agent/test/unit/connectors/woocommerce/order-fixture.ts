import type { RawDocument } from '../../../../src/connector/contract.ts';
import { rawOrder } from '../../../../src/connectors/woocommerce/raw-order.ts';
import { toSalesOrder } from '../../../../src/connectors/woocommerce/sales-order.ts';
import { ConnectionId } from '../../../../src/domain/reference.ts';
import type { SalesOrder } from '../../../../src/domain/sales-order.ts';

export const SHOP = ConnectionId.parse('shop');

/** An order as wc/v3 answers with dp=6: two lines, one of them a variation, one tax, flat rate, paid by card. */
export function wooOrder(more: Record<string, unknown> = {}): { id: number } & Record<string, unknown> {
  return {
    id: 727,
    parent_id: 0,
    number: '727',
    order_key: 'wc_order_58d2d042d1d',
    created_via: 'checkout',
    status: 'processing',
    currency: 'USD',
    date_created: '2026-03-22T16:28:02',
    date_created_gmt: '2026-03-22T19:28:02',
    date_modified: '2026-03-22T16:28:08',
    date_modified_gmt: '2026-03-22T19:28:08',
    total: '29.350000',
    total_tax: '1.350000',
    prices_include_tax: false,
    customer_id: 0,
    customer_ip_address: '198.51.100.7',
    customer_user_agent: 'Mozilla/5.0',
    customer_note: '',
    billing: address({ email: 'john.doe@example.com', phone: '(555) 555-5555' }),
    shipping: address({}),
    payment_method: 'stripe',
    payment_method_title: 'Card',
    transaction_id: 'ch_1',
    date_paid_gmt: '2026-03-22T19:28:08',
    meta_data: [{ id: 13106, key: '_gift', value: 'yes' }],
    line_items: [
      {
        id: 315,
        name: 'Woo Single #1',
        product_id: 93,
        variation_id: 0,
        quantity: 2,
        subtotal: '6.000000',
        total: '6.000000',
        taxes: [{ id: 75, total: '0.450000', subtotal: '0.450000' }],
        meta_data: [],
        sku: 'SINGLE',
        image: { id: 1, src: 'x.png' },
      },
      {
        id: 316,
        name: 'Ship Your Idea &ndash; Color: Black, Size: M',
        product_id: 22,
        variation_id: 23,
        quantity: 1,
        subtotal: '12.000000',
        total: '12.000000',
        taxes: [{ id: 75, total: '0.900000', subtotal: '0.900000' }],
        meta_data: [{ id: 2095, key: 'pa_color', value: 'black', display_key: 'Color', display_value: 'black' }],
        sku: 'Bar3',
      },
    ],
    tax_lines: [
      {
        id: 318,
        rate_code: 'US-CA-STATE TAX',
        rate_id: 75,
        label: 'State Tax',
        compound: false,
        tax_total: '1.350000',
        shipping_tax_total: '0.000000',
        rate_percent: 7.5,
      },
    ],
    shipping_lines: [{ id: 317, method_title: 'Flat Rate', method_id: 'flat_rate', instance_id: '3', total: '10.000000', taxes: [] }],
    fee_lines: [],
    coupon_lines: [],
    refunds: [],
    _links: { self: [{ href: 'https://example.com/wp-json/wc/v3/orders/727' }] },
    ...more,
  };
}

export function address(more: Record<string, string>): Record<string, string> {
  return {
    first_name: 'John',
    last_name: 'Doe',
    company: '',
    address_1: '969 Market',
    address_2: '',
    city: 'San Francisco',
    state: 'CA',
    postcode: '94103',
    country: 'US',
    ...more,
  };
}

export function canonical(more: Record<string, unknown> = {}): SalesOrder {
  return toSalesOrder(rawOrder(wooOrder(more)), SHOP);
}

export function rawOf(raw: unknown): RawDocument {
  return { id: '727', version: null, raw };
}
