import { DigestFrequency } from '../../generated/prisma/enums.ts';
import { at, defineFactory } from './factory.ts';
import { inCommunity, joinedAt, labels, userId, utf8 } from './load-context.ts';

const languages = { en: 'en', es: 'es', de: 'de', pl: 'pl', en_GB: 'en-GB', en_IN: 'en-IN' } as const;

export const userPreferences = defineFactory('UserPreference', {
  table: 'user_preferences',
  columns: {
    communityId: 'uuid',
    userId: 'uuid',
    locale: 'text',
    timeZone: 'text',
    theme: 'text',
    emailNotifications: 'bool',
    digest: 'label',
    followWritten: 'bool',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'userId'],
  needs: ['users'],
  kind: 'sample',
  personOf: 'userId',
  version: 2,
  count: (ctx) => ctx.plan.users.length,
  row(ctx, index) {
    const { id, person, joinedAt } = ctx.plan.users[index]!;
    return {
      communityId: ctx.spec.id,
      userId: id,
      locale: languages[person.locale],
      timeZone: person.timeZone,
      theme: person.theme,
      emailNotifications: person.digest !== 'NEVER',
      digest: person.digest,
      followWritten: person.digest === 'DAILY',
      createdAt: at(joinedAt),
      updatedAt: at(joinedAt),
    };
  },
  generated: {
    perUser: 1,
    count: ({ plan }) => plan.users,
    cells: {
      communityId: inCommunity,
      userId,
      locale: (cell, _ctx, user) => cell.bytes(locales[user % 8]!),
      timeZone: (cell, _ctx, user) => cell.bytes(zones[user % 8]!),
      theme: (cell, _ctx, user) => cell.bytes(themes[(user >>> 3) % 4]!),
      emailNotifications: (cell, _ctx, user) => cell.bool(digestOf(user) !== DigestFrequency.NEVER),
      digest: (cell, _ctx, user) => cell.bytes(digests[digestOf(user)]),
      followWritten: (cell, _ctx, user) => cell.bool(digestOf(user) === DigestFrequency.DAILY),
      createdAt: joinedAt,
      updatedAt: joinedAt,
    },
  },
});

const locales = utf8(['en', 'en', 'en', 'de', 'es', 'fr', 'pl', 'sv']);
const zones = utf8([
  'America/New_York',
  'Europe/London',
  'America/Los_Angeles',
  'Europe/Berlin',
  'Europe/Madrid',
  'Europe/Paris',
  'Europe/Warsaw',
  'Europe/Stockholm',
]);
const themes = utf8(['system', 'system', 'light', 'dark']);
const digests = labels(DigestFrequency);
const wishes = [DigestFrequency.WEEKLY, DigestFrequency.WEEKLY, DigestFrequency.DAILY, DigestFrequency.NEVER];

function digestOf(user: number): DigestFrequency {
  return wishes[(user >>> 2) % 4]!;
}
