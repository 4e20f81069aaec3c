import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Connector, Page, Reader, Session, WriteOutcome, WriteRequest } from '../../src/connector/contract.ts';
import type { InboundKind } from '../../src/domain/inbound.ts';
import type { OutboundDocument, OutboundKind } from '../../src/domain/outbound.ts';
import { CrossdockError, TransientError } from '../../src/errors/errors.ts';
import { testTools } from '../support/tools.ts';
import type { InboundSample, OutboundSample, PeerUnderTest } from './peer-under-test.ts';

const DEFAULT_TIMEOUT = 1000;
/** A party that answers gets all the time that a busy machine may need; only one that holds the line is given up soon. */
const PATIENT_TIMEOUT = 30_000;
/** How long such a party holds the line: far longer than anybody waits for it. */
export const HELD_MS = 110_000;

/** What the parts of the suite work with: one party for all tests, a fresh session for each. */
export interface Bench {
  readonly connector: Connector;
  peer(): PeerUnderTest;
  timeoutMs(): number;
  open(settings?: Readonly<Record<string, unknown>>): Promise<Session>;
  inbound(kind: InboundKind): InboundSample;
  outbound(kind: OutboundKind): OutboundSample;
  reader(kind: InboundKind): Promise<Reader>;
  write(kind: OutboundKind, document: OutboundDocument, more?: Partial<WriteRequest>): Promise<WriteOutcome>;
  writeAll(kind: OutboundKind, documents: readonly OutboundDocument[]): Promise<readonly WriteOutcome[]>;
}

export function setUpBench(connector: Connector, makePeer: () => Promise<PeerUnderTest>): Bench {
  let running: PeerUnderTest | undefined;
  let holdsTheLine = false;
  const opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    running = watchFaults(await makePeer(), (holds) => (holdsTheLine = holds));
  });
  afterEach(async () => {
    running?.clearFault();
    for (const close of opened.splice(0)) await close();
  });
  afterAll(async () => running?.close());
  const peer = (): PeerUnderTest => given(running, 'the party did not start');
  const timeoutMs = (): number => (holdsTheLine ? (peer().timeoutMs ?? DEFAULT_TIMEOUT) : PATIENT_TIMEOUT);
  const open = async (settings = peer().settings): Promise<Session> => {
    const tools = testTools('party', { timeoutMs: timeoutMs() });
    opened.push(() => tools.close());
    const session = await connector.connect(connector.settings.parse(settings), tools);
    opened.unshift(() => session.close());
    return session;
  };
  const writeAll: Bench['writeAll'] = async (kind, documents) => {
    const requests = documents.map((document) => requestFor(document));
    return writeInBatches(connector, await open(), kind, requests);
  };
  return {
    connector,
    peer,
    timeoutMs,
    open,
    inbound: (kind) => given(peer().inbound[kind], `the set-up has no sample for reading ${kind}`),
    outbound: (kind) => given(peer().outbound[kind], `the set-up has no sample for writing ${kind}`),
    reader: async (kind) => given((await open()).readers[kind], `no reader for ${kind}`),
    write: async (kind, document, more = {}) => {
      const outcomes = await writeInBatches(connector, await open(), kind, [requestFor(document, more)]);
      return given(outcomes[0], 'there was no outcome');
    },
    writeAll,
  };
}

function watchFaults(peer: PeerUnderTest, onFault: (holds: boolean) => void): PeerUnderTest {
  const watched: Pick<PeerUnderTest, 'fault' | 'clearFault'> = {
    fault: (spec) => {
      onFault(spec.mode === 'slow' || spec.mode === 'timeout-after-commit');
      peer.fault(spec);
    },
    clearFault: () => {
      onFault(false);
      peer.clearFault();
    },
  };
  return Object.assign(Object.create(peer) as PeerUnderTest, watched);
}

/** The key is made of the document, so that writing it again is the same write. */
export function requestFor(document: OutboundDocument, more: Partial<WriteRequest> = {}): WriteRequest {
  const name = 'reference' in document ? document.reference : document.orderId;
  const part = document.kind === 'shipment' ? document.shipmentId : document.kind;
  return {
    key: `contract.${name}.${document.kind}.${part}`,
    correlationId: `corr-${name}`,
    attempt: 1,
    uncertain: false,
    document,
    ...more,
  };
}

async function writeInBatches(
  connector: Connector,
  session: Session,
  kind: OutboundKind,
  requests: readonly WriteRequest[],
): Promise<WriteOutcome[]> {
  const capability = connector.writes[kind];
  const size = capability.write === 'can' ? capability.batch : 1;
  const writer = given(session.writers[kind], `no writer for ${kind}`);
  const outcomes: WriteOutcome[] = [];
  for (let at = 0; at < requests.length; at += size) outcomes.push(...(await writer.write(requests.slice(at, at + size))));
  expect(outcomes).toHaveLength(requests.length);
  return outcomes;
}

export function given<T>(value: T | null | undefined, otherwise: string): T {
  if (value === null || value === undefined) throw new Error(otherwise);
  return value;
}

export async function readAll(reader: Reader, cursor: string | null): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of reader.read(cursor)) {
    pages.push(page);
    await page.acknowledge?.();
  }
  return pages;
}

/** Where to go on after these pages; a party with nothing new leaves the cursor where it was. */
export function cursorAfter(pages: readonly Page[], before: string | null): string | null {
  return pages.at(-1)?.cursor ?? before;
}

export function failure(outcome: WriteOutcome): CrossdockError {
  if (outcome.kind === 'failed') return outcome.error;
  throw new Error(`expected a failure, but it was done: ${JSON.stringify(outcome.receipt)}`);
}

export function expectDone(outcome: WriteOutcome): asserts outcome is Extract<WriteOutcome, { kind: 'done' }> {
  if (outcome.kind === 'failed') throw outcome.error;
}

export async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (cause) {
    return cause;
  }
  throw new Error('expected an error, but it went through');
}

/** The same write once more, as the runtime would send it after this failure. */
export function afterwards(error: unknown): Pick<WriteRequest, 'attempt' | 'uncertain'> {
  return { attempt: 2, uncertain: error instanceof TransientError && error.committed === 'unknown' };
}
