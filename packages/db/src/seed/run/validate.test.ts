import { type Client, withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { beforeAll, expect, test } from 'vitest';
import { contentFaults } from '../../testing/faults/content.fixture.ts';
import { openings } from '../../testing/faults/database.fixture.ts';
import { peopleFaults } from '../../testing/faults/people.fixture.ts';
import { type Fault, TECHCORP, theirs } from '../../testing/faults/rows.fixture.ts';
import { forumTemplate } from '../../testing/forum-template.fixture.ts';
import { runInvariants } from './run-invariants.ts';
import { seed } from './seed.ts';
import { validateSeeds } from './validate.ts';
import { invariants } from '../validation/index.ts';
import { openTokens } from '../validation/people/open-tokens.ts';
import { inCommunity } from '../validation/model/invariant.ts';
import { references } from '../validation/model/references.ts';
import { sealToken, seededKey } from '../values/tokens.ts';
import { ahead as mayLieAhead, past } from '../validation/time/future.ts';

const database = useTestDatabase({ template: forumTemplate });

beforeAll(async () => {
  await seed({ url: database.url, profile: 'demo', environment: 'test' });
  await seed({ url: database.url, profile: 'tenants', environment: 'test' });
  await seed({ url: database.url, profile: 'essential', environment: 'test' });
});

test('every invariant holds in every hand-written profile', async () => {
  const { invariants: results } = await validateSeeds({ url: database.url });
  expect(results.filter(({ offending }) => offending > 0)).toEqual([]);
  expect(results).toHaveLength(invariants.length);
});

const faults: readonly Fault[] = [...contentFaults, ...peopleFaults];

test('every reference that the database keeps is looked at, and keys of every kind', async () => {
  const kept = await withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ reference: string }>(`
      SELECT DISTINCT conrelid::regclass || '.' || attname || ' ' || confrelid::regclass AS reference
        FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
       WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND attname LIKE '%\\_id' AND attname <> 'community_id'
         AND NOT (conrelid = confrelid AND attname = 'post_id')`);
    return rows.map(({ reference }) => reference);
  });
  // Comments know their parent by its path; that the path is the parent's is for the invariant "threads".
  const listed = references
    .map(([table, column, target]) => `${table}.${column} ${target}`)
    .filter((reference) => reference !== 'comments.parent_id comments');
  expect(listed.toSorted()).toEqual(kept.toSorted());
});

test('a fault is planted for every invariant', () => {
  const planted = new Set(['guards', 'as-migrated', ...faults.map(([name]) => name)]);
  expect([...planted].toSorted()).toEqual(invariants.map(({ name }) => name).toSorted());
});

