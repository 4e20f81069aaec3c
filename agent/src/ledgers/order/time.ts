/** Compares two ISO 8601 times; text order is not enough because parties write different fractions of seconds. Unreadable times are the oldest. */
export function compareTimes(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length === b.length && isPlain(a) && isPlain(b)) return a < b ? -1 : 1;
  return milliseconds(a) - milliseconds(b);
}

/** Milliseconds since the epoch; 0 for text that is no time. */
export function milliseconds(time: string): number {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? 0 : parsed;
}

/** The one form of a year of four digits, whose text sorts like its time. */
function isPlain(time: string): boolean {
  return PLAIN.test(time);
}

const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;
