import { AgoraError } from '@agora/core';
import { bans } from '../../text/moderation.ts';
import { people } from '../../text/people.ts';
import type { CommunityContext } from '../model/community.ts';
import { personWords } from './person-words.ts';
import type { PlannedBan, PlannedUser } from '../model/forum-plan.ts';

export function planBans(ctx: CommunityContext): PlannedBan[] {
  return bans.map((text, index) => {
    const from = ctx.calendar.at(...text.from);
    return {
      id: ctx.id('bans', index, from),
      text,
      from,
      until: text.until === undefined ? null : ctx.calendar.at(...text.until),
      liftedAt: text.lifted === undefined ? null : ctx.calendar.at(...text.lifted),
    };
  });
}

export function planUsers(ctx: CommunityContext, planned: readonly PlannedBan[]): PlannedUser[] {
  return people.map((person, index) => {
    const joinedAt = ctx.calendar.at(...person.joined);
    const own = planned.filter((ban) => ban.text.user === person.username);
    const banned = own.map(
      (ban) => [ban.from, ban.liftedAt ?? ban.until ?? Number.POSITIVE_INFINITY] as const,
    );
    return {
      person,
      words: personWords(ctx, index, person),
      id: ctx.id('users', index, joinedAt),
      joinedAt,
      banned,
      suspended: banned.some(([from, until]) => isWithin(ctx.calendar.referenceMs, from, until)),
    };
  });
}

export function mayAct(user: PlannedUser, at: number): boolean {
  return at >= user.joinedAt && !user.banned.some(([from, until]) => isWithin(at, from, until));
}

/** @throws seed.impossible_text when the user had not joined yet, was banned, or it is after the reference date. */
export function assertCanAct(ctx: CommunityContext, user: PlannedUser, at: number, what: string): void {
  if (mayAct(user, at) && at <= ctx.calendar.referenceMs) return;
  throw new AgoraError({
    code: 'seed.impossible_text',
    message: `${user.person.username} cannot have written ${what} at ${new Date(at).toISOString()}.`,
    why: 'People write after joining, not while banned, and not after the reference date.',
    fix: 'Change the day or the delay in src/seed/text/threads/, or who says it.',
  });
}

function isWithin(at: number, from: number, until: number): boolean {
  return at >= from && at < until;
}
