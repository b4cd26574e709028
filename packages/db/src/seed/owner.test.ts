import { type Client, withConnection } from '@agora/postgres';
import { withTestRole } from '@agora/testkit';
import { expect, test, vi } from 'vitest';
import { inForum } from '../testing/in-forum.fixture.ts';
import type { LoadProgress } from './load/load-progress.ts';
import { load, type LoadResult } from './load/load.ts';
import { resetSeeds } from './run/reset.ts';
import { seed } from './run/seed.ts';
import { structureOf, tableHashes } from '../testing/table-hashes.fixture.ts';
import { validateSeeds } from './run/validate.ts';

vi.setConfig({ testTimeout: 180_000 });

/** A login that owns the forum and may become the loader, and is nothing more: no superuser, bound by policies. */
function asOwner(use: (url: string, admin: string) => Promise<void>): Promise<void> {
  return inForum((admin) =>
    withTestRole(admin, async (owner) => {
      const name = new URL(admin).pathname.slice(1);
      await withConnection(admin, (client) =>
        client.query(`GRANT agora_owner, agora_loader TO ${owner.name};
          GRANT CREATE ON DATABASE "${name}" TO ${owner.name}; DROP SCHEMA IF EXISTS agora CASCADE`),
      );
      await use(owner.url, admin);
    }),
  );
}

async function forced(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relforcerowsecurity ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

test('the owner of the tables, who is no superuser, loads in the fast way, seeds, validates and removes', () =>
  asOwner(async (url, admin) => {
    const [before, structure, policies] = [
      await tableHashes(admin),
      await structureOf(admin),
      await withConnection(admin, forced),
    ];
    expect(policies).toContain('posts');
    expect(await load({ url, environment: 'test', scale: 0.02, workers: 2 })).toMatchObject({
      strategy: 'bare',
    });
    expect(await structureOf(admin)).toEqual(structure);
    expect(await withConnection(admin, forced)).toEqual(policies);
    await seed({ url, profile: 'demo', environment: 'test' });
    // Deletes and counts again: what policies hid from the owner would stay.
    await seed({ url, profile: 'demo', environment: 'test', seed: 7 });
    expect((await validateSeeds({ url })).holds).toBe(true);
    await withConnection(admin, (client) =>
      client.query(`INSERT INTO post_tags (community_id, post_id, tag_id, created_at)
        SELECT p.community_id, p.id, t.id, '2001-01-01' FROM posts p JOIN tags t USING (community_id)
        ON CONFLICT DO NOTHING`),
    );
    for (const profile of ['demo', 'load']) {
      await expect(resetSeeds({ url, profile, environment: 'test' })).rejects.toMatchObject({
        code: 'seed.own_rows',
        why: expect.stringContaining('post_tags') as unknown,
      });
    }
    await withConnection(admin, (client) =>
      client.query(`DELETE FROM post_tags WHERE created_at = '2001-01-01'`),
    );
    await resetSeeds({ url, profile: 'demo', environment: 'test' });
    await resetSeeds({ url, profile: 'load', environment: 'test' });
    expect(await tableHashes(admin)).toEqual(before);
    expect(await structureOf(admin)).toEqual(structure);
  }));

test('an orphan that a bare load met is found by the owner too, though policies would hide it', () =>
  asOwner(async (url, admin) => {
    const again = (onProgress?: (progress: LoadProgress) => void): Promise<LoadResult> =>
      load({ url, environment: 'test', scale: 0.06, workers: 1, onProgress });
    // It ends with its first index, before any foreign key is there again.
    await expect(
      again(({ phase }) => {
        if (phase === 'rebuild') throw new Error('cut off');
      }),
    ).rejects.toThrow('cut off');
    await withConnection(admin, (client) =>
      client.query(
        `INSERT INTO user_statistics (community_id, user_id) VALUES (gen_random_uuid(), gen_random_uuid())`,
      ),
    );
    await expect(again()).rejects.toMatchObject({ code: '23503' });
    const policies = await withConnection(admin, forced);
    expect(policies).toContain('user_statistics');
  }));

test('an unfinished load refuses to fill a table in which somebody has written since, and keeps the rows', () =>
  asOwner(async (url, admin) => {
    const change = (sql: string): Promise<unknown> => withConnection(admin, (client) => client.query(sql));
    const again = (): Promise<LoadResult> => load({ url, environment: 'test', scale: 0.06, workers: 1 });
    await change('ALTER TABLE user_statistics ADD CONSTRAINT not_yet CHECK (false)');
    await expect(again()).rejects.toMatchObject({
      code: 'seed.worker_failed',
      why: expect.stringContaining('not_yet') as unknown,
    });
    await change('ALTER TABLE user_statistics DROP CONSTRAINT not_yet');
    await change(
      `INSERT INTO user_statistics (community_id, user_id) VALUES (gen_random_uuid(), gen_random_uuid())`,
    );
    await expect(again()).rejects.toMatchObject({
      code: 'seed.not_empty',
      message: expect.stringContaining('user_statistics') as unknown,
    });
    const left = await withConnection(admin, (client) =>
      client.query<{ rows: number }>('SELECT count(*)::integer AS rows FROM user_statistics'),
    );
    expect(left.rows).toEqual([{ rows: 1 }]);
    await change('DELETE FROM user_statistics');
    expect(await again()).toMatchObject({ changed: true, resumed: true, strategy: 'bare' });
    expect((await validateSeeds({ url })).holds).toBe(true);
  }));
