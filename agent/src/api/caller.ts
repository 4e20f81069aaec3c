import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConnectionId } from '../domain/reference.ts';
import { fit } from './input.ts';
import { Refused } from './refused.ts';

/** The person for whom the shop asks, with the WordPress capabilities that the shop vouches for. */
export const Actor = z.object({ id: z.number().int(), name: z.string().max(300), caps: z.array(z.string().max(100)).max(100) });
export type Actor = z.infer<typeof Actor>;

/** Who signed a call: which shop, for whom; `actor` null when nobody asks (the doorbell). */
export interface Caller {
  readonly connection: ConnectionId;
  readonly actor: Actor | null;
}

export type Capability = 'manage_woocommerce' | 'edit_shop_orders' | 'view_woocommerce_reports';

const callers = new WeakMap<FastifyRequest, Caller>();

export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** Who signed this call; a route that was reached without a signature is a fault of ours. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('a signed route was reached without a signature check');
  return caller;
}

/** The person who asks, if the capability is theirs; the plugin has checked the same before. */
export function allow(request: FastifyRequest, capability: Capability): Actor {
  const { actor } = callerOf(request);
  if (actor?.caps.includes(capability)) return actor;
  throw new Refused(403, 'api.not-allowed', `${actor?.name ?? 'This call'} lacks the capability ${capability}.`);
}

/** The person named in the actor header, which is covered by the signature; null when it is empty. */
export function readActor(header: string): Actor | null {
  if (header === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(header);
  } catch {
    throw new Refused(400, 'api.input-invalid', '"actor" is not valid: it is not JSON.');
  }
  return fit(Actor, value);
}

/** How a person is written into the audit and the trace. */
export function nameOf(actor: Actor): string {
  return actor.id > 0 ? `${actor.name} (#${actor.id})` : actor.name;
}
