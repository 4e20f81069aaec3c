import type { Hint, HookRequest } from '../../connector/contract.ts';
import { readSignedHook } from '../../connector/signed-hook.ts';
import type { InboundKind } from '../../domain/inbound.ts';

const KINDS: Readonly<Record<string, InboundKind>> = {
  'sales-order': 'sales-order-state',
  'return-order': 'return-authorization',
  'credit-memo': 'credit-memo',
};

/** What a webhook of the ERP asks us to read. */
export function readHint(secret: string | null, { headers, body }: HookRequest): readonly Hint[] {
  const named = readSignedHook(secret, headers['x-sandbox-signature'], body, 'The webhook of the ERP');
  const kind = Object.hasOwn(KINDS, named.kind) ? KINDS[named.kind] : undefined;
  return kind === undefined ? [] : [{ kind, id: named.id }];
}
