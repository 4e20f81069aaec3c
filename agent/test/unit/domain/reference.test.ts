import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionId, orderReference, splitSubject, subjectKey, SubjectKey, subjectOfReference } from '../../../src/domain/reference.ts';

const connection = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/).map((id) => ConnectionId.parse(id));
const orderId = fc.stringMatching(/^[A-Za-z0-9_.:#-]{1,30}$/);
const suffix = fc.stringMatching(/^(\/[A-Za-z0-9/-]{1,10})?$/);

describe('a reference', () => {
  it('that we gave away leads back to its order, with and without the suffix of a fulfillment order', () => {
    fc.assert(
      fc.property(connection, orderId, suffix, (shop, id, rest) => {
        const subject = subjectKey(shop, 'sales-order', id);
        expect(subjectOfReference(orderReference(subject) + rest)).toBe(subject);
      }),
    );
  });

  it.each([
    ['shop:1001', 'shop/sales-order/1001'],
    ['shop:1001/1', 'shop/sales-order/1001'],
    ['shop-2:1001/1/b', 'shop-2/sales-order/1001'],
    ['1001', null],
    ['', null],
    ['shop:', null],
    ['shop:/1', null],
    ['shop:1001/', null],
    ['Shop:1001', null],
    ['2shop:1001', null],
    [' shop:1001', null],
    ['shop:10 01', null],
    ['PO 4711: urgent', null],
    [`${'a'.repeat(32)}:1`, null],
  ])('"%s" belongs to %s', (reference, subject) => {
    expect(subjectOfReference(reference)).toBe(subject);
  });
});

describe('a subject key', () => {
  it('is split into the parts that it was made of, whatever slashes the id has', () => {
    fc.assert(
      fc.property(connection, fc.stringMatching(/^[a-z]([a-z-]*)$/), fc.stringMatching(/^[^\s]{1,20}$/), (shop, kind, id) => {
        expect(splitSubject(subjectKey(shop, kind, id))).toEqual({ connection: shop, kind, id });
      }),
    );
  });

  it.each(['1001', 'shop/1001', 'shop/sales-order/', '/sales-order/1', 'Shop/sales-order/1'])('is never "%s"', (text) => {
    expect(SubjectKey.safeParse(text).success).toBe(false);
  });
});

it.each(['', 'Shop', '1shop', 'my shop', 'shop_1', 'a'.repeat(32), 'shop/1'])('a connection is never named "%s"', (text) => {
  expect(ConnectionId.safeParse(text).success).toBe(false);
});
