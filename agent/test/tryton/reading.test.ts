import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page, Session } from '../../src/connector/contract.ts';
import type { Http } from '../../src/connector/http.ts';
import { tryton as connector } from '../../src/connectors/tryton/index.ts';
import { ConnectionId } from '../../src/domain/reference.ts';
import type { SalesOrderState } from '../../src/domain/sales-order-state.ts';
import { testTools } from '../support/tools.ts';
import { supply } from '../support/tryton/catalogue-goods.ts';
import { customer, salesOrder, shipment } from '../support/tryton/documents.ts';
import { openTryton, type TestSession } from '../support/tryton/session.ts';
import { startTryton, type RunningTryton } from '../support/tryton/start.ts';

let tryton: RunningTryton;
let erp: TestSession;
let party: string;

beforeAll(async () => {
  tryton = await startTryton();
  erp = await openTryton(tryton);
  party = (await erp.deliver(customer())).foreign?.id ?? '';
});
afterAll(async () => {
  await erp?.close();
  await tryton?.stop();
});

const order = (code = 'CAP'): ReturnType<typeof salesOrder> =>
  salesOrder(party, [{ code, pieces: 2, net: '30.00', tax: { 'VAT 20%': '6.00' } }]);

async function changes(session: Session, cursor: string | null): Promise<{ states: SalesOrderState[]; cursor: string | null }> {
  const reader = session.readers['sales-order-state'];
  const pages: Page[] = [];
  for await (const page of reader?.read(cursor) ?? []) pages.push(page);
  const documents = pages.flatMap((page) => page.documents);
  const states = documents.map((document) => reader?.toCanonical(document, ConnectionId.parse('erp')) as SalesOrderState);
  return { states, cursor: pages.at(-1)?.cursor ?? cursor };
}

describe('reading what changed in Tryton', () => {
  it('tells what people do there, each change once', async () => {
    const placed = order();
    const id = Number((await erp.deliver(placed)).foreign?.id);
    const start = await changes(erp, null);
    expect(start.states.find((state) => state.reference === placed.reference)).toMatchObject({ stage: 'reserved', id: String(id) });
    expect((await changes(erp, start.cursor)).states).toEqual([]);
    const [waiting] = await tryton.query.find<{ id: number }>('stock.shipment.out', [['moves.sale', '=', id]], ['state']);
    await tryton.query.button('stock.shipment.out', 'wait', [waiting!.id]);
    const unreserved = await changes(erp, start.cursor);
    expect(unreserved.states).toMatchObject([{ id: String(id), stage: 'backordered', lines: [{ reserved: { value: '0' } }] }]);
    await tryton.query.button('stock.shipment.out', 'assign_try', [waiting!.id]);
    const again = await changes(erp, unreserved.cursor);
    expect(again.states).toMatchObject([{ id: String(id), stage: 'reserved' }]);
    await tryton.query.button('stock.shipment.out', 'cancel', [waiting!.id]);
    expect((await changes(erp, again.cursor)).states).toMatchObject([{ id: String(id), stage: 'cancelled' }]);
  });

  it('tells when a supplier brings what is short, and when that day moves', async () => {
    const id = (await erp.deliver(order('NOSTOCK'))).foreign?.id ?? '';
    const { cursor } = await changes(erp, null);
    const year = new Date().getFullYear() + 1;
    const owed = await supply(tryton.query, tryton.ids.products['NOSTOCK'] ?? 0, 5, `${year}-01-15`);
    const planned = await changes(erp, cursor);
    expect(planned.states).toMatchObject([{ id, stage: 'backordered', lines: [{ expectedAt: `${year}-01-15T00:00:00.000Z` }] }]);
    await tryton.query.call('model.stock.move.write', [owed], { planned_date: { __class__: 'date', year, month: 2, day: 20 } });
    expect((await changes(erp, planned.cursor)).states).toMatchObject([{ id, lines: [{ expectedAt: `${year}-02-20T00:00:00.000Z` }] }]);
  });

  it('tells when everything has left', async () => {
    const placed = order();
    const id = (await erp.deliver(placed)).foreign?.id ?? '';
    const { cursor } = await changes(erp, null);
    await erp.deliver(shipment(placed, id, { '11': 2 }));
    expect((await changes(erp, cursor)).states).toMatchObject([{ id, stage: 'closed', reference: placed.reference }]);
  });

  it('leaves out sales that are not of our shops', async () => {
    const id = (await erp.deliver(order())).foreign?.id;
    const copy = async (webId: string | null): Promise<number> => {
      const [made] = await tryton.query.call<number[]>('model.sale.sale.copy', [Number(id)], {});
      await tryton.query.call('model.sale.sale.write', [made], { web_id: webId });
      return made ?? 0;
    };
    const others = [await copy(null), await copy('f00dcafe'), await copy('Other Shop 1')];
    const read = (await changes(erp, null)).states.map((state) => Number(state.id));
    expect(read).toContain(Number(id));
    for (const other of others) expect(read).not.toContain(other);
    expect(await erp.readers['sales-order-state']?.readOne(String(others[0]))).toBeNull();
  });

  it('cannot be led astray by a cursor from elsewhere', async () => {
    await expect(changes(erp, '{"page":2}')).rejects.toMatchObject({ name: 'ContractError', code: 'document.unreadable' });
    await expect(changes(erp, 'not json')).rejects.toMatchObject({ name: 'ContractError', code: 'document.unreadable' });
  });
});

