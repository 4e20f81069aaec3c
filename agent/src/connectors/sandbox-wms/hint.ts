import { z } from 'zod';
import type { Hint, HookRequest } from '../../connector/contract.ts';
import { parseRaw } from '../../connector/parse.ts';
import { isSigned } from '../../connector/signature.ts';
import { AuthenticationError, ContractError } from '../../errors/errors.ts';

const Body = z.object({ kind: z.string(), id: z.string().min(1) });

/** What a webhook of the warehouse asks us to read; it carries no facts of its own, so a forged one could only cost a read. */
export function readHint(secret: string | null, request: HookRequest): readonly Hint[] {
  const given = /^sha256=([0-9a-f]{64})$/.exec(request.headers['x-sandbox-signature'] ?? '')?.[1];
  if (secret === null || given === undefined || !isSigned(secret, request.body, given)) {
    throw new AuthenticationError({
      code: 'api.signature-invalid',
      message: 'The webhook is not signed with the secret of this connection.',
    });
  }
  const { kind, id } = parseRaw(Body, parseJson(request.body), 'The webhook of the warehouse');
  return kind === 'fulfillment-order' ? [{ kind: 'fulfillment-state', id }] : [];
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ContractError({ code: 'api.body-malformed', message: 'The body of the webhook is not JSON.', cause });
  }
}
