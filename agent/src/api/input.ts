import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Refused } from './refused.ts';

/** The value as the schema wants it, or 400 with the name of the field that does not fit. */
export function fit<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new Refused(
    400,
    'api.input-invalid',
    `${field === '' ? 'The input' : `"${field}"`} is not valid: ${issue?.message ?? 'it does not fit.'}`,
  );
}

/** The JSON body of a call by its schema; an empty body is an empty object. */
export function bodyOf<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  return fit(schema, jsonOf(rawBody(request)));
}

/** The body as it came over the wire: what was signed is these bytes, not what they mean. */
export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function jsonOf(raw: Buffer): unknown {
  if (raw.length === 0) return {};
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new Refused(400, 'api.body-malformed', 'The body is not JSON.');
  }
}
