import { describe, expect, it } from 'vitest';
import type { WriteCapability } from '../../src/connector/contract.ts';
import type { OutboundKind } from '../../src/domain/outbound.ts';
import { Receipt } from '../../src/domain/receipt.ts';
import { ContractError, RateLimitedError, RejectedError, TransientError } from '../../src/errors/errors.ts';
import type { FaultSpec } from '../peers/faults.ts';
import { afterwards, expectDone, failure, HELD_MS, type Bench } from './bench.ts';

const ANSWERED_BY_VERDICT: ReadonlySet<OutboundKind> = new Set(['cancellation', 'order-change', 'fulfillment-change']);

/** Writing one kind of document, on good days and bad ones. */
export function describeWriting(bench: Bench, kind: OutboundKind, capability: WriteCapability): void {
  if (capability.write === 'cannot') return;
  describe(`writing ${kind}`, () => {
    describeGoodDays(bench, kind, capability);
    describeFailures(bench, kind);
    if (capability.idempotency !== 'none') describeLostAnswers(bench, kind);
  });
}

function describeGoodDays(bench: Bench, kind: OutboundKind, capability: Extract<WriteCapability, { write: 'can' }>): void {
  it('writes one document and gives its receipt', async () => {
    const sample = bench.outbound(kind);
    const document = await sample.fresh();
    expect(await sample.count(document)).toBe(0);
    const outcome = await bench.write(kind, document);
    expectDone(outcome);
    expect(Receipt.parse(outcome.receipt)).toMatchObject({ existed: false });
    expect(outcome.receipt.verdict !== null).toBe(ANSWERED_BY_VERDICT.has(kind));
    expect(await sample.count(document)).toBe(1);
  });

  it('makes one document of the same write sent twice', async () => {
    if (capability.idempotency === 'none') return;
    const sample = bench.outbound(kind);
    const document = await sample.fresh();
    const first = await bench.write(kind, document);
    // A party with keys needs no warning; where there are none the runtime says that it is not sure.
    const second = await bench.write(kind, document, { attempt: 2, uncertain: capability.idempotency === 'lookup' });
    expectDone(first);
    expectDone(second);
    expect(second.receipt.foreign).toEqual(first.receipt.foreign);
    expect(await sample.count(document)).toBe(1);
  });

  it('says no to a bad document by name, and does the others of the batch', async () => {
    const sample = bench.outbound(kind);
    if (sample.refused === null) return;
    const documents = [await sample.fresh(), await sample.refused.fresh(), await sample.fresh()] as const;
    const [first, bad, last] = await bench.writeAll(kind, documents);
    if (!first || !bad || !last) throw new Error('an outcome is missing');
    expectDone(first);
    expectDone(last);
    expect(failure(bad)).toBeInstanceOf(RejectedError);
    expect(failure(bad)).toMatchObject({ code: sample.refused.code, message: expect.stringMatching(/\w+ \w+/) });
    expect([await sample.count(documents[0]), await sample.count(documents[2])]).toEqual([1, 1]);
  });
}

function describeFailures(bench: Bench, kind: OutboundKind): void {
  const break_ = (spec: FaultSpec): void => bench.peer().fault({ ...bench.outbound(kind).narrow, ...spec });

  it('fails in passing, and succeeds when it is sent again', async () => {
    const sample = bench.outbound(kind);
    const document = await sample.fresh();
    break_({ mode: 'fail-once' });
    const error = failure(await bench.write(kind, document));
    expect(error).toBeInstanceOf(TransientError);
    expectDone(await bench.write(kind, document, afterwards(error)));
    expect(await sample.count(document)).toBe(1);
  });

  it('keeps failing in passing while the party keeps failing, and recovers with it', async () => {
    const sample = bench.outbound(kind);
    const document = await sample.fresh();
    break_({ mode: 'always-fail' });
    for (let attempt = 1; attempt <= 2; attempt += 1)
      expect(failure(await bench.write(kind, document, { attempt }))).toBeInstanceOf(TransientError);
    bench.peer().clearFault();
    expect(await sample.count(document)).toBe(0);
    expectDone(await bench.write(kind, document, { attempt: 3, uncertain: true }));
    expect(await sample.count(document)).toBe(1);
  });

  it('gives up within its time when the party is slow', async () => {
    const document = await bench.outbound(kind).fresh();
    break_({ mode: 'slow', delayMs: HELD_MS });
    const started = Date.now();
    expect(failure(await bench.write(kind, document))).toMatchObject({
      name: 'TransientError',
      code: 'connection.timeout',
      committed: 'unknown',
    });
    expect(Date.now() - started).toBeLessThan(HELD_MS / 2);
  });

  it('tells how long to wait when the party asks to slow down', async () => {
    const sample = bench.outbound(kind);
    const document = await sample.fresh();
    break_({ mode: 'throttle', retryAfterSeconds: 7 });
    const error = failure(await bench.write(kind, document));
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toMatchObject({ retryAfterMs: 7_000 });
    bench.peer().clearFault();
    expect(await sample.count(document)).toBe(0);
  });
}

function describeLostAnswers(bench: Bench, kind: OutboundKind): void {
  const lost: [string, FaultSpec][] = [
    ['never comes', { mode: 'timeout-after-commit', delayMs: HELD_MS }],
    ['is cut off', { mode: 'timeout-after-commit', drop: true }],
    ['is not JSON', { mode: 'malformed', count: 1 }],
  ];
  it.each(lost)('makes one document when the party commits but its answer %s', async (_words, spec) => {
    const sample = bench.outbound(kind);
    const document = await sample.fresh();
    bench.peer().fault({ ...sample.narrow, ...spec });
    const error = failure(await bench.write(kind, document));
    expect(error instanceof TransientError || error instanceof ContractError, String(error)).toBe(true);
    if (error instanceof TransientError) expect(error.committed).toBe('unknown');
    bench.peer().clearFault();
    const outcome = await bench.write(kind, document, { attempt: 2, uncertain: true });
    expectDone(outcome);
    expect(await sample.count(document)).toBe(1);
  });
}
