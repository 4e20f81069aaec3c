/** A value in Tryton's JSON: types that JSON lacks are objects with `__class__`. */
export interface WireValue {
  readonly __class__: string;
  readonly [member: string]: string | number;
}

/** A decimal for Tryton; floats are refused there. */
export function decimal(text: string): WireValue {
  return { __class__: 'Decimal', decimal: text };
}

/** The UTC day of an ISO 8601 time. */
export function date(iso: string): WireValue {
  const [year = 0, month = 1, day = 1] = iso.slice(0, 10).split('-').map(Number);
  return { __class__: 'date', year, month, day };
}

/** A naive UTC time with microseconds, as Tryton keeps its stamps. */
export function datetime(iso: string): WireValue {
  const parts = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d{1,6}))?/.exec(iso);
  if (parts === null) throw new RangeError(`"${iso}" is not an ISO 8601 time`);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const microsecond = Number((parts[7] ?? '').padEnd(6, '0'));
  return { __class__: 'datetime', year, month, day, hour, minute, second, microsecond };
}

const padded = (value: unknown, length: number): string => String(value ?? 0).padStart(length, '0');

/** Parses an answer: decimals become strings (never floats), dates "2026-01-31", times "2026-01-31T10:00:00.000000Z". */
export function parseWire(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => revive(value));
}

function revive(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('__class__' in value)) return value;
  const typed = value as WireValue;
  const day = `${padded(typed['year'], 4)}-${padded(typed['month'], 2)}-${padded(typed['day'], 2)}`;
  switch (typed.__class__) {
    case 'Decimal':
      return typed['decimal'];
    case 'date':
      return day;
    case 'datetime':
      return `${day}T${padded(typed['hour'], 2)}:${padded(typed['minute'], 2)}:${padded(typed['second'], 2)}.${padded(typed['microsecond'], 6)}Z`;
    case 'timedelta':
      return typed['seconds'];
    default:
      return value;
  }
}
