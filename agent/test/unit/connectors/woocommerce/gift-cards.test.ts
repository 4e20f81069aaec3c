import { describe, expect, it } from 'vitest';
import { rawOrder } from '../../../../src/connectors/woocommerce/raw-order.ts';
import { sumOfParts } from '../../../../src/domain/sales-order.ts';
import { canonical, wooOrder } from './order-fixture.ts';

/** The order of the fixture costs 29.35. */
const CODE = 'ABCD-EFGH-IJKL-7734';

describe('a gift card', () => {
  it.each<[string, Record<string, unknown>]>([
    ['WooCommerce Gift Cards', { gift_cards: [{ id: 4, code: CODE, amount: 10 }], total: '19.350000' }],
    ['PW Gift Cards', { pw_gift_card_lines: [{ id: 4, card_number: CODE, amount: '10.00' }], total: '19.350000' }],
    ['YITH Gift Cards', { meta_data: [{ id: 1, key: '_ywgc_applied_gift_cards', value: { [CODE]: 10 } }], total: '19.350000' }],
    ['a negative fee', { fee_lines: [{ id: 4, name: `Gift card ${CODE}`, total: '-10.000000', taxes: [] }], total: '19.350000' }],
  ])('as %s writes it takes its part off the total', (_plugin, more) => {
    const order = canonical(more);
    expect(order.charges.at(-1)).toMatchObject({ kind: 'gift-card', code: '****7734', net: { minor: -1000 }, taxes: [] });
    expect(order.total.minor).toBe(1935);
    expect(sumOfParts(order)).toEqual(order.total);
  });

  it.each<[string, object]>([
    ['gift_cards', { id: 1, code: CODE, amount: 10 }],
    ['pw_gift_card_lines', { id: 1, card_number: CODE, name: CODE, amount: 10 }],
    ['meta_data', { key: '_ywgc_applied_gift_cards', value: { [CODE]: 10 } }],
    ['fee_lines', { id: 1, name: `Gift Card: ${CODE}` }],
  ])('in %s is kept without its code', (field, row) => {
    const { raw } = rawOrder(wooOrder({ [field]: [row] }));
    const kept = JSON.stringify((raw as Record<string, unknown>)[field]);
    expect(kept).not.toMatch(/ABCD|EFGH|IJKL/);
    expect(kept).toContain('7734');
  });

  it('counts once when its plugin writes a fee as well', () => {
    const fee = { id: 4, name: 'Gift card', total: '-10.000000', taxes: [] };
    const order = canonical({
      fee_lines: [fee],
      meta_data: [{ id: 1, key: '_ywgc_applied_gift_cards', value: { [CODE]: 10 } }],
      total: '19.350000',
    });
    expect(order.charges.filter(({ kind }) => kind === 'gift-card')).toHaveLength(1);
    expect(sumOfParts(order)).toEqual(order.total);
  });

  it('is left out when the shop does not take it off the total', () => {
    const order = canonical({ gift_cards: [{ id: 4, code: CODE, amount: 10 }] });
    expect(order.charges.some(({ kind }) => kind === 'gift-card')).toBe(false);
    expect(sumOfParts(order)).toEqual(order.total);
  });

  it('may pay everything', () => {
    const order = canonical({ gift_cards: [{ id: 4, code: CODE, amount: '29.35' }], total: '0.00' });
    expect(order).toMatchObject({ total: { minor: 0 }, payment: { state: 'captured' } });
    expect(sumOfParts(order)).toEqual(order.total);
  });

  it('shows nothing of a short code', () => {
    expect(canonical({ gift_cards: [{ id: 4, code: '7734', amount: 10 }], total: '19.35' }).charges.at(-1)?.code).toBe('****');
  });

  it('is not what a product or an ordinary allowance is', () => {
    const fees = [
      { id: 4, name: 'Loyalty', total: '-1.000000', taxes: [] },
      { id: 5, name: 'Gift card fee', total: '1.000000', taxes: [] },
    ];
    expect(canonical({ fee_lines: fees }).charges.map(({ kind }) => kind)).toEqual(['shipping', 'fee', 'fee']);
  });
});
