import { withConnection } from '@agora/postgres';
import { everyThird, withTestRole } from '@agora/testkit';
import { expect, test, vi } from 'vitest';
import { inForum } from '../../testing/in-forum.fixture.ts';
import { resetSeeds } from './reset.ts';
import { seed, type SeedResult } from './seed.ts';
import { seededEntities } from '../factories/index.ts';
import { tableHashes } from '../../testing/table-hashes.fixture.ts';
import { validateSeeds } from './validate.ts';

// Some forty seeds: on a busy machine they take their time.
vi.setConfig({ testTimeout: 600_000 });

// The tenants, since the smaller community shows the same at less cost; both are seeded at once.
const tenants = (url: string, more: object = {}): Promise<SeedResult> =>
  seed({ url, profile: 'tenants', environment: 'test', ...more });

const broken = async (url: string): Promise<string[]> => {
  const { invariants } = await validateSeeds({ url });
  return invariants.filter(({ offending }) => offending > 0).map(({ name }) => name);
};

/** What one of the seeded people has chosen to do: leaves, as the API does it. */
async function leave(url: string, username: string): Promise<void> {
  await withConnection(url, (client) =>
    client.query(
      `WITH gone AS (UPDATE users SET status = 'DEACTIVATED', email = id || '@deleted.invalid', username = 'deleted_' || left(id::text, 8),
              role = 'MEMBER', display_name = 'Deleted user', password_hash = NULL, bio = '', avatar = NULL, email_verified_at = NULL, last_seen_at = NULL
            WHERE username = $1 RETURNING id),
            accounts AS (DELETE FROM oauth_accounts o USING gone WHERE o.user_id = gone.id),
            inbox AS (DELETE FROM notifications n USING gone WHERE n.user_id = gone.id),
            followed AS (DELETE FROM post_follows f USING gone WHERE f.user_id = gone.id)
       DELETE FROM user_preferences p USING gone WHERE p.user_id = gone.id`,
      [username],
    ),
  );
}

test('whatever part of the seeds is there, every invariant holds; with the rest it is the whole forum', () =>
  inForum(async (whole) => {
    await tenants(whole);
    const expected = await tableHashes(whole);
    for (const entity of everyThird(seededEntities)) {
      await inForum(async (url) => {
        await tenants(url, { only: [entity] });
        expect({ entity, broken: await broken(url) }).toEqual({ entity, broken: [] });
        expect((await tenants(url, { only: [entity] })).changed).toBe(false);
        await tenants(url);
        expect({ entity, hashes: await tableHashes(url) }).toEqual({ entity, hashes: expected });
      });
    }
  }));

test('whatever part of the seeds is removed, every invariant holds; seeded again it is as before', () =>
  inForum(async (url) => {
    await tenants(url);
    const expected = await tableHashes(url);
    for (const entity of everyThird(seededEntities)) {
      const { entities } = await resetSeeds({ url, profile: 'tenants', environment: 'test', only: [entity] });
      expect(entities.map((removed) => removed.entity)).toContain(entity);
      expect({ entity, broken: await broken(url) }).toEqual({ entity, broken: [] });
      await tenants(url);
      expect({ entity, hashes: await tableHashes(url) }).toEqual({ entity, hashes: expected });
    }
  }));

test('people who have points already keep their entries when the ledger is seeded after them', () =>
  inForum(async (url) => {
    await tenants(url, { only: ['users'] });
    const own = `idempotency_key = 'mine'`;
    await withConnection(url, async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT id FROM communities');
      for (const { id } of rows) {
        // As the API does it: inside the community.
        await client.query('BEGIN');
        await client.query('SELECT agora_set_community($1)', [id]);
        await client.query(
          `SELECT agora_post_points(community_id, id, gen_random_uuid(), 5, 'ADJUSTMENT', 'mine')
             FROM users WHERE username = 'bob' AND community_id = $1`,
          [id],
        );
        await client.query('COMMIT');
      }
    });
    expect(await broken(url)).toEqual([]);
    await tenants(url);
    expect(await broken(url)).toEqual([]);
    await withConnection(url, async (client) => {
      const { rows } = await client.query<{ points: number; last: boolean }>(
        `SELECT u.points, t.sequence = u.ledger_sequence AS last FROM users u
           JOIN point_transactions t ON t.community_id = u.community_id AND t.user_id = u.id AND t.${own}`,
      );
      expect(rows).toEqual([
        { points: 1205, last: true },
        { points: 1205, last: true },
      ]);
    });
  }));

test('who has left is not brought back by seeds that have changed', () =>
  inForum(async (url) => {
    await tenants(url);
    await leave(url, 'bob');
    const left = await tableHashes(url);
    expect(await broken(url)).toEqual([]);
    await withConnection(url, (client) =>
      client.query(
        `UPDATE agora.seed_versions SET hash = 'earlier'; UPDATE posts SET title = 'An earlier title'`,
      ),
    );
    const { entities } = await tenants(url);
    expect(entities.every(({ action }) => action === 'updated')).toBe(true);
    expect(await tableHashes(url)).toEqual(left);
    expect(await broken(url)).toEqual([]);
    // And a reset takes what is left of them along.
    await resetSeeds({ url, profile: 'tenants', environment: 'test' });
    expect((await tableHashes(url))['users']).toBe('0 rows, 0');
  }));

test('a name that somebody has taken meanwhile stops a changed seed, which says which', () =>
  inForum(async (url) => {
    await tenants(url);
    // As if the tag had come with the change, and somebody had thought of it before.
    await withConnection(url, (client) =>
      client.query(`
        UPDATE agora.seed_versions SET hash = 'earlier' WHERE name = 'tenants/tags';
        DELETE FROM post_tags t USING tags WHERE tags.id = t.tag_id AND tags.slug = 'news';
        UPDATE tags SET id = gen_random_uuid() WHERE slug = 'news'`),
    );
    const before = await tableHashes(url);
    await expect(tenants(url)).rejects.toMatchObject({
      code: 'seed.own_rows',
      why: expect.stringContaining('news') as unknown,
    });
    expect(await tableHashes(url)).toEqual(before);
  }));

test('a login that may be the loader, and nothing else, seeds once the tables of the seeds are there', () =>
  inForum((url) =>
    withTestRole(
      url,
      async (login) => {
        await withConnection(url, (client) => client.query('DROP SCHEMA IF EXISTS agora CASCADE'));
        await expect(tenants(login.url)).rejects.toMatchObject({
          code: 'seed.no_rights',
          fix: expect.stringContaining(login.name) as unknown,
        });
        await seed({ url, profile: 'minimal', environment: 'test' });
        await tenants(login.url);
        expect(await broken(login.url)).toEqual([]);
        const owners = {
          code: 'seed.no_rights',
          fix: expect.stringContaining('GRANT agora_owner') as unknown,
        };
        await expect(tenants(login.url, { seed: 7 })).rejects.toMatchObject(owners);
        await expect(
          resetSeeds({ url: login.url, profile: 'tenants', environment: 'test' }),
        ).rejects.toMatchObject(owners);
      },
      'LOGIN IN ROLE agora_loader',
    ),
  ));

test('validation says that a database is behind, and does not blame the login', () =>
  inForum(async (url) => {
    await withConnection(url, (client) => client.query('DROP TABLE refresh_tokens'));
    await expect(validateSeeds({ url })).rejects.toMatchObject({
      code: 'seed.not_migrated',
      fix: expect.stringContaining('agora migrate deploy') as unknown,
    });
  }));
