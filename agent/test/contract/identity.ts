import { describe, expect, it } from 'vitest';
import { InboundDocument } from '../../src/domain/inbound.ts';
import { MappingKind } from '../../src/domain/mapping.ts';
import { OutboundDocument } from '../../src/domain/outbound.ts';
import { AuthenticationError } from '../../src/errors/errors.ts';
import type { CheckResult } from '../../src/connector/contract.ts';
import { testTools } from '../support/tools.ts';
import { type Bench, given, requestFor } from './bench.ts';

/** Who the connector is, what it says it can do, and whether it gets in. */
export function describeIdentity(bench: Bench): void {
  describe('what it says of itself', () => {
    it('names every kind of document, and what it cannot do as a sentence', async () => {
      const session = await bench.open();
      for (const { shape } of InboundDocument.options) {
        const kind = shape.kind.value;
        const capability = bench.connector.reads[kind];
        expect(session.readers[kind] !== undefined, `reader of ${kind}`).toBe(capability.read !== 'cannot');
        if (capability.read === 'cannot') expect(capability.because).toMatch(SENTENCE);
      }
      for (const { shape } of OutboundDocument.options) {
        const kind = shape.kind.value;
        const capability = bench.connector.writes[kind];
        expect(session.writers[kind] !== undefined, `writer of ${kind}`).toBe(capability.write !== 'cannot');
        if (capability.write === 'cannot') expect(capability.because).toMatch(SENTENCE);
        else expect(capability.batch).toBeGreaterThan(0);
      }
      expect(session.hint !== undefined, 'hint() and a webhook sample belong together').toBe(bench.peer().hook !== null);
    });

    it('refuses settings that do not fit instead of guessing', () => {
      expect(bench.connector.settings.safeParse({}).success).toBe(false);
      expect(bench.connector.settings.safeParse(bench.peer().settings).success).toBe(true);
    });
  });

  describe('getting in', () => {
    it('says that the connection works', async () => {
      const result = await (await bench.open()).check();
      expect(result).toMatchObject({ ok: true, message: expect.stringMatching(SENTENCE) });
    });

    it('says in words that wrong credentials are refused', async () => {
      const told = await checkWith(bench, bench.peer().wrongSettings);
      expect(told.ok).toBe(false);
      expect(told.message).toMatch(/key|password|user|credential|secret/i);
    });

    it('does not say that all is well while the party fails', async () => {
      bench.peer().fault({ mode: 'always-fail' });
      expect((await checkWith(bench, bench.peer().settings)).ok).toBe(false);
    });

    it('fails a write with wrong credentials as a matter of credentials', async () => {
      const [kind] = Object.keys(bench.peer().outbound) as (keyof typeof bench.connector.writes)[];
      if (kind === undefined) return;
      const sample = bench.outbound(kind);
      const document = await sample.fresh();
      const error = await failureOfWrite(bench, kind, document);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(await sample.count(document)).toBe(0);
    });

    it('lists the choices for mappings, live from the party', async () => {
      const session = await bench.open();
      for (const kind of MappingKind.options) {
        const options = await session.options(kind, '');
        const listed = bench.peer().lists.includes(kind);
        expect(options !== null, `choices for ${kind}`).toBe(listed);
        if (!listed) continue;
        const all = given(options, kind);
        expect(all.length, `choices for ${kind}`).toBeGreaterThan(0);
        for (const option of all) expect(option).toEqual({ value: expect.stringMatching(/./), label: expect.any(String) });
        expect(new Set(all.map((option) => option.value)).size).toBe(all.length);
      }
    });

    it('leaves no socket open after it is closed', async () => {
      const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
      const before = sockets();
      const tools = testTools('party', { timeoutMs: bench.timeoutMs() });
      const session = await bench.connector.connect(bench.connector.settings.parse(bench.peer().settings), tools);
      await session.check();
      await session.close();
      await tools.close();
      await expect.poll(sockets, { timeout: 60_000 }).toBeLessThanOrEqual(before);
    });
  });
}

const SENTENCE = /^\p{Lu}.{8,}\.$/u;

/** A refusal may be an answer or an error; both must speak. */
async function checkWith(bench: Bench, settings: Readonly<Record<string, unknown>>): Promise<Pick<CheckResult, 'ok' | 'message'>> {
  try {
    return await (await bench.open(settings)).check();
  } catch (cause) {
    return { ok: false, message: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** Some parties say no at the door (connect), others at the write. */
async function failureOfWrite(bench: Bench, kind: OutboundDocument['kind'], document: OutboundDocument): Promise<unknown> {
  try {
    const session = await bench.open(bench.peer().wrongSettings);
    const [outcome] = await given(session.writers[kind], `no writer for ${kind}`).write([requestFor(document)]);
    return outcome?.kind === 'failed' ? outcome.error : outcome;
  } catch (cause) {
    return cause;
  }
}
