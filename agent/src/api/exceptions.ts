import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { exceptionsById, listExceptions, openCounts, type ExceptionRecord } from '../database/exceptions.ts';
import type { ConnectionId } from '../domain/reference.ts';
import { CrossdockError } from '../errors/errors.ts';
import { DecideRequest, ExceptionQuery, RetryRequest, type ExceptionList, type RetryAnswer } from '../protocol/exceptions.ts';
import type { Controls } from '../runtime/controls.ts';
import { decide } from './acts.ts';
import { allow, nameOf } from './caller.ts';
import { knownConnection } from './hooks.ts';
import { bodyOf, fit } from './input.ts';
import { exceptionRow } from './rows.ts';

const OneException = z.object({ id: z.string().min(1).max(100) });

export function exceptionRoutes(app: FastifyInstance, controls: Controls): void {
  app.get('/v1/exceptions', (request) => {
    allow(request, 'view_woocommerce_reports');
    return exceptionPage(controls, fit(ExceptionQuery, request.query));
  });
  app.post('/v1/exceptions/retry', (request) => {
    const by = nameOf(allow(request, 'edit_shop_orders'));
    return retryExceptions(controls, bodyOf(request, RetryRequest).ids, by);
  });
  app.post('/v1/exceptions/:id/decide', (request) => {
    const by = nameOf(allow(request, 'edit_shop_orders'));
    return decide(controls, fit(OneException, request.params).id, bodyOf(request, DecideRequest).choice, by);
  });
}

async function exceptionPage(controls: Controls, query: ExceptionQuery): Promise<ExceptionList> {
  const db = controls.database.read;
  const cursor = query.cursor === undefined ? null : Number(query.cursor);
  const records = await listExceptions(db, {
    state: query.state,
    class: query.class ?? null,
    q: query.q ?? null,
    orderId: query.orderId ?? null,
    cursor: Number.isSafeInteger(cursor) ? cursor : null,
    limit: query.limit + 1,
  });
  const shown = records.slice(0, query.limit);
  const byClass = await openCounts(db);
  const open = Object.values(byClass).reduce((sum, n) => sum + n, 0);
  const last = records.length > query.limit ? shown.at(-1) : undefined;
  return { items: shown.map(exceptionRow), next: last ? String(last.id) : null, counts: { open, byClass } };
}

/** Several exceptions of one order are one retry. */
async function retryExceptions(controls: Controls, ids: readonly string[], by: string): Promise<RetryAnswer> {
  const wanted = ids.map(Number).filter((id) => Number.isSafeInteger(id));
  const open = (await exceptionsById(controls.database.read, wanted)).filter((record) => record.state === 'open');
  const sources = new Set(open.map(sourceOf));
  let retried = 0;
  for (const source of sources) if (await retrySource(controls, source, by)) retried += 1;
  return { retried };
}

function sourceOf(record: ExceptionRecord): string {
  return record.subject !== null && !record.source.startsWith('envelope/') ? record.subject : record.source;
}

function retrySource(controls: Controls, source: string, by: string): Promise<boolean> {
  const envelope = /^envelope\/(\d+)$/.exec(source);
  if (envelope) return controls.retryEnvelope(Number(envelope[1]), by);
  const connection = /^connection\/(.+)$/.exec(source);
  if (connection) return checkAgain(controls, knownConnection(controls, connection[1] ?? ''));
  const subject = /^[a-z][a-z0-9-]*\/sales-order\/./.test(source);
  return subject ? controls.retry(source, null, by) : Promise.resolve(false);
}

/** A party that answers well takes its work up again by itself. */
async function checkAgain(controls: Controls, connection: ConnectionId): Promise<boolean> {
  try {
    return (await controls.check(connection)).ok;
  } catch (error) {
    if (error instanceof CrossdockError) return false;
    throw error;
  }
}
