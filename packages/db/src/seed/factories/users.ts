import { MINUTE_MS } from '../values/calendar.ts';
import { at, defineFactory } from './factory.ts';

export const users = defineFactory({
  entity: 'users',
  table: 'users',
  columns: [
    'community_id',
    'id',
    'email',
    'username',
    'display_name',
    'password_hash',
    'role',
    'status',
    'email_verified_at',
    'points',
    'ledger_sequence',
    'level',
    'bio',
    'avatar',
    'last_seen_at',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'id'],
  needs: ['communities'],
  kind: 'sample',
  personOf: 'id',
  unhashed: ['password_hash'],
  version: 4,
  count: (ctx) => ctx.plan.users.length,
  row(ctx, index) {
    const { plan, calendar } = ctx;
    const { person, words, id, joinedAt, suspended } = plan.users[index]!;
    const { points, entries, level, lastActAt } = plan.standing[index]!;
    const readingFor = ctx.random('users last seen', index).int(1, 40) * MINUTE_MS;
    const lastSeen = Math.min(lastActAt + readingFor, calendar.referenceMs);
    return {
      community_id: ctx.spec.id,
      id,
      email: person.email,
      username: person.username,
      display_name: `${person.firstName} ${words.lastName}`,
      password_hash: ctx.passwordHashes.get(person.username) ?? null,
      role: person.role,
      status: suspended ? 'SUSPENDED' : 'ACTIVE',
      email_verified_at: at(joinedAt + ctx.random('users verified', index).int(2, 30) * MINUTE_MS),
      points,
      ledger_sequence: entries,
      level,
      bio: person.bio.replace('{place}', person.place),
      avatar: words.avatar,
      last_seen_at: at(lastSeen),
      created_at: at(joinedAt),
      updated_at: at(lastSeen),
    };
  },
});
