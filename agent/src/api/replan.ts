import type { FastifyInstance } from 'fastify';
import { audit } from '../database/settings.ts';
import { ReplanRequest } from '../protocol/replan.ts';
import type { Controls } from '../runtime/controls.ts';
import { allow, nameOf } from './caller.ts';
import { bodyOf } from './input.ts';

/** POST /v1/replan: a page at a time, so that a long run can be watched and stopped; only its first page is audited. */
export function replanRoute(app: FastifyInstance, controls: Controls): void {
  app.post('/v1/replan', async (request) => {
    const by = nameOf(allow(request, 'manage_woocommerce'));
    const wanted = bodyOf(request, ReplanRequest);
    if (wanted.after === null && !wanted.dryRun) {
      const { subjects, since, until } = wanted;
      await controls.database.write((tx) => audit(tx, controls.now(), by, 'replan', JSON.stringify({ subjects, since, until })));
    }
    return controls.replan(wanted);
  });
}
