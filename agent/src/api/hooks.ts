import type { FastifyInstance } from 'fastify';
import { ConnectionId } from '../domain/reference.ts';
import { AuthenticationError, ContractError } from '../errors/errors.ts';
import type { Controls } from '../runtime/controls.ts';
import { rawBody } from './input.ts';
import { Refused } from './refused.ts';

/** POST /v1/hooks/:connection: webhooks of the parties. The connector checks the party's own signature; what comes of it is only a hint what to read. */
export function hookRoute(app: FastifyInstance, controls: Controls): void {
  app.post<{ Params: { connection: string } }>('/v1/hooks/:connection', async (request, reply) => {
    const connection = knownConnection(controls, request.params.connection);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const hints = await controls.hook(connection, { headers, body: rawBody(request).toString('utf8') }).catch(refuseHook);
    return reply.code(202).send({ hints: hints.length });
  });
}

/** A connection that the configuration names, or 404. */
export function knownConnection(controls: Controls, name: string): ConnectionId {
  const id = ConnectionId.safeParse(name);
  if (id.success && Object.hasOwn(controls.config.connections, id.data)) return id.data;
  throw new Refused(404, 'api.not-found', `There is no connection "${name.slice(0, 40)}".`);
}

function refuseHook(error: unknown): never {
  if (error instanceof AuthenticationError && error.code !== 'api.not-found')
    throw new Refused(401, 'api.signature-invalid', error.message);
  if (error instanceof ContractError || error instanceof SyntaxError) {
    throw new Refused(400, 'api.body-malformed', error instanceof ContractError ? error.message : 'The body is not JSON.');
  }
  throw error;
}
