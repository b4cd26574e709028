import { Faker, de, en, en_GB, en_IN, es, pl } from '@faker-js/faker';
import { MINUTE_MS } from '../calendar.ts';
import type { PersonLocale } from '../text/people.ts';
import { at, defineFactory, type ForumContext } from './factory.ts';
import { levelOf } from './levels.ts';

const locales = {
  en: [en],
  es: [es, en],
  de: [de, en],
  pl: [pl, en],
  en_GB: [en_GB, en],
  en_IN: [en_IN, en],
};

/** faker with this row's own draws, so that its words too are a function of (seed, entity, index). */
function fakerOf(ctx: ForumContext, index: number, locale: PersonLocale): Faker {
  const random = ctx.random('users', index);
  return new Faker({
    locale: locales[locale],
    // The row's draws need no seed of faker's own.
    randomizer: { next: () => random.next(), seed: () => undefined },
  });
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
