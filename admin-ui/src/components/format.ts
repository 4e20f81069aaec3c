import { __, sprintf } from '@wordpress/i18n';
import type { OrderDetail } from '../../../agent/src/protocol/orders.ts';

type Money = NonNullable<OrderDetail['order']['total']>;

/** The site's language as WordPress prints it on the page; undefined lets the browser choose. */
function locale(): string | undefined {
  const lang = document.documentElement.lang;
  if (!lang) return undefined;
  try {
    return Intl.getCanonicalLocales(lang)[0];
  } catch {
    return undefined;
  }
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(locale()).format(count);
}

export function formatMoney(money: Money): string {
  const format = new Intl.NumberFormat(locale(), { style: 'currency', currency: money.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(money.minor / 10 ** digits);
}

/** Date and time in the zone of the browser; the text itself when it is no time. */
export function formatTime(iso: string | number): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return String(iso);
  const options: Intl.DateTimeFormatOptions = isToday(date) ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(locale(), options).format(date);
}

function isToday(date: Date): boolean {
  return date.toDateString() === new Date().toDateString();
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "5 minutes ago"; less than a minute is "just now". */
export function formatAge(iso: string, now: number = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (Number.isNaN(seconds)) return iso;
  for (const [unit, size] of UNITS) {
    if (seconds >= size) return new Intl.RelativeTimeFormat(locale(), { numeric: 'always' }).format(-Math.floor(seconds / size), unit);
  }
  return __('just now', 'crossdock');
}

/** The agent notes "Name (#user id)"; people know each other by name. */
export function personName(actor: string): string {
  return actor.replace(/ \(#\d+\)$/, '');
}

/** Milliseconds as people say them: "340 ms", "1.8 s", "4 min". */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null) return '–';
  const number = (value: number): string => new Intl.NumberFormat(locale(), { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  /* translators: %s: number of milliseconds */
  if (milliseconds < 1000) return sprintf(__('%s ms', 'crossdock'), number(Math.round(milliseconds)));
  /* translators: %s: number of seconds */
  if (milliseconds < 120_000) return sprintf(__('%s s', 'crossdock'), number(milliseconds / 1000));
  /* translators: %s: number of minutes */
  if (milliseconds < 7_200_000) return sprintf(__('%s min', 'crossdock'), number(milliseconds / 60_000));
  /* translators: %s: number of hours */
  return sprintf(__('%s h', 'crossdock'), number(milliseconds / 3_600_000));
}
