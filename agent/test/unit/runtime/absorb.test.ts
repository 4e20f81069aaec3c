import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cannotReadAny, cannotWriteAny, defineConnector, type RawDocument, type Reader } from '../../../src/connector/contract.ts';
import { storeReceived } from '../../../src/database/envelopes.ts';
import type { CreditMemo, ReturnAuthorization, ReturnReceipt } from '../../../src/domain/return.ts';
import { quantity } from '../../../src/domain/quantity.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { OutboundDocument } from '../../../src/domain/outbound.ts';
import { InboundDocument, type InboundKind } from '../../../src/domain/inbound.ts';
import { absorbPending, parkOverdue, type AbsorbContext } from '../../../src/runtime/absorb.ts';
import { parseConfig } from '../../../src/runtime/config.ts';
import { makeConnection, type Connection } from '../../../src/runtime/connections.ts';
import { eur, order, policy, shipment, wmsState } from '../../support/orders.ts';
import { QUIET } from '../../support/world.ts';
import { freshBooks } from '../database/books.ts';

const inboundKinds = InboundDocument.options.map((option) => option.shape.kind.value);
const outboundKinds = OutboundDocument.options.map((option) => option.shape.kind.value);
const reader: Reader = {
  async *read() {},
  readOne: async () => null,
  toCanonical: ({ raw }: RawDocument) => raw as InboundDocument,
};
/** A party that speaks our own language. */
const plain = defineConnector({
  id: 'plain',
  title: 'Plain',
  role: 'wms',
  evidence: 'shape',
  settings: z.object({}),
  reads: cannotReadAny(inboundKinds, 'It is only read from the books here.'),
  writes: cannotWriteAny(outboundKinds, 'It takes nothing.'),
  connect: async () => ({
    check: async () => ({ ok: true, message: 'It answers.', facts: {} }),
    options: async () => null,
    readers: Object.fromEntries(inboundKinds.map((kind) => [kind, reader])),
    writers: {},
    close: async () => undefined,
  }),
});

const books = freshBooks();
let connections: Map<string, Connection>;
let clock = 0;
beforeEach(() => {
  clock = Date.UTC(2026, 10, 23, 12, 0, 0);
  const settings = { connector: 'plain', settings: {} };
  const config = parseConfig({ connections: { shop: settings, erp: settings, wms: settings }, orders: { erp: 'erp', wms: 'wms' } });
  connections = new Map(
    Object.entries(config.connections).map(([name, each]) => {
      const id = ConnectionId.parse(name);
      const parts = { id, config: each, connector: plain, settings: {}, log: QUIET, now: () => clock };
      return [id, makeConnection({ ...parts, signal: new AbortController().signal, onRecovered: () => undefined })];
    }),
  );
});

const context = (over: Partial<AbsorbContext> = {}): AbsorbContext => ({
  ...{ database: books.database, policy: policy(), mode: 'live', deadlineMs: 60_000, now: () => clock, log: QUIET },
  ...{ unknownOrderMs: 1000, foreignReferences: 'report', onRecorded: () => undefined },
  connection: (id) => connections.get(id),
  ...over,
});
const receive = (connection: string, document: InboundDocument) =>
  books.database.write((tx) =>
    storeReceived(tx, [
      {
        ...{ connection, kind: document.kind, foreignId: 'd-1', hash: JSON.stringify(document), at: clock },
        payload: JSON.stringify({ version: null, raw: document }),
      },
    ]),
  );
const envelopeOf = (kind: InboundKind) => books.database.read.selectFrom('envelopes').selectAll().where('kind', '=', kind).execute();
const openRows = () => books.database.read.selectFrom('exceptions').selectAll().where('state', '=', 'open').execute();
const codes = async () => (await openRows()).map((row) => row.code);

