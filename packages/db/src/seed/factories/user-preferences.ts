import { at, defineFactory } from './factory.ts';

const languages = { en: 'en', es: 'es', de: 'de', pl: 'pl', en_GB: 'en-GB', en_IN: 'en-IN' } as const;

export const userPreferences = defineFactory({
  entity: 'user_preferences',
  table: 'user_preferences',
  columns: [
    'community_id',
    'user_id',
    'locale',
    'time_zone',
    'theme',
    'email_notifications',
    'digest',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'user_id'],
  needs: ['users'],
  kind: 'sample',
  personOf: 'user_id',
  version: 1,
  count: (ctx) => ctx.plan.users.length,
  row(ctx, index) {
    const { id, person, joinedAt } = ctx.plan.users[index]!;
    return {
      community_id: ctx.spec.id,
      user_id: id,
      locale: languages[person.locale],
      time_zone: person.timeZone,
      theme: person.theme,
      email_notifications: person.digest !== 'NEVER',
      digest: person.digest,
      created_at: at(joinedAt),
      updated_at: at(joinedAt),
    };
  },
});
