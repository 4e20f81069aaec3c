import { describe, expect, it } from 'vitest';
import { shopError } from '../../../../src/connectors/woocommerce/errors.ts';

const GET = { method: 'GET', url: 'https://shop.example/wp-json/wc/v3/orders' } as const;
const PUT = { ...GET, method: 'PUT' } as const;
const wp = (code: string, message = 'Sorry.') => JSON.stringify({ code, message, data: { status: 400 } });

describe("the shop's answers as our errors", () => {
  it.each([
    [401, wp('woocommerce_rest_cannot_view'), 'AuthenticationError', 'connection.auth-failed'],
    [403, wp('crossdock_forbidden'), 'AuthenticationError', 'connection.auth-failed'],
    [401, wp('woocommerce_rest_authentication_error', 'Invalid timestamp.'), 'AuthenticationError', 'api.clock-skew'],
    [400, wp('woocommerce_rest_shop_order_invalid_id'), 'RejectedError', 'delivery.refused'],
    [404, wp('crossdock_order_not_found'), 'RejectedError', 'delivery.refused'],
    [404, wp('rest_no_route'), 'TransientError', 'connection.unreachable'],
    [423, wp('crossdock_fenced'), 'ConfigurationError', 'store.fenced'],
    [409, wp('crossdock_order_trashed'), 'RejectedError', 'delivery.refused'],
    [409, wp('crossdock_busy'), 'ConflictError', 'connection.conflict'],
    [429, '<html>slow down</html>', 'RateLimitedError', 'connection.rate-limited'],
    [500, wp('internal_server_error'), 'TransientError', 'connection.server-error'],
    [503, '<html>maintenance</html>', 'TransientError', 'connection.server-error'],
    [403, '<html>Attention required</html>', 'TransientError', 'connection.contract-broken'],
    [404, '<html>Not found</html>', 'TransientError', 'connection.contract-broken'],
    [301, '', 'ConfigurationError', 'connection.settings-invalid'],
  ])('%i %s is a %s with the code %s', (status, text, name, code) => {
    expect(shopError(GET, { status, headers: {}, text })).toMatchObject({ name, code });
  });

  it('leaves the outcome of a failed write open, and that of a failed read not', () => {
    expect(shopError(PUT, { status: 500, headers: {}, text: '' })).toMatchObject({ committed: 'unknown' });
    expect(shopError(GET, { status: 500, headers: {}, text: '' })).toMatchObject({ committed: 'no' });
  });
});
