import { withParameters } from '@agora/postgres';
import { findPgBouncer, startPgBouncer } from '@agora/testkit';
import { describe, expect, it } from 'vitest';
import { assessMigrations } from '../startup/migrations.ts';
import { logIn, memberOf } from '../testing/forum/member.fixture.ts';
import { expectInvariants } from '../testing/forum/invariants.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { Database } from './database.ts';
import { assertRoleIsBound } from './role/role-guard.ts';

const pgbouncer = await findPgBouncer();

describe.skipIf(pgbouncer === undefined)('through PgBouncer in transaction mode', () => {
  const forum = useForum({ DATABASE_POOL_SIZE: '100', RATE_LIMIT_PER_MINUTE: '0' }, { pooled: true });

  it('answers 300 requests at once of two communities, each its own, and does a POST sent twice once', async () => {
    const members = [await logIn(forum, 'bob@example.com'), await logIn(forum, 'bob@example.com', 'retail')];
    const body = { title: 'Through a pooler', body: 'Which session this was nobody can tell.' };
    const asked = Array.from({ length: 300 }, async (_, turn) => {
      const community = turn % 2;
      const member = members[community] ?? memberOf(forum, '');
      if (turn % 3 !== 0) {
        const answer = await member.ask('GET', '/posts');
        const { items } = answer.json<{ items: { title: string }[] }>();
        const foreign = community === 0 ? 'Of another community' : 'Post number';
        return [answer.statusCode, items.filter(({ title }) => title.startsWith(foreign)).length];
      }
      // 0 and 6 have one key, 3 and 9, and so on.
      const key = { 'idempotency-key': `key ${turn - (turn % 12 >= 6 ? 6 : 0)}` };
      const answer = await member.ask('POST', '/posts', { ...body, channel: 'general' }, key);
      return [answer.statusCode, 0];
    });
    const answers = await Promise.all(asked);
    expect(answers).toEqual(Array.from({ length: 300 }, (_, turn) => [turn % 3 === 0 ? 201 : 200, 0]));
    const { rows } = await forum.asOwner((client) =>
      client.query<{ posts: number }>(
        'SELECT count(*)::int AS posts FROM posts WHERE title = $1 GROUP BY community_id',
        [body.title],
      ),
    );
    expect(rows).toEqual([{ posts: 25 }, { posts: 25 }]);
    await expectInvariants(forum);
  }, 120_000);

  it('is admitted, and reads the history, through it', async () => {
    await assertRoleIsBound(forum.database, { loginToo: false });
    const { database } = forum.config;
    const through = await assessMigrations({ ...database, directUrl: database.url });
    expect(through).toEqual(await assessMigrations(database));
  });

  it.each([
    { ignoreOptions: true, code: 'api.settings_unheard' },
    { ignoreOptions: false, code: '08P01' },
  ])(
    'refuses a URL that does not say so, options ignored: $ignoreOptions',
    async ({ ignoreOptions, code }) => {
      if (pgbouncer === undefined) return;
      const { directUrl: url } = forum.config.database;
      const unsaid = await startPgBouncer(pgbouncer, { url, connections: 1, ignoreOptions });
      const database = new Database({ ...forum.config.database, url: withParameters(unsaid.url, {}) });
      try {
        await expect(assertRoleIsBound(database, { loginToo: false })).rejects.toMatchObject({ code });
      } finally {
        await database.close();
        await unsaid.stop();
      }
    },
  );
});
