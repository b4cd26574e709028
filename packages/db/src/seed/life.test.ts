import { type Client, withConnection, withTransaction } from '@agora/postgres';
import { describe, expect, test, vi } from 'vitest';
import { inForum } from '../testing/in-forum.fixture.ts';
import { cutOff } from '../testing/cut-off.fixture.ts';
import { load } from './load/load.ts';
import { resetSeeds } from './run/reset.ts';
import { seed, type SeedResult } from './run/seed.ts';
import { seedStatus } from './run/status.ts';
import { threads } from './text/threads/index.ts';
import { structureOf, tableHashes } from '../testing/table-hashes.fixture.ts';
import { validateSeeds } from './run/validate.ts';

// Whole loads, several in one test: on a busy machine they take their time.
vi.setConfig({ testTimeout: 180_000 });

const demo = (url: string, more: object = {}): Promise<SeedResult> =>
  seed({ url, profile: 'demo', environment: 'test', ...more });

const sizeOf = (url: string): Promise<number> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ bytes: number }>(
      `SELECT sum(pg_total_relation_size(oid))::float8 AS bytes FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    return rows[0]!.bytes;
  });

const holds = async (url: string): Promise<void> => {
  const { invariants } = await validateSeeds({ url });
  expect(invariants.filter(({ offending }) => offending > 0)).toEqual([]);
};

/** Somebody uses the forum: one likes the newest post, as the API would have it written. */
async function useForum(url: string): Promise<void> {
  await withConnection(url, (client: Client) =>
    withTransaction(client, async () => {
      await client.query(`SELECT agora_set_community(id) FROM communities WHERE slug = 'agora'`);
      await client.query(`
        WITH post AS (SELECT community_id, id, author_id FROM posts ORDER BY created_at DESC LIMIT 1),
             fan AS (SELECT u.community_id, u.id FROM users u, post p WHERE u.status = 'ACTIVE' AND u.id <> p.author_id
                        AND NOT EXISTS (SELECT FROM post_likes l WHERE l.post_id = p.id AND l.user_id = u.id) LIMIT 1),
             liked AS (INSERT INTO post_likes (community_id, post_id, user_id)
                       SELECT p.community_id, p.id, f.id FROM post p, fan f RETURNING community_id, post_id, user_id),
             counted AS (UPDATE posts p SET like_count = like_count + 1 FROM liked l WHERE p.id = l.post_id),
             given AS (UPDATE user_statistics s SET likes_given = likes_given + 1 FROM liked l WHERE s.user_id = l.user_id)
        UPDATE user_statistics s SET likes_received = likes_received + 1 FROM post p WHERE s.user_id = p.author_id`);
      await client.query(`
        SELECT agora_post_points(l.community_id, l.user_id, gen_random_uuid(), 1, 'LIKE_GIVEN', 'mine', 'POST_LIKE', l.post_id),
               agora_post_points(l.community_id, p.author_id, gen_random_uuid(), 2, 'LIKE_RECEIVED', 'theirs', 'POST_LIKE', l.post_id)
          FROM post_likes l JOIN posts p ON p.id = l.post_id ORDER BY l.created_at DESC LIMIT 1`);
      await client.query(`
        UPDATE user_achievements a SET progress = least(s.likes_given, 50), earned_at = CASE WHEN s.likes_given >= 50 THEN coalesce(a.earned_at, now()) END
          FROM user_statistics s, achievements t WHERE s.user_id = a.user_id AND t.id = a.achievement_id AND t.code = 'generous'`);
    }),
  );
}

describe('the life of seeds', () => {
  test('a reset leaves nothing of the seeds, and another profile alone', () =>
    inForum(async (url) => {
      const before = await tableHashes(url);
      await seed({ url, profile: 'tenants', environment: 'test' });
      const tenants = await tableHashes(url);
      await demo(url);
      const planned = await resetSeeds({ url, profile: 'demo', environment: 'test', dryRun: true });
      const removed = await resetSeeds({ url, profile: 'demo', environment: 'test' });
      expect(removed).toEqual(planned);
      expect(await tableHashes(url)).toEqual(tenants);
      await resetSeeds({ url, profile: 'tenants', environment: 'test' });
      expect(await tableHashes(url)).toEqual(before);
      expect((await seedStatus(url)).seeds).toEqual([]);
      // And the ledger is guarded as before.
      await demo(url);
      await withConnection(url, async (client) => {
        await expect(client.query('DELETE FROM point_transactions')).rejects.toThrow('append-only');
      });
    }));

  test('a reset of one entity takes what depends on it along, and no more', () =>
    inForum(async (url) => {
      await demo(url);
      await resetSeeds({ url, profile: 'demo', environment: 'test', only: ['comments'] });
      const counts = await tableHashes(url);
      const emptied = ['comments', 'comment_likes', 'point_transactions', 'reports'].map(
        (table) => counts[table],
      );
      expect(new Set(emptied)).toEqual(new Set(['0 rows, 0']));
      expect(counts['posts']).toMatch(new RegExp(`^${Object.values(threads).flat().length} rows`));
      await demo(url);
      await holds(url);
    }));

  test('a reset refuses, and lists, what people have added', () =>
    inForum(async (url) => {
      await demo(url);
      await useForum(url);
      const before = await tableHashes(url);
      await expect(resetSeeds({ url, profile: 'demo', environment: 'test' })).rejects.toMatchObject({
        code: 'seed.own_rows',
        why: expect.stringMatching(/post_likes: [^]*point_transactions: /) as unknown,
      });
      expect(await tableHashes(url)).toEqual(before);
    }));

  test('a changed seed ends in the same rows as on a new database', () =>
    inForum(async (url) => {
      await demo(url);
      // Another seed of the random numbers changes nearly every row, and with the ids also which rows there are.
      const result = await demo(url, { seed: 7 });
      expect(result.entities.find(({ entity }) => entity === 'comments')).toMatchObject({
        action: 'updated',
      });
      await holds(url);
      const applied = await tableHashes(url);
      await inForum(async (other) => {
        await demo(other, { seed: 7 });
        expect(applied).toEqual(await tableHashes(other));
      });
    }));

  test('a changed seed is applied over a forum in use: people’s own rows stay, and all invariants hold', () =>
    inForum(async (url) => {
      await demo(url);
      await useForum(url);
      // As an earlier version of the seeds would have left it: another title, another ledger.
      await withConnection(url, (client) =>
        client.query(`
          UPDATE posts SET title = 'An earlier title' WHERE title = 'Welcome to Agora';
          UPDATE agora.seed_versions SET hash = 'earlier' WHERE name IN ('demo/posts', 'demo/point_transactions')`),
      );
      const result = await demo(url);
      expect(
        result.entities.filter(({ action }) => action !== 'unchanged').map(({ entity }) => entity),
      ).toEqual(['posts', 'point_transactions']);
      await holds(url);
      await withConnection(url, async (client) => {
        const { rows } = await client.query(`SELECT
          (SELECT count(*)::int FROM posts WHERE title = 'Welcome to Agora') AS titled,
          (SELECT count(*)::int FROM point_transactions WHERE idempotency_key IN ('mine', 'theirs')) AS own`);
        expect(rows).toEqual([{ titled: 1, own: 2 }]);
      });
      expect((await demo(url)).changed).toBe(false);
    }));

  test('a changed seed refuses to take along what people wrote below a thread that it no longer has', () =>
    inForum(async (url) => {
      await demo(url);
      const own = await withConnection(url, async (client) => {
        // As an earlier version of the seeds would have left it: one thread more.
        const earlier = await client.query<{ community: string; post: string }>(`
          WITH earlier AS (INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status)
                SELECT community_id, gen_random_uuid(), channel_id, author_id, 'A thread of old', '', 'PUBLISHED'
                  FROM posts WHERE title = 'Welcome to Agora' RETURNING community_id, id),
               known AS (INSERT INTO agora.seed_rows SELECT 'demo/posts', ARRAY[community_id, id]::text[] FROM earlier)
          SELECT community_id AS community, id AS post FROM earlier`);
        await client.query(`UPDATE agora.seed_versions SET hash = 'earlier' WHERE name = 'demo/posts'`);
        const { community, post } = earlier.rows[0]!;
        const { rows } = await client.query<{ id: string }>(
          `INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body)
           SELECT $1, i.id, $2, u.id, 0, uuid_send(i.id), 'Mine' FROM users u, (SELECT gen_random_uuid() AS id) i
            WHERE u.community_id = $1 AND u.username = 'bob' RETURNING id`,
          [community, post],
        );
        return rows[0]!.id;
      });
      const before = await tableHashes(url);
      await expect(demo(url)).rejects.toMatchObject({
        code: 'seed.own_rows',
        why: expect.stringMatching(new RegExp(`comments: \\{[^}]*${own}\\}`)) as unknown,
      });
      expect(await tableHashes(url)).toEqual(before);
      await withConnection(url, (client) => client.query('DELETE FROM comments WHERE id = $1', [own]));
      await demo(url);
      const left = await withConnection(url, (client) =>
        client.query(`SELECT FROM posts WHERE title = 'A thread of old'`),
      );
      expect(left.rowCount).toBe(0);
      await holds(url);
    }));

  test('its last day is that of its first seeding, whenever it is seeded again, until another is given', () =>
    inForum(async (url) => {
      const live = (more: object = {}): Promise<SeedResult> =>
        demo(url, { environment: 'development', ...more });
      const newest = async (): Promise<Date> => {
        const { rows } = await withConnection(url, (client) =>
          client.query<{ at: Date }>(`SELECT max(created_at) AS at FROM posts`),
        );
        return rows[0]!.at;
      };
      const day = 86_400_000;
      const now = new Date('2026-11-25T09:30:00Z');
      vi.useFakeTimers({ toFake: ['Date'], now });
      try {
        const first = await live();
        expect(first.referenceDate).toEqual(new Date('2026-11-24T18:00:00Z'));
        expect(now.getTime() - (await newest()).getTime()).toBeLessThan(day);
        await holds(url);
        vi.setSystemTime(now.getTime() + 9 * day);
        expect(await live()).toMatchObject({ changed: false, referenceDate: first.referenceDate });
        const given = new Date('2026-11-10T12:00:00Z');
        expect(await live({ referenceDate: given })).toMatchObject({ changed: true, referenceDate: given });
        expect((await newest()).toISOString()).toMatch(/^2026-11-09/);
        await holds(url);
        expect(await live()).toMatchObject({ changed: false, referenceDate: given });
        await resetSeeds({ url, profile: 'demo', environment: 'development' });
        vi.setSystemTime(new Date('2026-11-28T20:00:00Z'));
        expect((await live()).referenceDate).toEqual(new Date('2026-11-28T18:00:00Z'));
        // Seeded by an earlier version, which kept no date: its own.
        await withConnection(url, (client) => client.query('DELETE FROM agora.seed_profiles'));
        expect((await live({ dryRun: true })).referenceDate).toEqual(new Date('2026-11-20T18:00:00Z'));
      } finally {
        vi.useRealTimers();
      }
    }));

  test('only what was asked for is seeded, with what it needs', () =>
    inForum(async (url) => {
      const { entities } = await demo(url, { only: ['posts'] });
      expect(entities.map(({ entity }) => entity)).toEqual(['communities', 'channels', 'users', 'posts']);
      await expect(demo(url, { only: ['pots'] })).rejects.toMatchObject({ code: 'seed.unknown_entity' });
      await demo(url);
      await holds(url);
    }));

  test('a dry run writes nothing', () =>
    inForum(async (url) => {
      const before = await tableHashes(url);
      const dry = await demo(url, { dryRun: true });
      expect(dry.changed).toBe(true);
      expect(await tableHashes(url)).toEqual(before);
      expect((await seedStatus(url)).seeds).toEqual([]);
      // And what it foretells comes true.
      const empty = await sizeOf(url);
      const { entities } = await demo(url);
      expect(entities).toEqual(dry.entities);
      expect(dry.estimate?.rows).toBe(entities.reduce((sum, { rows }) => sum + rows, 0));
      const grown = (await sizeOf(url)) - empty;
      expect(dry.estimate!.bytes / grown).toBeGreaterThan(0.5);
      expect(dry.estimate!.bytes / grown).toBeLessThan(2);
      expect(dry.estimate!.seconds).toBeGreaterThan(0.1);
      expect((await demo(url, { dryRun: true })).estimate).toEqual({ rows: 0, bytes: 0, seconds: 0 });
    }));

  test('production takes reference data alone, and resets nothing', () =>
    inForum(async (url) => {
      await expect(seed({ url, profile: 'demo', environment: 'production' })).rejects.toMatchObject({
        code: 'seed.not_allowed',
        why: expect.stringContaining('seed profiles of production') as unknown,
      });
      const { entities } = await seed({ url, profile: 'minimal', environment: 'production' });
      expect(entities.filter(({ rows }) => rows > 0).map(({ entity }) => entity)).toEqual([
        'communities',
        'levels',
        'achievements',
        'point_economies',
        'tags',
        'channels',
      ]);
      await expect(resetSeeds({ url, profile: 'minimal', environment: 'production' })).rejects.toMatchObject({
        code: 'seed.not_allowed',
      });
    }));

  test('a seed that is cut off at random moments leaves the old state or the new one', () =>
    inForum(async (url) => {
      const before = await tableHashes(url);
      const began = performance.now();
      await demo(url);
      let tookMs = performance.now() - began;
      await resetSeeds({ url, profile: 'demo', environment: 'test' });
      let whole = 0;
      for (let attempt = 0; attempt < 12; attempt += 1) {
        // In the first two thirds of the time that one takes here.
        const afterMs = (tookMs * ((attempt * 37) % 66)) / 100;
        const ended = await cutOff(url, { application: 'agora-seed', afterMs, begin: () => demo(url) });
        if (ended !== undefined) {
          whole += 1;
          // The machine stood still while that was measured.
          tookMs = Math.min(tookMs, ended);
          await resetSeeds({ url, profile: 'demo', environment: 'test' });
        }
        // Cut off, it has left nothing; finished, it was removed.
        expect(await tableHashes(url)).toEqual(before);
      }
      expect(whole).toBeLessThan(12);
      await demo(url);
      await holds(url);
    }));

  test('a load, whole or begun, is removed again with every index in place', () =>
    inForum(async (url) => {
      const [before, structure] = [await tableHashes(url), await structureOf(url)];
      await load({ url, environment: 'test', scale: 0.02, workers: 1 });
      await resetSeeds({ url, profile: 'load', environment: 'test' });
      expect(await tableHashes(url)).toEqual(before);
      expect(await structureOf(url)).toEqual(structure);
      const stop = new AbortController();
      const begun = load({
        url,
        environment: 'test',
        scale: 0.06,
        workers: 1,
        signal: stop.signal,
        onProgress: () => stop.abort(),
      });
      await expect(begun).rejects.toMatchObject({ name: 'AbortError' });
      expect((await seedStatus(url)).load?.advice).toContain('agora seed --profile load --scale 0.06');
      await resetSeeds({ url, profile: 'load', environment: 'test' });
      expect(await tableHashes(url)).toEqual(before);
      expect(await structureOf(url)).toEqual(structure);
    }));
});

describe('the two tenants', () => {
  test('have the same usernames, and neither sees the other as the application', () =>
    inForum(async (url) => {
      await seed({ url, profile: 'tenants', environment: 'test' });
      const seen = async (community: string): Promise<{ usernames: string; posts: number; others: number }> =>
        withConnection(url, (client) =>
          withTransaction(client, async () => {
            await client.query('SET LOCAL ROLE agora_app');
            await client.query('SELECT agora_set_community($1)', [community]);
            const { rows } = await client.query<{ usernames: string; posts: number; others: number }>(
              `SELECT (SELECT string_agg(username, ' ' ORDER BY username) FROM users) AS usernames,
                      (SELECT count(*)::int FROM posts) AS posts,
                      (SELECT count(*)::int FROM comments WHERE community_id <> $1) AS others`,
              [community],
            );
            return rows[0]!;
          }),
        );
      const techcorp = await seen('11111111-1111-1111-1111-111111111111');
      const retail = await seen('22222222-2222-2222-2222-222222222222');
      expect(techcorp.usernames).toBe(retail.usernames);
      expect(techcorp.posts).toBeGreaterThan(35);
      expect(retail.posts).toBeGreaterThan(35);
      expect([techcorp.others, retail.others]).toEqual([0, 0]);
    }));
});
