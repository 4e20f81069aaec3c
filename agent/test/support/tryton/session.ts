import type { Session, WriteOutcome } from '../../../src/connector/contract.ts';
import { tryton as connector } from '../../../src/connectors/tryton/index.ts';
import type { OutboundDocument } from '../../../src/domain/outbound.ts';
import type { Receipt } from '../../../src/domain/receipt.ts';
import type { CrossdockError } from '../../../src/errors/errors.ts';
import { testTools } from '../tools.ts';
import type { RunningTryton } from './start.ts';

/** A session of the real connector, with the two things that tests do all the time. */
export interface TestSession extends Session {
  /** Writes and throws what was refused. */
  deliver(document: OutboundDocument): Promise<Receipt>;
  /** Writes and gives back the refusal; throws when it went through. */
  refusal(document: OutboundDocument): Promise<CrossdockError>;
}

export async function openTryton(
  running: Pick<RunningTryton, 'url' | 'db' | 'user' | 'password'>,
  settings: Record<string, unknown> = {},
  timeoutMs = 60_000,
): Promise<TestSession> {
  const tools = testTools('erp', { timeoutMs });
  const given = { url: running.url, database: running.db, user: running.user, password: running.password, ...settings };
  const session = await connector.connect(connector.settings.parse(given), tools);
  const write = async (document: OutboundDocument): Promise<WriteOutcome> => {
    const request = { key: `test.${document.kind}`, correlationId: 'test', attempt: 1, uncertain: false, document };
    const [outcome] = (await session.writers[document.kind]?.write([request])) ?? [];
    if (outcome === undefined) throw new Error(`no outcome for ${document.kind}`);
    return outcome;
  };
  return {
    ...session,
    deliver: async (document) => {
      const outcome = await write(document);
      if (outcome.kind === 'failed') throw outcome.error;
      return outcome.receipt;
    },
    refusal: async (document) => {
      const outcome = await write(document);
      if (outcome.kind === 'failed') return outcome.error;
      throw new Error(`expected a refusal, but it was done: ${JSON.stringify(outcome.receipt)}`);
    },
    close: async () => {
      await session.close();
      await tools.close();
    },
  };
}
