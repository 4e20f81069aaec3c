import type { Hint, HookRequest } from '../../connector/contract.ts';
import { readSignedHook } from '../../connector/signed-hook.ts';

/** What a webhook of the warehouse asks us to read. */
export function readHint(secret: string | null, { headers, body }: HookRequest): readonly Hint[] {
  const { kind, id } = readSignedHook(secret, headers['x-sandbox-signature'], body, 'The webhook of the warehouse');
  if (kind === 'fulfillment-order') return [{ kind: 'fulfillment-state', id }];
  return kind === 'return-receipt' ? [{ kind: 'return-receipt', id }] : [];
}
