import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { spendNonce } from '../database/nonces.ts';
import { ConnectionId } from '../domain/reference.ts';
import { MAX_SKEW_SECONDS, SIGNATURE_HEADERS, signedText } from '../protocol/signature.ts';
import type { Controls } from '../runtime/controls.ts';
import { readActor, type Caller } from './caller.ts';
import { rawBody } from './input.ts';
import { Refused } from './refused.ts';

/** Checks who signed a call, that the clocks agree, and that it was not played before; spends its nonce only when all else is right. */
export async function verifyCaller(controls: Controls, request: FastifyRequest): Promise<Caller> {
  const signed = readHeaders(request);
  const text = signedText({
    ...signed,
    method: request.method,
    path: request.raw.url ?? '',
    bodyHash: createHash('sha256').update(rawBody(request)).digest('hex'),
  });
  const connection = signerOf(controls, text, signed.signature);
  checkClock(Number(signed.timestamp), controls.now());
  await spend(controls, connection, signed.nonce, Number(signed.timestamp));
  return { connection, actor: readActor(signed.actor) };
}

/** The signature of a text in hex, as the shop makes it. */
export function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

interface SignedHeaders {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
  readonly actor: string;
}

function readHeaders(request: FastifyRequest): SignedHeaders {
  const header = (name: string): string => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const timestamp = header(SIGNATURE_HEADERS.timestamp);
  const nonce = header(SIGNATURE_HEADERS.nonce);
  const signature = header(SIGNATURE_HEADERS.signature);
  if (!/^\d{1,11}$/.test(timestamp) || !/^[\w.+/=-]{8,128}$/.test(nonce) || !/^[0-9a-f]{64}$/i.test(signature)) throw wrongSignature();
  return { timestamp, nonce, signature, actor: header(SIGNATURE_HEADERS.actor) };
}

/** Which shop signed it: the one whose secret gives this signature. */
function signerOf(controls: Controls, text: string, signature: string): ConnectionId {
  const given = Buffer.from(signature, 'hex');
  let paired = false;
  for (const store of storesOf(controls)) {
    const secret = controls.sharedSecret(store);
    if (secret === null || secret === '') continue;
    paired = true;
    if (timingSafeEqual(Buffer.from(sign(text, secret), 'hex'), given)) return store;
  }
  if (!paired) throw new Refused(401, 'api.not-paired', 'The agent is not paired with a shop. Run: crossdock pair');
  throw wrongSignature();
}

function storesOf(controls: Controls): Set<ConnectionId> {
  const stores = controls.health().filter((connection) => connection.role === 'store');
  const first = controls.connectionFor('store');
  return new Set([...(first === null ? [] : [first]), ...stores.map((store) => store.id)]);
}

function wrongSignature(): Refused {
  return new Refused(401, 'api.signature-invalid', 'The call is not signed with the shared secret of this agent. Pair the shop again.');
}

function checkClock(timestamp: number, now: number): void {
  const apart = Math.abs(now / 1000 - timestamp);
  if (apart <= MAX_SKEW_SECONDS) return;
  const [theirs, ours] = [new Date(timestamp * 1000).toISOString(), new Date(now).toISOString()];
  throw new Refused(
    401,
    'api.clock-skew',
    `The clocks differ: the caller's says ${theirs}, the agent's says ${ours}. At most ${MAX_SKEW_SECONDS / 60} minutes are allowed; set both by NTP.`,
  );
}

async function spend(controls: Controls, connection: ConnectionId, nonce: string, timestamp: number): Promise<void> {
  const expires = (timestamp + MAX_SKEW_SECONDS + 1) * 1000;
  const fresh = await controls.database.write((tx) => spendNonce(tx, `${connection} ${nonce}`, expires, controls.now()));
  if (!fresh) throw new Refused(401, 'api.nonce-replayed', 'This call came before; each signed call counts once.');
}
