import { describe, expect, it } from 'vitest';
import { rawOrder } from '../../../../src/connectors/woocommerce/raw-order.ts';
import { wooOrder } from './order-fixture.ts';

describe('the raw order that is kept', () => {
  it('drops what is noise or too personal', () => {
    const noisy = {
      meta_data: [
        { key: '_wc_order_attribution_utm_source', value: 'x' },
        { key: 'gift', value: 'yes' },
      ],
    };
    const { raw } = rawOrder(wooOrder(noisy));
    const text = JSON.stringify(raw);
    for (const gone of ['_links', '198.51.100.7', 'Mozilla', 'order_key', 'attribution', 'display_key', 'x.png'])
      expect(text).not.toContain(gone);
    expect(raw).toMatchObject({ meta_data: [{ key: 'gift', value: 'yes' }] });
  });

  it('has the same version when only the date of modification or our own meta moved', () => {
    const later = { date_modified_gmt: '2026-03-23T00:00:00', date_modified: '2026-03-23T00:00:00' };
    const own = {
      meta_data: [
        { id: 1, key: '_gift', value: 'yes' },
        { id: 2, key: '_crossdock_shipments', value: [] },
      ],
    };
    expect(rawOrder(wooOrder({ ...later, ...own })).version).toBe(rawOrder(wooOrder()).version);
  });

  it.each([
    ['status', { status: 'completed' }],
    ['shipping', { shipping: {} }],
    ['meta', { meta_data: [] }],
  ])('has another version when its %s changed', (_part, more) => {
    expect(rawOrder(wooOrder(more)).version).not.toBe(rawOrder(wooOrder()).version);
  });
});
