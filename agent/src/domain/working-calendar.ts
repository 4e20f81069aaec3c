import { DateTime } from 'luxon';
import { z } from 'zod';

const Day = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** When a location takes fulfillment orders: `waves` are its release times of a day (empty: at once while it works), nothing is released on other days, on holidays (YYYY-MM-DD) or after `cutoff`; all in its own time zone (IANA). */
export const WorkingCalendar = z.object({
  timeZone: z
    .string()
    .refine((zone) => DateTime.utc().setZone(zone).isValid, 'is no time zone')
    .default('UTC'),
  days: z.array(Day).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  holidays: z.array(z.string().regex(/^\d{4}-\d\d-\d\d$/)).default([]),
  waves: z.array(TimeOfDay).default([]),
  cutoff: TimeOfDay.nullable().default(null),
});
export type WorkingCalendar = z.infer<typeof WorkingCalendar>;

const MOST_DAYS = 400;

/** The first time, at or after `from`, at which the calendar releases something; both in milliseconds since the epoch. Null when it does not within a year. */
export function nextRelease(calendar: WorkingCalendar, from: number): number | null {
  const start = DateTime.fromMillis(from, { zone: calendar.timeZone });
  let day = start.startOf('day');
  for (let count = 0; count < MOST_DAYS; count += 1, day = day.plus({ days: 1 }).startOf('day')) {
    if (!isWorking(calendar, day)) continue;
    const time = calendar.waves.length > 0 ? nextWave(calendar, day, from) : nextMoment(calendar, day, from);
    if (time !== null) return time;
  }
  return null;
}

function isWorking({ days, holidays }: WorkingCalendar, day: DateTime): boolean {
  const name = Day.options[day.weekday - 1];
  return name !== undefined && days.includes(name) && !holidays.includes(day.toFormat('yyyy-MM-dd'));
}

function nextWave({ waves, cutoff }: WorkingCalendar, day: DateTime, from: number): number | null {
  const end = cutoff === null ? Infinity : timeOn(day, cutoff);
  const times = waves.map((wave) => timeOn(day, wave)).filter((time) => time >= from && time <= end);
  return times.length === 0 ? null : Math.min(...times);
}

function nextMoment({ cutoff }: WorkingCalendar, day: DateTime, from: number): number | null {
  const end = cutoff === null ? day.plus({ days: 1 }).startOf('day').toMillis() - 1 : timeOn(day, cutoff);
  const time = Math.max(from, day.toMillis());
  return time <= end ? time : null;
}

/** A time that a change of the clock leaves out is the same time after it; one that comes twice is the first. */
function timeOn(day: DateTime, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute }).toMillis();
}
