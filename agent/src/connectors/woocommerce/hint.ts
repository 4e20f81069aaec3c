import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Hint, HookRequest } from '../../connector/contract.ts';
import { AuthenticationError, ContractError } from '../../errors/errors.ts';

const Payload = z.looseObject({ id: z.number().int().positive() });

/**
 * WooCommerce's own webhooks, for an agent that the plugin's doorbell cannot reach. The body is only a hint: it shows the order as it was
 * delivered, may hold an error object instead, and its delivery id is not unique.
 */
export function webhookHints(request: HookRequest, secret: string): readonly Hint[] {
  if (isPing(request)) return [];
  verify(request, secret);
  if (request.headers['x-wc-webhook-resource'] !== 'order') return [];
  const payload = Payload.safeParse(parse(request.body));
  return payload.success ? [{ kind: 'sales-order', id: String(payload.data.id) }] : [];
}

/** A new webhook announces itself with "webhook_id=7", form-encoded and unsigned. */
function isPing(request: HookRequest): boolean {
  return request.headers['x-wc-webhook-signature'] === undefined && /^webhook_id=\d+$/.test(request.body.trim());
}

function verify(request: HookRequest, secret: string): void {
  const expected = createHmac('sha256', secret).update(request.body, 'utf8').digest();
  const given = Buffer.from(request.headers['x-wc-webhook-signature'] ?? '', 'base64');
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new AuthenticationError({
    code: 'api.signature-invalid',
    message: 'The webhook is not signed with the shared secret of this shop.',
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ContractError({ code: 'api.body-malformed', message: 'The body of the webhook is not JSON.', cause });
  }
}
