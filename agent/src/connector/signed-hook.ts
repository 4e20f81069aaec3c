import { z } from 'zod';
import { AuthenticationError, ContractError } from '../errors/errors.ts';
import { parseRaw } from './parse.ts';
import { isSigned } from './signature.ts';

const Body = z.object({ kind: z.string(), id: z.string().min(1) });

/** The party's kind and id that a webhook names. `signature` is its header ("sha256=" and hex), `secret` null when the connection uses none; throws AuthenticationError unless the body is rightly signed. It carries no facts of its own, so a forged one could only cost a read. */
export function readSignedHook(
  secret: string | null,
  signature: string | undefined,
  body: string,
  what: string,
): { readonly kind: string; readonly id: string } {
  const given = /^sha256=([0-9a-f]{64})$/.exec(signature ?? '')?.[1];
  if (secret === null || given === undefined || !isSigned(secret, body, given)) {
    throw new AuthenticationError({
      code: 'api.signature-invalid',
      message: 'The webhook is not signed with the secret of this connection.',
    });
  }
  return parseRaw(Body, parseJson(body), what);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ContractError({ code: 'api.body-malformed', message: 'The body of the webhook is not JSON.', cause });
  }
}
