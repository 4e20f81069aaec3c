import { describe, expect, it } from 'vitest';
import { AuthenticationError, TransientError } from '../../../src/errors/errors.ts';
import { watchConnection } from '../../../src/runtime/watch.ts';
import { freshBooks } from '../database/books.ts';
import { erpAt } from './party.ts';

const books = freshBooks();
const down = (message = 'no answer') => new TransientError({ code: 'connection.unreachable', message });
const open = () => books.database.read.selectFrom('exceptions').selectAll().where('state', '=', 'open').execute();

describe('watching a connection', () => {
  it('tells a person when it has been failing for a minute, and not before', async () => {
    const erp = erpAt('http://127.0.0.1:9');
    erp.health.failed(down(), 1_000, 'poll');
    await watchConnection(books.database, erp, 60_999);
    expect(await open()).toEqual([]);
    await watchConnection(books.database, erp, 61_000);
    expect(await open()).toMatchObject([
      {
        source: 'connection/erp',
        code: 'connection.unreachable',
        class: 'technical',
        owner: 'integration',
        message: 'Sandbox ERP ("erp"): no answer',
        since: 61_000,
        retriable: 1,
      },
    ]);
  });

  it('tells at once when it is stopped', async () => {
    const erp = erpAt('http://127.0.0.1:9');
    erp.health.failed(new AuthenticationError({ code: 'connection.auth-failed', message: 'wrong key' }), 1_000, 'write');
    await watchConnection(books.database, erp, 1_000);
    expect(await open()).toMatchObject([{ code: 'connection.auth-failed' }]);
  });

  it('keeps one exception while it lasts, in the newest words, and closes it when the party answers', async () => {
    const erp = erpAt('http://127.0.0.1:9');
    erp.health.failed(down(), 0, 'poll');
    for (const now of [60_000, 62_000]) await watchConnection(books.database, erp, now);
    erp.health.failed(down('another reason'), 63_000, 'poll');
    await watchConnection(books.database, erp, 64_000);
    expect(await open()).toMatchObject([{ since: 60_000, message: 'Sandbox ERP ("erp"): another reason' }]);
    erp.health.succeeded(65_000, 'poll');
    await watchConnection(books.database, erp, 66_000);
    expect(await books.database.read.selectFrom('exceptions').select(['state', 'closed_at']).execute()).toEqual([
      { state: 'closed', closed_at: 66_000 },
    ]);
  });
});
