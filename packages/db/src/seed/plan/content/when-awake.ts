import { HOUR_MS, localHour, MINUTE_MS } from '../../values/calendar.ts';
import type { Random } from '@agora/seeding/random';
import type { Person } from '../../text/people.ts';

/** When somebody writes what a text has them write at a moment: at once, or after getting up if they sleep then. */
export function whenAwake(person: Person, at: number, random: Random): number {
  const [from, until] = person.sleeps;
  const hour = localHour(at, person.timeZone);
  if (hour < from || hour >= until) return at;
  return at + (until - hour) * HOUR_MS + random.int(0, 40 * MINUTE_MS);
}
