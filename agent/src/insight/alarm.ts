import type { Tx } from '../database/database.ts';
import { closeExceptions, openException, openOf, rewordException } from '../database/exceptions.ts';
import { CODES } from '../errors/codes.ts';
import type { CompletenessProof } from '../protocol/status.ts';

const SOURCE = 'proof';
const CODE = 'proof.unexplained';

/** Opens, rewords or closes the one exception of the proof. */
export async function alarm(tx: Tx, proof: CompletenessProof, now: number): Promise<void> {
  const open = await openOf(tx, SOURCE);
  const message = wordsFor(proof);
  const row = open[0];
  if (proof.unexplained === 0) {
    const ids = open.map(({ id }) => id);
    await closeExceptions(tx, ids, now);
  } else if (!row) await openException(tx, newAlarm(message, now));
  else if (row.message !== message) await rewordException(tx, row.id, { message });
}

function wordsFor({ unexplained, paid, unexplainedIds }: CompletenessProof): string {
  const names = unexplainedIds.slice(0, 10).join(', ') + (unexplained > 10 ? ' …' : '');
  return `${unexplained} of ${paid} paid orders are neither in the ERP nor explained: ${names}`;
}

function newAlarm(message: string, now: number): Parameters<typeof openException>[1] {
  const { class: klass, owner } = CODES[CODE];
  return {
    source: SOURCE,
    key: CODE,
    code: CODE,
    class: klass,
    owner,
    message,
    subject: null,
    order_id: null,
    order_number: null,
    connection: null,
    missing_kind: null,
    missing_connection: null,
    missing_key: null,
    retriable: 0,
    state: 'open',
    since: now,
    closed_at: null,
  };
}
