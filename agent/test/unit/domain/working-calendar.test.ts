import { describe, expect, test } from 'vitest';
import { nextRelease, WorkingCalendar } from '../../../src/domain/working-calendar.ts';

const next = (given: Record<string, unknown>, from: string): string | null => {
  const time = nextRelease(WorkingCalendar.parse(given), Date.parse(from));
  return time === null ? null : new Date(time).toISOString();
};
const BERLIN = { timeZone: 'Europe/Berlin' };
const WAVES = { ...BERLIN, waves: ['09:00', '14:00'] };

describe('goods are released', () => {
  test.each<[string, Record<string, unknown>, from: string, expected: string]>([
    ['at once on a working day', BERLIN, '2026-11-23T10:15:00Z', '2026-11-23T10:15:00.000Z'],
    ['on Monday when they are ready on Saturday', BERLIN, '2026-11-21T10:00:00Z', '2026-11-22T23:00:00.000Z'],
    ['after a holiday', { ...BERLIN, holidays: ['2026-12-25'] }, '2026-12-25T08:00:00Z', '2026-12-27T23:00:00.000Z'],
    ['the next day after the cut-off', { ...BERLIN, cutoff: '16:00' }, '2026-11-23T15:01:00Z', '2026-11-23T23:00:00.000Z'],
    ['at the cut-off itself', { ...BERLIN, cutoff: '16:00' }, '2026-11-23T15:00:00Z', '2026-11-23T15:00:00.000Z'],
    ['at the next wave', WAVES, '2026-11-23T08:00:01Z', '2026-11-23T13:00:00.000Z'],
    ['at a wave that is just now', WAVES, '2026-11-23T08:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['at the first wave of the next working day', WAVES, '2026-11-20T13:00:01Z', '2026-11-23T08:00:00.000Z'],
    ['not in a wave after the cut-off', { ...WAVES, cutoff: '12:00' }, '2026-11-23T09:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['by the clock of the location in summer', WAVES, '2026-07-06T06:00:00Z', '2026-07-06T07:00:00.000Z'],
    ['by its clock on the day on which summer ends', { ...WAVES, days: ['sun'] }, '2026-10-24T23:00:00Z', '2026-10-25T08:00:00.000Z'],
    ['by its clock on the day on which summer begins', { ...WAVES, days: ['sun'] }, '2026-03-28T23:30:00Z', '2026-03-29T07:00:00.000Z'],
    [
      'after the hour that summer time leaves out',
      { ...BERLIN, days: ['sun'], waves: ['02:30'] },
      '2026-03-28T23:30:00Z',
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'once in the hour that comes twice',
      { ...BERLIN, days: ['sun'], waves: ['02:30'] },
      '2026-10-25T00:00:00Z',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'by a clock on the other side of the date line',
      { timeZone: 'Pacific/Auckland', waves: ['08:00'] },
      '2026-11-22T18:59:00Z',
      '2026-11-22T19:00:00.000Z',
    ],
  ])('%s', (_, given, from, expected) => expect(next(given, from)).toBe(expected));

  test('never by a calendar whose every day is a holiday', () => {
    const holidays = Array.from({ length: 500 }, (_, day) => new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10));
    expect(next({ holidays, days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }, '2026-11-23T10:00:00Z')).toBeNull();
  });
});

test('a time zone that does not exist is refused', () => {
  expect(WorkingCalendar.safeParse({ timeZone: 'Mars/Olympus' }).success).toBe(false);
});