test('every time is of the past, or is known to lie ahead', async () => {
  const times = await withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
         AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype)`);
    return rows.map(({ name }) => name);
  });
  const listed = past.flatMap(([table, , columns]) => columns.map((column) => `${table}.${column}`));
  expect([...listed, ...mayLieAhead].toSorted()).toEqual(times.toSorted());
});

/** Plants each fault by itself, and undoes it; returns what was not found as it should have been. */
async function unseen(
  client: Client,
  planted: readonly Fault[],
  community: string | null,
): Promise<unknown[]> {
  const wrong: unknown[] = [];
  for (const [name, sql] of planted) {
    await client.query('SAVEPOINT whole');
    const { rowCount } = await client.query(sql);
    await client.query('SET LOCAL ROLE agora_loader');
    const chosen = invariants.filter((invariant) => invariant.name === name);
    const [result] = await runInvariants(client, chosen);
    const communities = [...new Set(result!.rows.map(({ communityId }) => communityId))];
    if (rowCount === 0 || communities.length !== 1 || communities[0] !== community)
      wrong.push({ name, sql, rowCount, communities });
    await client.query('ROLLBACK TO whole');
  }
  return wrong;
}

test('every planted fault is found, in its community, and named', () =>
  withConnection(database.url, async (client) => {
    await client.query('BEGIN');
    // Everything that would refuse a fault is taken away first, to the end of the transaction.
    await client.query(`
      SET LOCAL session_replication_role = replica; SET LOCAL enable_nestloop = off;
      DO $$ DECLARE r record; BEGIN
        FOR r IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
                  WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'c', 'p', 'u') ORDER BY contype = 'p' LOOP
          EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', r.t, r.conname);
        END LOOP;
        FOR r IN SELECT indexrelid::regclass AS i FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
                  WHERE c.relnamespace = 'public'::regnamespace AND x.indisunique LOOP
          EXECUTE format('DROP INDEX %s', r.i);
        END LOOP;
      END $$`);
    expect(await unseen(client, faults, TECHCORP.replaceAll("'", ''))).toEqual([]);
    await client.query('ROLLBACK');
  }));

test('providers’ tokens are opened with the keys that are given, and others left alone', () =>
  withConnection(database.url, async (client) => {
    await client.query('BEGIN');
    await client.query(
      `UPDATE oauth_accounts SET access_token = $1, refresh_token = NULL, key_version = 3, updated_at = now() WHERE ${theirs}`,
      [sealToken(99, 'one', 'gho_secret')],
    );
    const found = async (tokenKeys?: ReadonlyMap<number, Uint8Array>): Promise<boolean> => {
      const [result] = await runInvariants(
        client,
        [openTokens],
        tokenKeys === undefined ? {} : { tokenKeys },
      );
      return result!.offending > 0;
    };
    expect([
      await found(),
      await found(new Map([[3, seededKey(99)]])),
      await found(new Map([[3, seededKey(98)]])),
      await found(new Map([[2, seededKey(98)]])),
    ]).toEqual([false, false, true, false]);
    await client.query('ROLLBACK');
  }));

test('what opens the database, or is no longer as the migrations left it, is found', () =>
  withConnection(database.url, async (client) => {
    await client.query('BEGIN');
    expect(await unseen(client, openings, null)).toEqual([]);
    await client.query('ROLLBACK');
  }));

test('says which invariant it looks at, and stops in the middle of a query', async () => {
  const seen: string[] = [];
  await validateSeeds({
    url: database.url,
    only: ['own-likes', 'post-counters'],
    onProgress: ({ invariant, position, total, done, checks }) =>
      seen.push(`${position}/${total} ${invariant} ${done}/${checks}`),
  });
  expect(seen).toEqual(['1/2 own-likes 0/2', '1/2 own-likes 1/2', '2/2 post-counters 0/1']);

  const stop = new AbortController();
  const stopped = withConnection(database.url, async (blocker) => {
    // The query waits for this lock, as a long one would wait for its own end.
    await blocker.query('BEGIN; LOCK TABLE levels IN ACCESS EXCLUSIVE MODE');
    const validating = validateSeeds({
      url: database.url,
      only: ['levels'],
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(validating).rejects.toMatchObject({ name: 'AbortError' });
  });
  await stopped;
});

test('a ban by somebody whose role was changed since is no fault, as nobody knows what it was', async () => {
  const team = invariants.filter(({ name }) => name === 'team');
  const found = await withConnection(database.url, async (client) => {
    await client.query('BEGIN');
    await client.query(
      `UPDATE users u SET role = m.role FROM bans b JOIN users m ON m.community_id = b.community_id AND m.id = b.moderator_id
        WHERE u.community_id = b.community_id AND u.id = b.user_id`,
    );
    const before = await runInvariants(client, team);
    await client.query(
      `INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id)
       SELECT DISTINCT ON (community_id, moderator_id) community_id, gen_random_uuid(), moderator_id, 'role.change', moderator_id FROM bans`,
    );
    const after = await runInvariants(client, team);
    await client.query('ROLLBACK');
    return [before, after].map(([result]) => result?.offending);
  });
  expect(found[0]).toBeGreaterThan(0);
  expect(found[1]).toBe(0);
});

test('a query kept to one community names it wherever it was kept to several', () => {
  const [query = ''] = invariants.find(({ name }) => name === 'team')!.checks;
  const id = '11111111-1111-1111-1111-111111111111';
  const kept = inCommunity(query, id) ?? '';
  expect(kept).toContain(`a.community_id = '${id}'::uuid`);
  expect(kept).not.toContain('$1');
  expect(inCommunity('SELECT 1', id)).toBeUndefined();
});
