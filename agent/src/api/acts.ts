import type { Readable } from '../database/database.ts';
import { exceptionsById, openOf, type ExceptionRecord } from '../database/exceptions.ts';
import type { LedgerRow } from '../database/ledgers.ts';
import type { Choice } from '../domain/plan.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';
import type { Controls } from '../runtime/controls.ts';
import { Refused } from './refused.ts';

/** The exception of a person's own hold ("hold this order"); rules have keys of their own. */
const MANUAL_HOLD = 'order.held:manual';
const RELEASE = 'release';

/** A person chooses one of the ways out that an open exception offers. */
export async function decide(controls: Controls, id: string, choice: string, by: string): Promise<{ decided: true }> {
  const before = await exceptionNamed(controls.database.read, id);
  const subject = subjectOf(before);
  await controls.act(subject, by, 'decide', async (tx) => {
    // Looked at again in the transaction that records it: the exception may have closed or changed its choices meanwhile.
    const record = await exceptionNamed(tx, id);
    requireOffer(record, choice);
    return decided(controls, record.key, choice, by);
  });
  return { decided: true };
}

/** A person holds an order back; nothing new is sent on before somebody releases it. */
export async function hold(
  controls: Controls,
  { subject }: Pick<LedgerRow, 'subject'>,
  reason: string,
  by: string,
): Promise<{ held: true }> {
  await controls.act(subject, by, 'hold', () =>
    Promise.resolve({ kind: 'held', at: new Date(controls.now()).toISOString(), reason, by } satisfies OrderFact),
  );
  return { held: true };
}

/** Ends a person's hold; holds of rules are decided on their own exceptions. */
export async function release(controls: Controls, row: Pick<LedgerRow, 'subject' | 'number'>, by: string): Promise<{ released: true }> {
  await controls.act(row.subject, by, 'release', async (tx) => {
    const open = await openOf(tx, row.subject);
    const manual = open.find((record) => record.key === MANUAL_HOLD);
    if (!manual) throw notHeld(row.number, open);
    requireOffer(manual, RELEASE);
    return decided(controls, manual.key, RELEASE, by);
  });
  return { released: true };
}

function decided(controls: Controls, exception: string, choice: string, by: string): OrderFact {
  return { kind: 'decided', at: new Date(controls.now()).toISOString(), exception, choice, by };
}

async function exceptionNamed(db: Readable, id: string): Promise<ExceptionRecord> {
  const number = /^\d{1,15}$/.test(id) ? Number(id) : null;
  const [record] = number === null ? [] : await exceptionsById(db, [number]);
  if (record) return record;
  throw new Refused(404, 'api.not-found', `There is no exception ${id.slice(0, 40)}.`);
}

function subjectOf({ subject, source }: ExceptionRecord): string {
  if (subject !== null && subject === source) return subject;
  throw new Refused(400, 'api.input-invalid', 'This exception is not about an order, so there is nothing to choose.');
}

function requireOffer(record: ExceptionRecord, choice: string): void {
  if (record.state !== 'open') throw new Refused(409, 'api.conflict', 'This exception has closed meanwhile. Look at the order again.');
  const offered = (JSON.parse(record.choices) as Choice[]).map(({ id }) => id);
  if (offered.includes(choice)) return;
  const what = offered.length === 0 ? 'It offers no choice.' : `It offers: ${offered.join(', ')}.`;
  throw new Refused(409, 'api.conflict', `"${choice}" is not offered by this exception. ${what}`, { offered });
}

function notHeld(number: string, open: readonly ExceptionRecord[]): Refused {
  const others = open.filter((record) => record.code === 'order.held').map((record) => record.key);
  const hint = others.length === 0 ? '' : ` A rule holds it: decide on ${others.join(', ')}.`;
  return new Refused(409, 'api.conflict', `Nobody holds order ${number} back.${hint}`);
}
