import { UserRole, UserStatus } from '../../generated/prisma/enums.ts';
import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import { roleOf } from '../simulation/people.ts';
import { avatarAddress } from '../values/avatar-address.ts';
import { avatarPicture } from '../values/avatar.ts';
import { HOUR_MS, MINUTE_MS } from '../values/calendar.ts';
import { contentId } from '../values/cid.ts';
import { at, defineFactory } from './factory.ts';
import { inCommunity, joinedAt, labels, type LoadContext, timeOrNull, userId } from './load-context.ts';

export const users = defineFactory('User', {
  table: 'users',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    email: 'text',
    username: 'text',
    displayName: 'text',
    passwordHash: 'text',
    role: 'label',
    status: 'label',
    emailVerifiedAt: 'timestamptz',
    points: 'int4',
    ledgerSequence: 'int4',
    level: 'int2',
    bio: 'text',
    avatar: 'text',
    lastSeenAt: 'timestamptz',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['communities'],
  kind: 'sample',
  personOf: 'id',
  unhashed: ['passwordHash'],
  version: 5,
  count: (ctx) => ctx.plan.users.length,
  row(ctx, index) {
    const { plan, calendar } = ctx;
    const { person, words, id, joinedAt, suspended } = plan.users[index]!;
    const { points, entries, level, lastActAt } = plan.standing[index]!;
    const readingFor = ctx.random('users last seen', index).int(1, 40) * MINUTE_MS;
    const lastSeen = Math.min(lastActAt + readingFor, calendar.referenceMs);
    return {
      communityId: ctx.spec.id,
      id,
      email: person.email,
      username: person.username,
      displayName: `${person.firstName} ${words.lastName}`,
      passwordHash: ctx.passwordHashes.get(person.username) ?? null,
      role: person.role,
      status: suspended ? UserStatus.SUSPENDED : UserStatus.ACTIVE,
      emailVerifiedAt: at(joinedAt + ctx.random('users verified', index).int(2, 30) * MINUTE_MS),
      points,
      ledgerSequence: entries,
      level,
      bio: person.bio.replace('{place}', person.place),
      avatar: person.unpictured
        ? null
        : avatarAddress({ communityId: ctx.spec.id, id }, contentId(avatarPicture(person.username))),
      lastSeenAt: at(lastSeen),
      createdAt: at(joinedAt),
      updatedAt: at(lastSeen),
    };
  },
  generated: {
    perUser: 1,
    fromEconomy: true,
    count: ({ plan }) => plan.users,
    cells: {
      communityId: inCommunity,
      id: userId,
      email(cell, { texts }, user) {
        const begun = cell.begin();
        texts.username(cell, user);
        cell.part(DOMAIN);
        cell.end(begun);
      },
      username(cell, { texts }, user) {
        const begun = cell.begin();
        texts.username(cell, user);
        cell.end(begun);
      },
      displayName(cell, { texts }, user) {
        const begun = cell.begin();
        texts.displayName(cell, user);
        cell.end(begun);
      },
      passwordHash: (cell, { passwordHash }) => cell.bytes(passwordHash),
      role: (cell, _ctx, user) => cell.bytes(roles[roleOf(user)]),
      status: (cell, { plan }, user) =>
        cell.bytes(isBannedForGood(plan, user) ? statuses.SUSPENDED : statuses.ACTIVE),
      // At once, since the first act can follow within a minute.
      emailVerifiedAt: (cell, { plan }, user) => timeOrNull(cell, plan.confirmed[user]! * plan.joined[user]!),
      points: (cell, { outcome }, user) => cell.int4(outcome.standing.points[user]!),
      ledgerSequence: (cell, { outcome }, user) => cell.int4(outcome.standing.entries[user]!),
      level: (cell, { outcome }, user) => cell.int2(outcome.standing.level[user]!),
      bio: (cell, { texts }, user) => cell.bytes(texts.bio(user)),
      avatar: (cell) => cell.null(),
      // Who has never confirmed the address has never been in.
      lastSeenAt: (cell, ctx, user) => timeOrNull(cell, ctx.plan.confirmed[user]! * lastSeen(ctx, user)),
      createdAt: joinedAt,
      updatedAt: (cell, ctx, user) =>
        cell.time(Math.min(ctx.plan.referenceMs, lastSeen(ctx, user) + (user % 3) * HOUR_MS)),
    },
  },
});

const DOMAIN = Buffer.from('@example.com');
const roles = labels(UserRole);
const statuses = labels(UserStatus);

function isBannedForGood({ bannedFrom, bannedUntil, referenceMs }: LoadCommunityPlan, user: number): boolean {
  return bannedFrom[user]! < referenceMs && bannedUntil[user] === Number.POSITIVE_INFINITY;
}

/** Some have read on after what they did last. */
function lastSeen({ plan, outcome }: LoadContext, user: number): number {
  const reading = ((user * 7) % 40) * MINUTE_MS;
  const seen = Math.min(outcome.standing.lastActAt[user]! + reading, plan.referenceMs);
  return Math.max(seen, plan.joined[user]!);
}
