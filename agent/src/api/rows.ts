import type { ExceptionRecord } from '../database/exceptions.ts';
import type { MappingRecord } from '../database/mappings.ts';
import type { TraceRow } from '../database/trace.ts';
import { LookupKey } from '../domain/mapping.ts';
import { CODES, isErrorCode } from '../errors/codes.ts';
import { ExceptionRow } from '../protocol/exceptions.ts';
import { MappingRow } from '../protocol/mappings.ts';
import type { TraceStep } from '../protocol/orders.ts';

/** A stored exception as the screens show it: title and cure from the code table. */
export function exceptionRow(record: ExceptionRecord): ExceptionRow {
  const code = isErrorCode(record.code) ? CODES[record.code] : { title: record.code, cure: '' };
  return ExceptionRow.parse({
    id: String(record.id),
    key: record.key,
    code: record.code,
    class: record.class,
    owner: record.owner,
    title: code.title,
    message: record.message,
    cure: code.cure,
    subject: record.subject,
    orderId: record.order_id,
    orderNumber: record.order_number,
    connection: record.connection,
    missing: missingOf(record),
    retriable: record.retriable === 1,
    choices: JSON.parse(record.choices),
    state: record.state,
    since: isoTime(record.since),
    closedAt: record.closed_at === null ? null : isoTime(record.closed_at),
  });
}

function missingOf(record: ExceptionRecord): LookupKey | null {
  const { missing_kind: kind, missing_connection: connection, missing_key: key } = record;
  return LookupKey.safeParse({ kind, connection, key }).data ?? null;
}

/** A stored mapping as the screens show it. */
export function mappingRow(record: MappingRecord): MappingRow {
  const { kind, connection, key, value, label, version } = record;
  return MappingRow.parse({
    kind,
    connection,
    key,
    value,
    label,
    version,
    updatedAt: isoTime(record.updated_at),
    updatedBy: record.updated_by,
  });
}

/** A stored step of a trace as the screens show it. */
export function traceStep(row: TraceRow): TraceStep {
  const { kind, party, title, detail, outcome, attempt } = row;
  return { at: isoTime(row.at), kind, party, title, detail, outcome, attempt, durationMs: row.duration_ms };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
