import type { Booked, Books } from './books.ts';
import { ok, rows, text, type Route } from './routing.ts';

/** One row of a peer's own code tables. */
export interface Code extends Booked {
  code: string;
  name: string;
  [more: string]: unknown;
}

/** Rows as they are seeded: a code, a name and what the table needs beside. */
export type Seed = Readonly<
  Record<string, readonly ({ readonly code: string; readonly name: string } & Readonly<Record<string, unknown>>)[]>
>;

/** `again` overwrites rows that are known; a restart must not, or it would give back the stock that was reserved. */
export function seedCodes(books: Books, tables: readonly string[], seed: Readonly<Record<string, unknown>>, again = true): void {
  for (const table of tables) {
    for (const row of rows(seed as Record<string, unknown>, table)) {
      const code = text(row, 'code');
      if (code === '') throw new RangeError(`a row of ${table} has no code`);
      const known = books.table<Code>(table).get(code);
      if (known && !again) continue;
      books.put(table, { name: code, ...known, ...row, code, id: code, changed: 0 } as Code);
    }
  }
}

/** `GET /<table>?search=&limit=` for each code table. */
export function codeRoutes(books: Books, tables: readonly string[]): Route[] {
  return tables.map((table) => ({
    method: 'GET' as const,
    path: `/${table}`,
    run: ({ query }) => {
      const wanted = (query.get('search') ?? '').toLowerCase();
      const limit = Number(query.get('limit') ?? 200);
      const found = [...books.table<Code>(table).values()].filter((row) => `${row.code} ${row.name}`.toLowerCase().includes(wanted));
      return ok({ items: found.slice(0, limit), total: found.length });
    },
  }));
}
