import fastify, { type FastifyInstance } from 'fastify';
import { agentStatus } from '../insight/status.ts';
import type { Controls } from '../runtime/controls.ts';
import { VERSION } from '../runtime/version.ts';
import { allow, callerOf, rememberCaller } from './caller.ts';
import { exceptionRoutes } from './exceptions.ts';
import { hookRoute } from './hooks.ts';
import { mappingRoutes } from './mappings.ts';
import { orderRoutes } from './orders.ts';
import { problemOf, Refused } from './refused.ts';
import { replanRoute } from './replan.ts';
import { verifyCaller } from './signature.ts';

/** The API as whoever starts and stops it knows it. */
export type Api = FastifyInstance;

const BODY_LIMIT = 1024 * 1024;

/** What the shop, its screens and the parties' webhooks may ask of the agent; bound to no address yet. */
export function createApi(controls: Controls): Api {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  keepRawBodies(app);
  answerProblemsInWords(app, controls);
  app.get('/v1/health', () => ({ ok: true, version: VERSION }));
  hookRoute(app, controls);
  app.register((signed, _options, done) => {
    signed.addHook('preHandler', async (request) => rememberCaller(request, await verifyCaller(controls, request)));
    signedRoutes(signed, controls);
    done();
  });
  return app;
}

/** Starts to listen where the configuration says; resolves with the address. */
export function listen(app: Api, at: { readonly host: string; readonly port: number }): Promise<string> {
  return app.listen({ host: at.host, port: at.port });
}

function signedRoutes(app: FastifyInstance, controls: Controls): void {
  const status = agentStatus(controls);
  app.get('/v1/status', (request) => {
    allow(request, 'view_woocommerce_reports');
    return status();
  });
  app.post('/v1/doorbell', async (request, reply) => {
    controls.ring(callerOf(request).connection);
    return reply.code(202).send({ ok: true });
  });
  exceptionRoutes(app, controls);
  mappingRoutes(app, controls);
  orderRoutes(app, controls);
  replanRoute(app, controls);
}

/** Signatures, ours and those of webhooks, are over bytes: whatever the content type says, the body stays as it came. */
function keepRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => done(null, body));
}

function answerProblemsInWords(app: FastifyInstance, controls: Controls): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    const route = `${request.method} ${request.routeOptions.url ?? '(unknown)'}`;
    if (problem.bug) controls.log.error({ route, error }, 'A call to the API failed.');
    else controls.log.debug({ route, code: problem.body.code, message: problem.body.message }, 'A call to the API was refused.');
    return reply.code(problem.status).send(problem.body);
  });
  app.setNotFoundHandler((request) => {
    throw new Refused(404, 'api.not-found', `The agent has no ${request.method} ${request.url.split('?')[0] ?? ''}.`);
  });
}
