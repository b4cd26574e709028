import { withConnection } from '@agora/postgres';
import { createTestDatabase, useTestDatabase } from '@agora/testkit';
import { beforeAll, expect, test } from 'vitest';
import { forumTemplate } from '../forum-template.fixture.ts';
import { seed } from './seed.ts';
import { validateSeeds } from './validate.ts';
import { invariants } from './validation/index.ts';
import { references } from './validation/references.ts';

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

/** One community's rows, and the way to break one of its rules behind the constraints' back. */
const TECHCORP = `'11111111-1111-1111-1111-111111111111'`;
const RETAIL = `'22222222-2222-2222-2222-222222222222'`;
const firstOf = (table: string, condition = 'true'): string =>
  `(community_id, id) = (SELECT community_id, id FROM ${table}
     WHERE community_id = ${TECHCORP} AND ${condition} ORDER BY id LIMIT 1)`;

const faults: Record<string, string> = {
  orphans: `UPDATE posts SET author_id = gen_random_uuid() WHERE ${firstOf('posts')}`,
  'cross-community': `UPDATE media SET post_id = (SELECT id FROM posts WHERE community_id = ${RETAIL} LIMIT 1) WHERE ${firstOf('media')}`,
  'joined-before-acting': `UPDATE posts SET created_at = created_at - interval '1 year' WHERE ${firstOf('posts')}`,
  chronology: `UPDATE comments SET created_at = created_at - interval '2 years' WHERE ${firstOf('comments')}`,
  threads: `UPDATE comments a SET parent_id = b.id, parent_path = b.path, depth = b.depth + 1
      FROM comments b WHERE b.community_id = a.community_id AND b.parent_id = a.id AND a.community_id = ${TECHCORP}`,
  'accepted-answers': `UPDATE comments SET accepted_at = created_at WHERE community_id = ${TECHCORP}`,
  'own-likes': `INSERT INTO post_likes (community_id, post_id, user_id)
      SELECT community_id, id, author_id FROM posts WHERE ${firstOf('posts')}`,
  'duplicate-likes': `INSERT INTO post_likes SELECT * FROM post_likes WHERE community_id = ${TECHCORP} LIMIT 1`,
  'post-counters': `UPDATE posts SET comment_count = comment_count + 1 WHERE ${firstOf('posts')}`,
  'comment-counters': `UPDATE comments SET like_count = like_count + 1 WHERE ${firstOf('comments')}`,
  'user-statistics': `UPDATE user_statistics SET likes_given = likes_given + 1 WHERE community_id = ${TECHCORP}`,
  achievements: `UPDATE user_achievements SET progress = 0 WHERE community_id = ${TECHCORP}`,
  levels: `UPDATE users SET level = 4 WHERE community_id = ${TECHCORP} AND username = 'dave'`,
  'ledger-chain': `UPDATE point_transactions SET balance_after = balance_after + 1 WHERE ${firstOf('point_transactions', 'sequence = 3')}`,
  'ledger-balance': `UPDATE users SET points = points + 1 WHERE community_id = ${TECHCORP} AND username = 'bob'`,
  'ledger-sources': `UPDATE point_transactions SET source_id = gen_random_uuid() WHERE ${firstOf('point_transactions')}`,
  'economy-amounts': `UPDATE point_transactions SET amount = 11 WHERE ${firstOf('point_transactions', `reason = 'POST'`)}`,
  'daily-caps': `UPDATE point_economies SET daily_comments = 1 WHERE community_id = ${TECHCORP}`,
  'silent-while-banned': `UPDATE bans SET lifted_at = NULL, ends_at = NULL WHERE community_id = ${TECHCORP}`,
  suspension: `UPDATE users SET status = 'ACTIVE' WHERE community_id = ${TECHCORP} AND status = 'SUSPENDED'`,
  'content-ids': `UPDATE media SET cid = 'b' || repeat('a', 58) WHERE ${firstOf('media')}`,
};

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
  expect(Object.keys(faults).toSorted()).toEqual(invariants.map(({ name }) => name).toSorted());
});

test('every planted fault is found, in its community, and named', async () => {
  // Every constraint and trigger that would refuse a fault is taken away first, in a copy.
  const template = new URL(database.url).pathname.slice(1);
  const copy = await createTestDatabase({ template });
  try {
    await withConnection(copy.url, async (client) => {
      await client.query(`
        DO $$ DECLARE r record; BEGIN
          FOR r IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
                    WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'c', 'p', 'u') ORDER BY contype = 'p' LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', r.t, r.conname);
          END LOOP;
          FOR r IN SELECT indexrelid::regclass AS i FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
                    WHERE c.relnamespace = 'public'::regnamespace AND x.indisunique LOOP
            EXECUTE format('DROP INDEX %s', r.i);
          END LOOP;
          ALTER TABLE point_transactions DISABLE TRIGGER USER;
        END $$`);
    });
    for (const [name, sql] of Object.entries(faults)) {
      const undo = await savedTables(copy.url, sql);
      await withConnection(copy.url, (client) => client.query(sql));
      const { invariants: results } = await validateSeeds({ url: copy.url, only: [name] });
      const communities = [...new Set(results[0]!.rows.map(({ communityId }) => communityId))];
      expect({ name, communities }).toEqual({ name, communities: [TECHCORP.replaceAll("'", '')] });
      await undo();
    }
    const { holds } = await validateSeeds({ url: copy.url });
    expect(holds).toBe(true);
  } finally {
    await copy.drop();
  }
}, 120_000);

/** Remembers the table that a statement changes, and returns what puts it back. */
async function savedTables(url: string, sql: string): Promise<() => Promise<void>> {
  const table = /^(?:UPDATE|INSERT INTO) (\w+)/.exec(sql)![1]!;
  const columns = await withConnection(url, async (client) => {
    const { rows } = await client.query<{ names: string }>(
      `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS names FROM pg_attribute
        WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    );
    await client.query(
      `DROP TABLE IF EXISTS saved; CREATE TABLE saved AS SELECT ${rows[0]!.names} FROM ${table}`,
    );
    return rows[0]!.names;
  });
  return () =>
    withConnection(url, async (client) => {
      await client.query(
        `DELETE FROM ${table}; INSERT INTO ${table} (${columns}) SELECT ${columns} FROM saved; DROP TABLE saved`,
      );
    });
}

test('says which invariant it looks at, and stops in the middle of a query', async () => {
  const seen: string[] = [];
  await validateSeeds({
    url: database.url,
    only: ['own-likes', 'levels'],
    onProgress: ({ invariant, position, total, done, checks }) =>
      seen.push(`${position}/${total} ${invariant} ${done}/${checks}`),
  });
  expect(seen).toEqual(['1/2 own-likes 0/2', '1/2 own-likes 1/2', '2/2 levels 0/1']);

  const stop = new AbortController();
  const stopped = withConnection(database.url, async (blocker) => {
    // The query waits for this lock, as a long one would wait for its own end.
    await blocker.query('BEGIN; LOCK TABLE levels IN ACCESS EXCLUSIVE MODE');
    const validating = validateSeeds({
      url: database.url,
      only: ['levels'],
      signal: stop.signal,
      onProgress: () => setTimeout(() => stop.abort(), 300),
    });
    await expect(validating).rejects.toMatchObject({ name: 'AbortError' });
  });
  await stopped;
}, 20_000);
