import { users as factory } from '../../factories/users.ts';
import { HOUR_MS, MINUTE_MS } from '../../values/calendar.ts';
import { roleOf } from '../../simulation/people.ts';
import { labels, type LoadTable } from './load-table.ts';

const roles = {
  ADMIN: Buffer.from('ADMIN'),
  MODERATOR: Buffer.from('MODERATOR'),
  MEMBER: Buffer.from('MEMBER'),
};
const [ACTIVE, SUSPENDED] = labels(['ACTIVE', 'SUSPENDED']);
const DOMAIN = Buffer.from('@example.com');

export const users: LoadTable = {
  factory,
  count: ({ plan }) => plan.users,
  write(writer, { plan, outcome: { standing }, texts, community, passwordHash }, user) {
    const joined = plan.joined[user]!;
    const lastSeen = Math.min(standing.lastActAt[user]! + ((user * 7) % 40) * MINUTE_MS, plan.referenceMs);
    const suspended =
      plan.bannedFrom[user]! < plan.referenceMs && plan.bannedUntil[user] === Number.POSITIVE_INFINITY;
    writer.row(17);
    writer.uuid(community);
    writer.uuid7(joined, plan.keys.user, user);
    const email = writer.begin();
    texts.username(writer, user);
    writer.part(DOMAIN);
    writer.end(email);
    const username = writer.begin();
    texts.username(writer, user);
    writer.end(username);
    const name = writer.begin();
    texts.displayName(writer, user);
    writer.end(name);
    writer.bytes(passwordHash);
    writer.bytes(roles[roleOf(user)]);
    writer.bytes((suspended ? SUSPENDED : ACTIVE)!);
    // Who has never confirmed the address has never been in.
    const confirmed = plan.confirmed[user] === 1;
    // At once, since the first act can follow within a minute.
    if (confirmed) writer.time(joined);
    else writer.null();
    writer.int4(standing.points[user]!);
    writer.int4(standing.entries[user]!);
    writer.int2(standing.level[user]!);
    writer.bytes(texts.bio(user));
    writer.null();
    if (confirmed) writer.time(Math.max(lastSeen, joined));
    else writer.null();
    writer.time(joined);
    writer.time(Math.min(plan.referenceMs, Math.max(lastSeen, joined) + (user % 3) * HOUR_MS));
  },
};
