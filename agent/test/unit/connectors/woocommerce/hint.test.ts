import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { webhookHints } from '../../../../src/connectors/woocommerce/hint.ts';
import { AuthenticationError } from '../../../../src/errors/errors.ts';

const SECRET = 'shared';

function hook(body: string, resource = 'order', secret = SECRET) {
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  return { headers: { 'x-wc-webhook-signature': signature, 'x-wc-webhook-resource': resource }, body };
}

describe('a WooCommerce webhook', () => {
  it('hints at its order, whatever else the body says', () => {
    expect(webhookHints(hook('{"id":42,"status":"trash","name":"Zoë"}'), SECRET)).toEqual([{ kind: 'sales-order', id: '42' }]);
  });

  it('hints at nothing when it is the unsigned ping of a new webhook', () => {
    expect(webhookHints({ headers: {}, body: 'webhook_id=7' }, SECRET)).toEqual([]);
  });

  it('hints at nothing when the order was gone before it was delivered', () => {
    const body = '{"code":"woocommerce_rest_shop_order_invalid_id","message":"Invalid ID.","data":{"status":404}}';
    expect(webhookHints(hook(body), SECRET)).toEqual([]);
  });

  it('hints at nothing when it is about a product', () => {
    expect(webhookHints(hook('{"id":42}', 'product'), SECRET)).toEqual([]);
  });

  it.each([
    ['signed with another secret', hook('{"id":42}', 'order', 'other')],
    ['not signed', { headers: {}, body: '{"id":42}' }],
    ['changed on its way', { ...hook('{"id":42}'), body: '{"id":43}' }],
  ])('is refused when it is %s', (_how, request) => {
    expect(() => webhookHints(request, SECRET)).toThrow(AuthenticationError);
  });

  it('is refused when its body is not JSON', () => {
    expect(() => webhookHints(hook('{"id":'), SECRET)).toThrow(expect.objectContaining({ code: 'api.body-malformed' }));
  });
});
