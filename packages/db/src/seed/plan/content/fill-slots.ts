import { DAY_MS } from '../../values/calendar.ts';
import type { CommunityContext } from '../model/community.ts';

const formats = {
  weekday: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' }),
  date: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' }),
  month: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long' }),
  year: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', year: 'numeric' }),
} as const;

const SLOT = /\{(?:(weekday|date|month|year) (\d+)|(community))\}/g;

/**
 * A text as somebody said it in this community: `{weekday 9}`, `{date 97}` (as in "28 November"), `{month 30}` and
 * `{year 18}` name a day of the forum, and `{community}` the forum itself, so that a text stays true whatever the
 * reference date and the profile.
 */
export function fillSlots(ctx: CommunityContext, text: string): string {
  return text.replaceAll(SLOT, (_slot, what: keyof typeof formats | undefined, day: string) =>
    what === undefined
      ? ctx.spec.name
      : formats[what].format(ctx.calendar.at(0, '12:00') + Number(day) * DAY_MS),
  );
}