describe('what the connection says of itself', () => {
  it('says version and company when all is well', async () => {
    expect(await erp.check()).toMatchObject({ ok: true, facts: { Version: expect.stringMatching(/^6\.0\./), Company: 'Dunder Mifflin' } });
  });

  it('says in plain words what the user may not do', async () => {
    const reader = await openTryton({ ...tryton, user: 'reader', password: 'lookOnly-1234' });
    const result = await reader.check();
    expect(result.ok).toBe(false);
    expect(result.message).toContain('make sales');
    expect(await reader.refusal(order())).toMatchObject({ name: expect.stringMatching(/RejectedError|ConfigurationError/) });
    await reader.close();
  });

  it('names products of the settings that Tryton does not have', async () => {
    const other = await openTryton(tryton, { shippingProduct: 'POSTAGE' });
    expect(await other.check()).toMatchObject({ ok: false, message: expect.stringContaining('"POSTAGE"') });
    await other.close();
  });

  it('tells a wrong password from a wrong database', async () => {
    const password = await openTryton({ ...tryton, password: 'wrong' });
    await expect(password.check()).rejects.toMatchObject({ name: 'AuthenticationError' });
    const database = await openTryton({ ...tryton, db: 'nope' });
    await expect(database.check()).rejects.toMatchObject({ name: 'ConfigurationError', code: 'connection.settings-invalid' });
    await password.close();
    await database.close();
  });

  it('logs in again by itself when Tryton has forgotten the session', async () => {
    const tools = testTools('erp', { timeoutMs: 60_000 });
    const sent: (string | undefined)[] = [];
    const send: Http['send'] = (request) => {
      sent.push(request.headers?.['authorization']);
      return tools.http.send(request);
    };
    const settings = { url: tryton.url, database: tryton.db, user: tryton.user, password: tryton.password };
    const session = await connector.connect(connector.settings.parse(settings), { ...tools, http: { ...tools.http, send } });
    await session.options('tax', '');
    const authorization = sent.at(-1) ?? '';
    const body = JSON.stringify({ id: 1, method: 'common.db.logout', params: [] });
    await fetch(`${tryton.url}/${tryton.db}/`, { method: 'POST', headers: { 'content-type': 'application/json', authorization }, body });
    expect(await session.options('tax', '')).toHaveLength(3);
    expect(sent.at(-1)).not.toBe(authorization);
    await session.close();
    await tools.close();
  });

  it('lists codes for the mapping screens, narrowed by a search', async () => {
    expect(await erp.options('sku', 'mug')).toEqual([
      { value: 'MUG-BLACK', label: 'Mug, black' },
      { value: 'MUG-WHITE', label: 'Mug, white' },
    ]);
    expect((await erp.options('location', ''))?.map((option) => option.value)).toEqual(['WH', 'WH2']);
    expect(await erp.options('tax', '20')).toEqual([{ value: String(tryton.ids.taxes['VAT 20%']), label: 'VAT 20%' }]);
    expect((await erp.options('carrier', 'acme'))?.map((option) => option.value)).toEqual([String(tryton.ids.carriers['ACME Parcel'])]);
    expect(await erp.options('status', '')).toBeNull();
  });
});
