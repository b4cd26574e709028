import { withConnection } from '@agora/postgres';
import { createTestDatabase, useTestDatabase } from '@agora/testkit';
import { beforeAll, expect, test } from 'vitest';
import { forumTemplate } from '../../testing/forum-template.fixture.ts';
import { seed } from './seed.ts';
import { validateSeeds } from './validate.ts';
import { invariants } from '../validation/index.ts';
import { references } from '../validation/references.ts';

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

const theirs = `community_id = ${TECHCORP}`;

/** Which invariant, and what breaks it. */
const faults: readonly (readonly [invariant: string, sql: string])[] = [
  ['orphans', `UPDATE posts SET author_id = gen_random_uuid() WHERE ${firstOf('posts')}`],
  ['orphans', `UPDATE media SET post_id = gen_random_uuid() WHERE ${firstOf('media')}`],
  [
    'cross-community',
    `UPDATE media SET post_id = (SELECT id FROM posts WHERE community_id = ${RETAIL} LIMIT 1) WHERE ${firstOf('media')}`,
  ],
  [
    'cross-community',
    `UPDATE post_tags p SET tag_id = o.id FROM tags t JOIN tags o ON o.slug = t.slug AND o.community_id = ${RETAIL}
      WHERE t.id = p.tag_id AND p.${theirs}`,
  ],
  ['names', `UPDATE users SET username = 'BOB' WHERE ${theirs} AND username = 'carol'`],
  ['names', `UPDATE users SET email = 'Bob@Example.com' WHERE ${theirs} AND username = 'carol'`],
  [
    'joined-before-acting',
    `UPDATE posts SET created_at = created_at - interval '1 year' WHERE ${firstOf('posts')}`,
  ],
  [
    'joined-before-acting',
    `UPDATE user_achievements SET earned_at = earned_at - interval '1 year' WHERE ${theirs}`,
  ],
  ['verified-to-act', `UPDATE users SET email_verified_at = NULL WHERE ${theirs} AND username = 'bob'`],
  ['left-for-good', `UPDATE users SET status = 'DEACTIVATED' WHERE ${theirs} AND username = 'bob'`],
  [
    'chronology',
    `UPDATE comments SET created_at = created_at - interval '2 years' WHERE ${firstOf('comments')}`,
  ],
  ['chronology', `UPDATE posts SET edited_at = created_at - interval '1 second' WHERE ${firstOf('posts')}`],
  [
    'chronology',
    `UPDATE comments SET accepted_at = created_at - interval '1 second' WHERE ${firstOf('comments')}`,
  ],
  ['chronology', `UPDATE reports SET resolved_at = created_at - interval '1 second' WHERE ${theirs}`],
  ['chronology', `UPDATE bans SET lifted_at = starts_at - interval '1 second' WHERE ${theirs}`],
  [
    'threads',
    `UPDATE comments a SET parent_id = b.id, parent_path = b.path, depth = b.depth + 1
      FROM comments b WHERE b.community_id = a.community_id AND b.parent_id = a.id AND a.community_id = ${TECHCORP}`,
  ],
  ['threads', `UPDATE comments SET path = uuid_send(id) WHERE ${firstOf('comments', 'depth = 1')}`],
  ['threads', `UPDATE comments SET depth = 11 WHERE ${firstOf('comments', 'depth = 1')}`],
  ['accepted-answers', `UPDATE comments SET accepted_at = created_at WHERE community_id = ${TECHCORP}`],
  [
    'accepted-answers',
    `UPDATE comments SET status = 'HIDDEN' WHERE ${firstOf('comments', 'accepted_at IS NOT NULL')}`,
  ],
  [
    'own-likes',
    `INSERT INTO post_likes (community_id, post_id, user_id)
      SELECT community_id, id, author_id FROM posts WHERE ${firstOf('posts')}`,
  ],
  [
    'own-acts',
    `UPDATE reports r SET reporter_id = c.author_id FROM comments c WHERE c.id = r.comment_id AND r.${theirs}`,
  ],
  ['own-acts', `UPDATE bans SET moderator_id = user_id WHERE ${firstOf('bans')}`],
  [
    'own-acts',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id)
      SELECT community_id, id, id, 'TIP', id FROM users WHERE ${firstOf('users')}`,
  ],
  [
    'duplicate-likes',
    `INSERT INTO post_likes SELECT * FROM post_likes WHERE community_id = ${TECHCORP} LIMIT 1`,
  ],
  [
    'duplicate-likes',
    `INSERT INTO comment_likes SELECT * FROM comment_likes WHERE community_id = ${TECHCORP} LIMIT 1`,
  ],
  ['drafts', `UPDATE posts SET status = 'DRAFT' WHERE ${firstOf('posts', 'like_count > 0')}`],
  ['post-counters', `UPDATE posts SET comment_count = comment_count + 1 WHERE ${firstOf('posts')}`],
  [
    'post-counters',
    `UPDATE posts SET last_activity_at = last_activity_at + interval '1 hour' WHERE ${firstOf('posts')}`,
  ],
  ['post-counters', `UPDATE comments SET status = 'DELETED' WHERE ${firstOf('comments')}`],
  ['comment-counters', `UPDATE comments SET like_count = like_count + 1 WHERE ${firstOf('comments')}`],
  [
    'user-statistics',
    `UPDATE user_statistics SET likes_given = likes_given + 1 WHERE community_id = ${TECHCORP}`,
  ],
  ['user-statistics', `UPDATE posts SET status = 'HIDDEN' WHERE ${firstOf('posts', "status = 'PUBLISHED'")}`],
  [
    'user-statistics',
    `DELETE FROM user_statistics WHERE ${theirs} AND user_id = (SELECT id FROM users WHERE ${theirs} AND username = 'bob')`,
  ],
  ['achievements', `UPDATE user_achievements SET progress = 0 WHERE community_id = ${TECHCORP}`],
  [
    'achievements',
    `UPDATE user_achievements p SET earned_at = now(), progress = (a.criteria ->> 'atLeast')::int
      FROM achievements a WHERE a.id = p.achievement_id AND p.earned_at IS NULL AND p.${theirs}`,
  ],
  ['achievements', `DELETE FROM user_achievements WHERE ${theirs} AND earned_at IS NOT NULL`],
  [
    'achievements',
    `UPDATE achievements SET criteria = '{"counter": "smiles", "atLeast": 1}' WHERE ${theirs} AND code = 'first_post'`,
  ],
  ['levels', `UPDATE users SET level = 4 WHERE community_id = ${TECHCORP} AND username = 'dave'`],
  ['levels', `UPDATE levels SET min_points = 0 WHERE ${theirs} AND rank = 2`],
  ['levels', `UPDATE levels SET min_points = min_points + 1000000 WHERE ${theirs} AND rank = 1`],
  [
    'ledger-chain',
    `UPDATE point_transactions SET balance_after = balance_after + 1 WHERE ${firstOf('point_transactions', 'sequence = 3')}`,
  ],
  [
    'ledger-chain',
    `UPDATE point_transactions SET created_at = created_at + interval '1 year' WHERE ${firstOf('point_transactions', 'sequence = 3')}`,
  ],
  ['ledger-chain', `DELETE FROM point_transactions WHERE ${firstOf('point_transactions', 'sequence = 3')}`],
  [
    'ledger-balance',
    `UPDATE users SET points = points + 1 WHERE community_id = ${TECHCORP} AND username = 'bob'`,
  ],
  ['ledger-balance', `UPDATE users SET ledger_sequence = 0 WHERE ${theirs} AND username = 'bob'`],
  [
    'ledger-sources',
    `UPDATE point_transactions SET source_id = gen_random_uuid() WHERE ${firstOf('point_transactions')}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions t SET source_id = p.id FROM posts p
      WHERE p.${theirs} AND p.author_id <> t.user_id AND t.reason = 'POST' AND t.${theirs}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions SET created_at = created_at - interval '1 minute' WHERE ${firstOf('point_transactions', "reason = 'COMMENT'")}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions SET reason = 'COMMENT' WHERE ${firstOf('point_transactions', "reason = 'POST'")}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions SET source_type = NULL, source_id = NULL WHERE ${firstOf('point_transactions', "reason = 'POST'")}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions SET amount = -amount WHERE ${firstOf('point_transactions', "reason = 'TIP_RECEIVED'")}`,
  ],
  [
    'rewarded-once',
    `UPDATE point_transactions t SET source_id = o.source_id FROM point_transactions o
      WHERE o.${theirs} AND t.${theirs} AND o.user_id = t.user_id AND o.reason = 'COMMENT' AND t.reason = 'COMMENT' AND o.id < t.id`,
  ],
  [
    'tips',
    `UPDATE point_transactions SET amount = amount + 1 WHERE ${firstOf('point_transactions', "reason = 'TIP_RECEIVED'")}`,
  ],
  [
    'tips',
    `DELETE FROM point_transactions WHERE ${firstOf('point_transactions', "reason = 'TIP_RECEIVED'")}`,
  ],
  ['tips', `DELETE FROM point_transactions WHERE ${firstOf('point_transactions', "reason = 'TIP_SENT'")}`],
  [
    'economy-amounts',
    `UPDATE point_transactions SET amount = 11 WHERE ${firstOf('point_transactions', `reason = 'POST'`)}`,
  ],
  ['economy-amounts', `DELETE FROM point_economies WHERE ${theirs}`],
  ['daily-caps', `UPDATE point_economies SET daily_comments = 1 WHERE community_id = ${TECHCORP}`],
  [
    'silent-while-banned',
    `UPDATE bans SET lifted_at = NULL, ends_at = NULL WHERE community_id = ${TECHCORP}`,
  ],
  [
    'silent-while-banned',
    `UPDATE reports r SET reporter_id = b.user_id, created_at = b.starts_at FROM bans b WHERE b.${theirs} AND r.${theirs}`,
  ],
  [
    'suspension',
    `UPDATE users SET status = 'ACTIVE' WHERE community_id = ${TECHCORP} AND status = 'SUSPENDED'`,
  ],
  ['content-ids', `UPDATE media SET cid = 'b' || repeat('a', 58) WHERE ${firstOf('media')}`],
  [
    'content-ids',
    `INSERT INTO media SELECT community_id, gen_random_uuid(), post_id, cid, mime_type, bytes + 1 FROM media WHERE ${firstOf('media')}`,
  ],
];

/** Faults of the database itself, and what corrects each. */
const openings: readonly (readonly [fault: string, repair: string])[] = [
  [
    'ALTER TABLE users ADD CONSTRAINT later CHECK (points >= 0) NOT VALID',
    'ALTER TABLE users VALIDATE CONSTRAINT later',
  ],
  [
    'ALTER TABLE point_transactions DISABLE TRIGGER point_transactions_append_only',
    'ALTER TABLE point_transactions ENABLE TRIGGER USER',
  ],
  ['ALTER TABLE posts NO FORCE ROW LEVEL SECURITY', 'ALTER TABLE posts FORCE ROW LEVEL SECURITY'],
  ['CREATE UNIQUE INDEX CONCURRENTLY broken ON posts (author_id)', 'DROP INDEX broken'],
];

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
  const planted = new Set(['guards', ...faults.map(([name]) => name)]);
  expect([...planted].toSorted()).toEqual(invariants.map(({ name }) => name).toSorted());
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
        END $$`);
    });
    for (const [name, sql] of faults) {
      const undo = await savedTables(copy.url, sql);
      const { rowCount } = await unguarded(copy.url, sql);
      expect({ sql, rowCount }).not.toEqual({ sql, rowCount: 0 });
      const { invariants: results } = await validateSeeds({ url: copy.url, only: [name] });
      const communities = [...new Set(results[0]!.rows.map(({ communityId }) => communityId))];
      expect({ sql, communities }).toEqual({ sql, communities: [TECHCORP.replaceAll("'", '')] });
      await undo();
    }
    const { holds } = await validateSeeds({ url: copy.url });
    expect(holds).toBe(true);
    for (const [fault, repair] of openings) {
      await withConnection(copy.url, (client) => client.query(fault)).catch(() => undefined);
      const found = await validateSeeds({ url: copy.url, only: ['guards'] });
      expect({ fault, offending: found.invariants[0]!.offending }).toEqual({ fault, offending: 1 });
      await withConnection(copy.url, (client) => client.query(repair));
    }
    expect((await validateSeeds({ url: copy.url, only: ['guards'] })).holds).toBe(true);
  } finally {
    await copy.drop();
  }
});

/** Remembers the table that a statement changes, and returns what puts it back. */
async function savedTables(url: string, sql: string): Promise<() => Promise<void>> {
  const table = /^(?:UPDATE|INSERT INTO|DELETE FROM) (\w+)/.exec(sql)![1]!;
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
  return async () => {
    await unguarded(
      url,
      `DELETE FROM ${table}; INSERT INTO ${table} (${columns}) SELECT ${columns} FROM saved; DROP TABLE saved`,
    );
  };
}

/** Runs SQL while no trigger fires. */
function unguarded(url: string, sql: string): Promise<{ rowCount: number | null }> {
  return withConnection(url, async (client) => {
    await client.query('SET session_replication_role = replica');
    return client.query(sql);
  });
}

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
