import { ConfigurationError } from '../errors/errors.ts';

/** A period in ISO 8601 UTC, `until` excluded; null means no limit. */
export interface Period {
  readonly since: string | null;
  readonly until: string | null;
}

/** Reads `--since` and `--until`: a day ("2026-11-23", its beginning in UTC) or a time. */
export function readPeriod({ since, until }: Period): Period {
  return { since: readTime('since', since), until: readTime('until', until) };
}

function readTime(option: string, text: string | null): string | null {
  if (text === null) return null;
  const ms = Date.parse(text);
  if (!Number.isNaN(ms) && /^\d{4}-\d\d-\d\d/.test(text)) return new Date(ms).toISOString();
  const message = `--${option} wants a day like 2026-11-23 or a time like 2026-11-23T09:00:00Z, not "${text}".`;
  throw new ConfigurationError({ code: 'config.invalid', message });
}
