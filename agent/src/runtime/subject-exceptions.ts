import type { Tx } from '../database/database.ts';
import { closeExceptions, openException, openOf, rewordException, type ExceptionRecord } from '../database/exceptions.ts';
import { addTrace } from '../database/trace.ts';
import type { PlannedException } from '../domain/plan.ts';
import { splitSubject, type SubjectKey } from '../domain/reference.ts';
import { CODES } from '../errors/codes.ts';
import type { OrderLedger } from '../ledgers/order/ledger.ts';

/** Opens what the plan asks a person to see and closes what it no longer holds; true when anything changed. */
export async function reconcileExceptions(
  tx: Tx,
  subject: SubjectKey,
  ledger: OrderLedger,
  planned: readonly PlannedException[],
  now: number,
): Promise<boolean> {
  const open = new Map((await openOf(tx, subject)).map((row) => [row.key, row]));
  let changed = false;
  for (const exception of planned) {
    const row = open.get(exception.key);
    open.delete(exception.key);
    const next = rowOf(subject, ledger, exception, now);
    if (row && saysTheSame(row, next)) continue;
    changed = true;
    const { code, class: klass, owner, message, retriable, choices } = next;
    if (row) await rewordException(tx, row.id, { code, class: klass, owner, message, retriable, choices });
    else await openException(tx, next);
    if (row?.message !== message) await trace(tx, subject, now, CODES[exception.code].title, message, 'waiting');
  }
  const cured = [...open.values()];
  await closeExceptions(
    tx,
    cured.map((row) => row.id),
    now,
  );
  for (const row of cured) await trace(tx, subject, now, 'Cured', row.message, 'ok');
  return changed || cured.length > 0;
}

/** True when a person who has the stored exception before their eyes knows all that the plan says. */
export function saysTheSame(row: ExceptionRecord, next: Pick<ExceptionRecord, 'message' | 'code' | 'retriable' | 'choices'>): boolean {
  return row.message === next.message && row.code === next.code && row.retriable === next.retriable && row.choices === next.choices;
}

/** A planned exception as it is stored. */
export function rowOf(subject: SubjectKey, ledger: OrderLedger, exception: PlannedException, now: number) {
  const { class: klass, owner } = CODES[exception.code];
  const { id } = splitSubject(subject);
  return {
    source: subject,
    key: exception.key,
    code: exception.code,
    class: klass,
    owner: exception.owner ?? owner,
    message: exception.message,
    subject,
    order_id: id,
    order_number: ledger.order?.number ?? id,
    connection: exception.missing?.connection ?? null,
    missing_kind: exception.missing?.kind ?? null,
    missing_connection: exception.missing?.connection ?? null,
    missing_key: exception.missing?.key ?? null,
    retriable: exception.retriable ? 1 : 0,
    choices: JSON.stringify(exception.choices),
    state: 'open' as const,
    since: now,
    closed_at: null,
  };
}

async function trace(tx: Tx, subject: SubjectKey, at: number, title: string, detail: string, outcome: 'ok' | 'waiting'): Promise<void> {
  await addTrace(tx, [{ subject, at, kind: 'exception', party: null, title, detail, outcome, attempt: null, duration_ms: null }]);
}
