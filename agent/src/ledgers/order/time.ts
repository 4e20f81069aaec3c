/** Compares two ISO 8601 times; text order is not enough because parties write different fractions of seconds. Unreadable times are the oldest. */
export function compareTimes(a: string, b: string): number {
  if (a === b) return 0;
  return milliseconds(a) - milliseconds(b);
}

/** Milliseconds since the epoch; 0 for text that is no time. */
export function milliseconds(time: string): number {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? 0 : parsed;
}
