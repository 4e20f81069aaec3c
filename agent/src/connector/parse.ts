import type { z } from 'zod';
import { ContractError } from '../errors/errors.ts';

/** The value in the shape that the party documents, or a ContractError that names the first field that does not fit; `what` is the thing in words ("the sales order"). */
export function parseRaw<S extends z.ZodType>(schema: S, raw: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new ContractError({
    code: 'connection.contract-broken',
    message: `${what} has an unexpected shape${field === '' ? '' : ` at "${field}"`}: ${issue?.message ?? 'unknown'}.`,
    facts: { field },
  });
}
