export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Whole days that a forum's content spans before the reference date. */
const SPAN_DAYS = 90;

/** Hour (UTC) at which a forum's last day ends: by then its people have written what they write on it. */
const DAY_ENDS = 18;

/** The last moment not after `now` at which a forum's day has ended. */
export function lastDayEnd(now: Date): Date {
  const end = Math.floor(now.getTime() / DAY_MS) * DAY_MS + DAY_ENDS * HOUR_MS;
  return new Date(end > now.getTime() ? end - DAY_MS : end);
}

/** Turns the texts' (day, time) into moments. */
export interface Calendar {
  /** Nothing happened before. */
  readonly openedAt: number;
  /** Nothing happened after. */
  readonly referenceMs: number;
  at(day: number, time: string): number;
}

/** The calendar whose last day, number 89, is the last one (UTC) that has ended by the reference date. */
export function calendarOf(referenceDate: Date): Calendar {
  const referenceMs = referenceDate.getTime();
  const lastMidnight = Math.floor(lastDayEnd(referenceDate).getTime() / DAY_MS) * DAY_MS;
  const firstMidnight = lastMidnight - (SPAN_DAYS - 1) * DAY_MS;
  return {
    openedAt: firstMidnight + 8 * HOUR_MS,
    referenceMs,
    at(day, time) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      return firstMidnight + day * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS;
    },
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Hour of the day (0 to 23) at a moment in an IANA time zone. */
export function localHour(ms: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  return Number(format.format(ms));
}