const receipt: ReturnReceipt = {
  ...{ kind: 'return-receipt', schema: 1, id: 'd-1', number: 'RR-1', reference: 'shop:1001/R1', warehouseCode: 'MAIN' },
  ...{ receivedAt: '2026-11-23T11:00:00.000Z', final: true, updatedAt: '2026-11-23T11:00:00.000Z' },
  lines: [{ lineId: '11', sku: 'MUG-01', quantity: quantity(1), condition: 'sellable', restockedTo: 'MAIN', lots: [], serials: [] }],
};
const memo: CreditMemo = {
  ...{ kind: 'credit-memo', schema: 1, id: 'd-1', number: 'CM-1', reference: null, orderReference: 'shop:1001', status: 'posted' },
  ...{ amount: eur('11.90'), lines: [], reason: 'return', updatedAt: '2026-11-23T11:00:00.000Z' },
};
const authorization: ReturnAuthorization = {
  ...{ kind: 'return-authorization', schema: 1, id: 'd-1', number: 'RMA-1', reference: null, orderReference: 'shop:1001', status: 'open' },
  ...{ lines: [], exchange: [], trackingNumber: null, updatedAt: '2026-11-23T11:00:00.000Z' },
};

describe('what comes back', () => {
  it.each([
    ['wms', receipt],
    ['erp', memo],
    ['erp', authorization],
  ] as [string, InboundDocument][])('from the %s before its order waits for it and is recorded when it comes', async (from, document) => {
    await receive(from, document);
    await absorbPending(context());
    expect(await envelopeOf(document.kind)).toMatchObject([{ state: 'waiting', wait_for: 'shop:1001' }]);
    await receive('shop', order());
    await absorbPending(context());
    expect(await envelopeOf(document.kind)).toMatchObject([{ state: 'done', subject: 'shop/sales-order/1001' }]);
    const trace = await books.database.read.selectFrom('trace').selectAll().where('party', '=', from).execute();
    expect(trace.length).toBeGreaterThan(0);
    expect(await codes()).not.toContain('return.unknown-order');
  });

  it('for an order that never comes is told to a person, and taken up when it does come', async () => {
    await receive('wms', receipt);
    await absorbPending(context());
    clock += 2000;
    await parkOverdue(context());
    expect(await openRows()).toMatchObject([
      { code: 'return.unknown-order', order_id: '1001', message: expect.stringContaining('shop:1001') },
    ]);
    await receive('shop', order());
    await absorbPending(context());
    expect(await envelopeOf('return-receipt')).toMatchObject([{ state: 'done', subject: 'shop/sales-order/1001' }]);
    expect(await codes()).not.toContain('return.unknown-order');
  });
});

describe('a reference that we never gave', () => {
  const foreign = (document: InboundDocument): InboundDocument =>
    ({ ...document, reference: 'ebay-77', orderReference: null }) as InboundDocument;
  const shipped = foreign(wmsState({ milestone: 'shipped', shipments: [shipment()] }));

  it.each([
    ['goods that left', shipped, 'shipment.unknown-order'],
    ['goods that came back', foreign(receipt), 'return.unknown-order'],
  ] as [string, InboundDocument, string][])(
    'is a person’s business for %s, unless the warehouse also works for others',
    async (_what, document, code) => {
      await receive('wms', document);
      await absorbPending(context());
      expect(await openRows()).toMatchObject([{ code, message: expect.stringContaining('ebay-77') }]);
      await receive('wms', { ...document, updatedAt: 'later' } as InboundDocument);
      await absorbPending(context({ foreignReferences: 'ignore' }));
      expect(await envelopeOf(document.kind)).toMatchObject([{ state: 'done', subject: null }]);
      expect(await openRows()).toEqual([]);
    },
  );

  it.each([
    ['credit memo', foreign(memo)],
    ['return authorization', foreign(authorization)],
    ['fulfillment order that has not left', foreign(wmsState())],
    ['parcel that was voided', foreign(wmsState({ shipments: [shipment({ voidedAt: '2026-11-23T11:00:00.000Z' })] }))],
  ] as [string, InboundDocument][])('is nobody’s business for a %s', async (_what, document) => {
    await receive('erp', document);
    await absorbPending(context());
    expect(await envelopeOf(document.kind)).toMatchObject([{ state: 'done', subject: null }]);
    expect(await openRows()).toEqual([]);
  });
});
