// One locale at a time: the package's main entry brings all seventy, with 40 MB in every thread.
import { type Faker } from '@faker-js/faker';
import { faker as de } from '@faker-js/faker/locale/de';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as en_GB } from '@faker-js/faker/locale/en_GB';
import { faker as en_IN } from '@faker-js/faker/locale/en_IN';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as pl } from '@faker-js/faker/locale/pl';
import { MINUTE_MS } from '../calendar.ts';
import type { PersonLocale } from '../text/people.ts';
import { at, defineFactory, type ForumContext } from './factory.ts';
import { levelOf } from './levels.ts';

const fakers: Readonly<Record<PersonLocale, Faker>> = { en, es, de, pl, en_GB, en_IN };

/** faker, seeded for this row, so that its words too are a function of (seed, entity, index). */
function fakerOf(ctx: ForumContext, index: number, locale: PersonLocale): Faker {
  const faker = fakers[locale];
  faker.seed(ctx.random('users', index).int(0, 0x7fffffff));
  return faker;
}

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
  version: 1,
  count: (ctx) => ctx.plan.users.length,
  row(ctx, index) {
    const { plan, calendar } = ctx;
    const { person, id, joinedAt, suspended } = plan.users[index]!;
    const faker = fakerOf(ctx, index, person.locale);
    const lastAction = plan.statistics[index]!.lastActionAt;
    const readingFor = ctx.random('users last seen', index).int(1, 40) * MINUTE_MS;
    const lastSeen = Math.min(lastAction + readingFor, calendar.referenceMs);
    return {
      community_id: ctx.spec.id,
      id,
      email: person.email,
      username: person.username,
      display_name: `${person.firstName} ${faker.person.lastName()}`,
      password_hash: ctx.passwordHashes.get(person.username) ?? null,
      role: person.role,
      status: suspended ? 'SUSPENDED' : 'ACTIVE',
      email_verified_at: at(joinedAt + ctx.random('users verified', index).int(2, 30) * MINUTE_MS),
      points: plan.balances[index]!,
      ledger_sequence: plan.ledger.filter((entry) => entry.user === index).length,
      level: levelOf(plan.balances[index]!),
      bio: person.bio.replace('{place}', faker.location.city()),
      avatar: faker.image.personPortrait({ size: 128 }),
      last_seen_at: at(lastSeen),
      created_at: at(joinedAt),
      updated_at: at(lastSeen),
    };
  },
});
