import { defineSeeds, ref, seedSet } from 'agora-db/seed';

const day = 24 * 60 * 60 * 1000;

/** What a person has earned and spent; the wallet is the sum of it. */
const entries = [
  ['ada@example.com', 'coins', 120, 'ten sessions'],
  ['ada@example.com', 'coins', -40, 'a new sound'],
  ['ada@example.com', 'gems', 3, 'a week without a gap'],
  ['bob@example.com', 'coins', 25, 'first session'],
] as const;

const balance = (email: string, currency: 'coins' | 'gems'): number =>
  entries
    .filter((entry) => entry[0] === email && entry[1] === currency)
    .reduce((sum, [, , amount]) => sum + amount, 0);

export default defineSeeds({
  referenceDate: '2026-12-01',
  sets: {
    modules: seedSet({
      model: 'Module',
      key: ['slug'],
      version: 2,
      rows: [
        { slug: 'timer', title: 'Timer', position: 1 },
        { slug: 'tasks', title: 'Tasks', position: 2 },
        { slug: 'shop', title: 'Shop', position: 3, active: false },
      ],
    }),
    categories: seedSet({
      model: 'TaskCategory',
      key: ['moduleId', 'name'],
      rows: [
        { moduleId: ref('modules', 'tasks'), name: 'Study', color: '#2f6fed' },
        { moduleId: ref('modules', 'tasks'), name: 'Work', color: '#d97706' },
        { moduleId: ref('modules', 'tasks'), name: 'Home', color: '#059669' },
      ],
    }),
    achievements: seedSet({
      model: 'Achievement',
      key: ['code'],
      rows: [
        { code: 'first-session', title: 'The first session', coins: 25 },
        { code: 'ten-sessions', title: 'Ten sessions', coins: 120 },
        { code: 'week-without-gap', title: 'A week without a gap', coins: 0 },
      ],
    }),
    users: seedSet({
      model: 'User',
      key: ['email'],
      rows: ({ uuid }) => ['ada@example.com', 'bob@example.com'].map((email) => ({ id: uuid(email), email })),
    }),
    defaults: seedSet({
      model: 'UserDefaults',
      rows: [
        {
          userId: ref('users', 'ada@example.com'),
          focusMinutes: 50,
          breakMinutes: 10,
          moduleId: ref('modules', 'timer'),
        },
        { userId: ref('users', 'bob@example.com') },
      ],
    }),
    wallets: seedSet({
      model: 'Wallet',
      rows: ['ada@example.com', 'bob@example.com'].map((email) => ({
        userId: ref('users', email),
        coins: balance(email, 'coins'),
        gems: balance(email, 'gems'),
      })),
    }),
    entries: seedSet({
      model: 'CurrencyEntry',
      needs: ['wallets'],
      key: ['id'],
      rows: ({ referenceDate }) =>
        entries.map(([email, currency, amount, reason], index) => ({
          id: BigInt(index + 1),
          userId: ref('users', email),
          currency,
          amount,
          reason,
          createdAt: new Date(referenceDate.getTime() - (entries.length - index) * day),
        })),
    }),
    earned: seedSet({
      model: 'UserAchievement',
      key: ['userId', 'achievementId'],
      rows: [
        { userId: ref('users', 'ada@example.com'), achievementId: ref('achievements', 'ten-sessions') },
        { userId: ref('users', 'bob@example.com'), achievementId: ref('achievements', 'first-session') },
      ],
    }),
    statistics: seedSet({
      model: 'Statistic',
      key: ['userId', 'day'],
      rows: ({ random, referenceDate }) =>
        Array.from({ length: 14 }, (_, index) => {
          const draw = random('statistics', index);
          return {
            userId: ref('users', 'ada@example.com'),
            day: new Date(referenceDate.getTime() - (14 - index) * day),
            focusMinutes: draw.int(25, 240),
            tasksDone: draw.int(0, 9),
            streakDays: index + 1,
          };
        }),
    }),
  },
  profiles: {
    essential: {
      summary: 'What the application cannot do without',
      sets: ['modules', 'categories', 'achievements'],
      environments: ['development', 'staging', 'production'],
    },
    minimal: {
      summary: 'Two people to sign in as',
      sets: ['modules', 'categories', 'achievements', 'users', 'defaults', 'wallets', 'entries'],
      environments: ['development', 'staging'],
    },
    development: {
      summary: 'Two people with a fortnight behind them',
      sets: ['categories', 'defaults', 'entries', 'earned', 'statistics'],
      environments: ['development'],
    },
  },
  checks: {
    'wallets-are-the-sum': {
      summary: 'A wallet holds what its entries add up to.',
      sql: `
        SELECT w.user_id AS row, format('%s coins, %s by entries; %s gems, %s by entries', w.coins, e.coins, w.gems, e.gems) AS detail
        FROM wallets w
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(amount) FILTER (WHERE currency = 'coins'), 0) AS coins,
                 coalesce(sum(amount) FILTER (WHERE currency = 'gems'), 0) AS gems
          FROM currency_entries WHERE user_id = w.user_id
        ) e
        WHERE (w.coins, w.gems) IS DISTINCT FROM (e.coins, e.gems)`,
    },
    'people-are-complete': {
      summary: 'Everybody has defaults and a wallet.',
      sql: `
        SELECT email AS row, 'defaults or wallet missing' AS detail FROM users u
        WHERE NOT EXISTS (SELECT FROM user_defaults WHERE user_id = u.id)
           OR NOT EXISTS (SELECT FROM wallets WHERE user_id = u.id)`,
    },
    'streaks-have-no-gap': {
      summary: 'A streak grows by one from the day before, or begins.',
      sql: `
        SELECT format('%s on %s', user_id, day) AS row, format('%s after %s', streak_days, before) AS detail
        FROM (
          SELECT *, lag(streak_days) OVER w AS before, lag(day) OVER w AS day_before
          FROM statistics WINDOW w AS (PARTITION BY user_id ORDER BY day)
        ) s
        WHERE streak_days > 1 AND before IS NOT NULL AND (streak_days <> before + 1 OR day <> day_before + 1)`,
    },
  },
});
