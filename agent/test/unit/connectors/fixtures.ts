import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/** Reads the fixtures of one connector ("sales-order.canonical"). */
export function fixturesOf(connector: string) {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, connector, 'fixtures', `${name}.json`), 'utf8'));
  return {
    read,
    /** The fixture in its schema, so that a fixture that has gone stale is noticed. */
    as: <S extends z.ZodType>(schema: S, name: string): z.output<S> => schema.parse(read(name)),
  };
}
