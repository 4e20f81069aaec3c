import { describe, expect, it } from 'vitest';
import type { RawDocument } from '../../src/connector/contract.ts';
import { InboundDocument, type InboundKind } from '../../src/domain/inbound.ts';
import { ConnectionId } from '../../src/domain/reference.ts';
import { ContractError, RateLimitedError, TransientError } from '../../src/errors/errors.ts';
import { cursorAfter, given, HELD_MS, readAll, thrownBy, type Bench } from './bench.ts';

const CONNECTION = ConnectionId.parse('party');

/** Reading one kind of document, on good days and bad ones. */
export function describeReading(bench: Bench, kind: InboundKind): void {
  const documents = async (cursor: string | null = null): Promise<{ all: RawDocument[]; cursor: string | null }> => {
    const pages = await readAll(await bench.reader(kind), cursor);
    return { all: pages.flatMap((page) => page.documents), cursor: cursorAfter(pages, cursor) };
  };
  const break_ = (mode: 'fail-once' | 'malformed' | 'throttle' | 'duplicate' | 'slow', more = {}): void =>
    bench.peer().fault({ mode, ...bench.inbound(kind).narrow, ...more });

  describe(`reading ${kind}`, () => {
    it('reads everything from the start, and then nothing new from the cursor on', async () => {
      const id = await bench.inbound(kind).make();
      const first = await documents();
      expect(first.all.map((document) => document.id)).toContain(id);
      const seen = new Set(first.all.map(identity));
      const again = await documents(first.cursor);
      expect(first.cursor).not.toBeNull();
      expect(again.all.filter((document) => !seen.has(identity(document)))).toEqual([]);
      if (!rereads(bench, kind)) expect(again.all, 'a connector that must read some again says so: overlap').toEqual([]);
    });

    it('reads a change that was made after the cursor', async () => {
      await bench.inbound(kind).make();
      const { cursor } = await documents();
      const id = await bench.inbound(kind).make();
      expect((await documents(cursor)).all.map((document) => document.id)).toContain(id);
    });

    it('makes a valid canonical document of what it reads', async () => {
      const id = await bench.inbound(kind).make();
      const reader = await bench.reader(kind);
      const raw = given(await reader.readOne(id), `${id} could not be read`);
      expect(raw.id).toBe(id);
      const canonical = InboundDocument.parse(reader.toCanonical(raw, CONNECTION));
      expect(canonical).toMatchObject({ kind, id });
    });

    it('gives null for a document that the party does not have', async () => {
      expect(await (await bench.reader(kind)).readOne(bench.inbound(kind).unknownId)).toBeNull();
    });

    it('refuses garbage as a broken contract', async () => {
      const reader = await bench.reader(kind);
      expect(bench.inbound(kind).garbage.length).toBeGreaterThan(0);
      for (const raw of bench.inbound(kind).garbage) {
        const map = (): unknown => reader.toCanonical({ id: 'x', version: null, raw }, CONNECTION);
        expect(map, JSON.stringify(raw)).toThrow(ContractError);
      }
    });

    it('claims changes until they are acknowledged, if the party keeps them for us', async () => {
      const sample = bench.inbound(kind);
      const reader = await bench.reader(kind);
      if (reader.claim === undefined || sample.claims === false) return;
      const id = await sample.make();
      const page = await reader.claim(500);
      expect(page.documents.map((document) => document.id)).toContain(id);
      await given(page.acknowledge, 'a claimed page must be acknowledged')();
      expect((await reader.claim(500)).documents.map((document) => document.id)).not.toContain(id);
    });

    it('fails in passing, and reads on when it is asked again', async () => {
      const id = await bench.inbound(kind).make();
      break_('fail-once');
      expect(await thrownBy(documents)).toBeInstanceOf(TransientError);
      expect((await documents()).all.map((document) => document.id)).toContain(id);
    });

    it('gives up within its time when the party is slow', async () => {
      const started = Date.now();
      break_('slow', { delayMs: HELD_MS });
      expect(await thrownBy(documents)).toMatchObject({ name: 'TransientError', code: 'connection.timeout' });
      expect(Date.now() - started).toBeLessThan(HELD_MS / 2);
    });

    it('survives an answer that is not JSON', async () => {
      break_('malformed');
      const error = await thrownBy(documents);
      expect(error instanceof TransientError || error instanceof ContractError, String(error)).toBe(true);
    });

    it('tells how long to wait when the party asks to slow down', async () => {
      break_('throttle', { retryAfterSeconds: 7 });
      const error = await thrownBy(documents);
      expect(error).toBeInstanceOf(RateLimitedError);
      expect(error).toMatchObject({ retryAfterMs: 7_000 });
    });

    it('gives the same documents when the party delivers them twice', async () => {
      await bench.inbound(kind).make();
      const once = new Set((await documents()).all.map(identity));
      break_('duplicate');
      const twice = await documents();
      expect(new Set(twice.all.map(identity))).toEqual(once);
      expect(twice.cursor).toBe((bench.peer().clearFault(), (await documents()).cursor));
    });
  });
}

const rereads = (bench: Bench, kind: InboundKind): boolean => {
  const capability = bench.connector.reads[kind];
  return capability.read === 'snapshot' || bench.inbound(kind).overlap === true;
};

const identity = (document: RawDocument): string => `${document.id} ${document.version ?? ''}`;
