// Search in a large community, through the API in this process:
//   pnpm --filter @agora/bench run search [posts] [rounds]
// Makes posts of sixty words and twice as many comments of twenty; one text in twenty is Chinese. Prints the cost of a like,
// the size of indexes, the time of each query; exits 1 when a target is missed.
import { migrationsDirectory } from '@agora/db';
import { type Client, withConnection } from '@agora/postgres';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import { buildApp } from '../../apps/api/src/app.ts';
import { parseConfig } from '../../apps/api/src/config.ts';
import { Database } from '../../apps/api/src/database/database.ts';
import { forumRows, ids } from '../../apps/api/src/testing/forum/forum-rows.fixture.ts';
import { median } from './median.ts';

const posts = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 5);
/** Milliseconds that a search may take. */
const target = 500;
const chunk = 20_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The nth word is n times rarer than the first. Written with `seed`, or PostgreSQL would make the text once for all rows. */
const text = (words: number, seed: string): string => `CASE WHEN ${seed} % 20 = 0 THEN
    (SELECT string_agg(substr('我们讨论数据库的备份策略和索引的大小以及查询怎样更快', 1 + floor(random() * 24)::int, 3), '' )
     FROM generate_series(1, ${words} / 2 + 0 * ${seed})) || '。'
  ELSE (SELECT string_agg('k' || floor(exp(random() * ln(50000)))::int || 'a', ' ') FROM generate_series(1, ${words} + 0 * ${seed}))
  END`;

/** What is searched, and what for. */
const queries = {
  'a word of most texts': 'k1a',
  'a word of one text in ten': 'k50a',
  'a rare word': 'k40000a',
  'two words': 'k10a k300a',
  'the beginning of many words': 'k12',
  'a phrase of words of most texts': '"k1a k2a k1a"',
  'one and not another': 'k300a -k1a',
  'a phrase of such words that nobody wrote': '"k1a k2a k1a k3a k1a k2a"',
  'a phrase of rare words': '"k4000a k5000a"',
  'words that never stand together': 'k1a 数据库',
  'one or another': 'k300a or k40000a',
  'three Chinese characters': '数据库',
  'no text': 'nowhere',
};

/** Posts of 40,000 characters: the times, in milliseconds, that a like takes the server, with their words kept and made again. */
async function likesOfLongPosts(client: Client): Promise<void> {
  print('| a post of 40,000 characters | words kept | words made again | ratio |');
  print('|---|---|---|---|');
  for (const [what, body] of [
    ['in English', `(SELECT string_agg('word' || n, ' ') FROM generate_series(1, 8000) n)`],
    ['in Chinese', `(SELECT string_agg(chr(19968 + n * 7919 % 20000), '') FROM generate_series(1, 40000) n)`],
  ] as const) {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status)
       VALUES ('${ids.techcorp}', gen_random_uuid(), '${ids.general}', '${ids.bob}', 'Long', left(${body}, 40000), 'PUBLISHED')
       RETURNING id`,
    );
    const like = async () => {
      const started = performance.now();
      await client.query('UPDATE posts SET like_count = like_count + 1 WHERE id = $1', [rows[0]?.id]);
      return performance.now() - started;
    };
    const kept: number[] = [];
    const made: number[] = [];
    // In turns, on the same row.
    for (let round = 0; round < 7; round += 1) {
      await client.query('UPDATE posts SET title = title WHERE id = $1', [rows[0]?.id]);
      kept.push(await like());
      await client.query('ALTER TABLE posts DISABLE TRIGGER posts_keep_words');
      await client.query('UPDATE posts SET words = NULL WHERE id = $1', [rows[0]?.id]);
      made.push(await like());
      await client.query('ALTER TABLE posts ENABLE TRIGGER posts_keep_words');
    }
    print(
      `| ${what} | ${median(kept).toFixed(1)} | ${median(made).toFixed(1)} | ${(median(kept) / median(made)).toFixed(2)} |`,
    );
    await client.query('DELETE FROM posts WHERE id = $1', [rows[0]?.id]);
  }
}

const test = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
/** The next post that nobody makes yet. */
let next = 0;

/** Makes posts with their comments, chunk by chunk, beside others that do the same. */
const fill = async (): Promise<void> =>
  withConnection({ url: test.url }, async (client) => {
    // Made to be right: no foreign key is asked.
    await client.query('SET session_replication_role = replica; SET synchronous_commit = off');
    while (next < posts) {
      const first = next;
      next += chunk;
      const n = `generate_series(${first}, ${Math.min(posts, next) - 1}) n`;
      const hex = `lpad(to_hex(n), 8, '0')`;
      const uuid = (kind: string) =>
        `('019${kind}' || left(${hex}, 4) || '-' || right(${hex}, 4) || '-7000-8000-000000000000')::uuid`;
      await client.query(
        `INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status, created_at, last_activity_at)
         SELECT '${ids.techcorp}', ${uuid('1')}, '${ids.general}', '${ids.bob}', left(${text(6, 'n')}, 200), ${text(60, 'n')},
           'PUBLISHED', timestamptz '2024-01-01Z' + n * interval '1 minute', timestamptz '2024-01-01Z' + n * interval '1 minute' FROM ${n}`,
      );
      await client.query(
        `INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body, created_at)
         SELECT '${ids.techcorp}', c.id, ${uuid('1')}, '${ids.carol}', 0, uuid_send(c.id), ${text(20, 'n')},
           timestamptz '2024-01-01Z' + (n + 1) * interval '1 minute'
         FROM ${n}, LATERAL (VALUES (${uuid('2')}), (${uuid('3')})) c(id)`,
      );
    }
  });

try {
  await withConnection({ url: test.url }, async (client) => {
    await client.query(forumRows);
    await likesOfLongPosts(client);
    // Of texts that are there already, an index is made by several processes.
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(
      `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE indexname LIKE '%\\_words\\_idx'`,
    );
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    await client.query(
      `ALTER TABLE posts ENABLE ALWAYS TRIGGER posts_keep_words;
       ALTER TABLE comments ENABLE ALWAYS TRIGGER comments_keep_words`,
    );
    await Promise.all([fill(), fill()]);
    await client.query(`SET maintenance_work_mem = '1GB'`);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('VACUUM (ANALYZE) posts, comments');
    const { rows } = await client.query<{ name: string; mb: number; table: number }>(
      `SELECT i.relname AS name, pg_relation_size(i.oid) / 2^20 AS mb, pg_table_size(x.indrelid) / 2^20 AS table
       FROM pg_class i JOIN pg_index x ON x.indexrelid = i.oid WHERE i.relname LIKE '%\\_words\\_idx' ORDER BY 1`,
    );
    for (const { name, mb, table } of rows) {
      print(`${name}: ${mb.toFixed(0)} MB, ${(mb / table).toFixed(2)} of its table`);
    }
  });
  const config = parseConfig({
    DATABASE_URL: test.url,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_PER_MINUTE: '0',
    DATABASE_STATEMENT_TIMEOUT_MS: '600000',
  });
  const database = new Database(config.database);
  const app = await buildApp({ config, database });
  print(`\n${posts} posts, ${2 * posts} comments; milliseconds, the median of ${rounds}`);
  print('| searched | first page | hits on it |');
  print('|---|---|---|');
  for (const [what, query] of Object.entries(queries)) {
    const times: number[] = [];
    let hits = 0;
    for (let round = 0; round <= rounds; round += 1) {
      const started = performance.now();
      const answer = await app.inject({ url: `/c/techcorp/search?q=${encodeURIComponent(query)}` });
      // The first one warms.
      if (round > 0) times.push(performance.now() - started);
      if (answer.statusCode !== 200) throw new Error(`${query}: ${answer.body}`);
      hits = answer.json<{ items: unknown[] }>().items.length;
    }
    print(`| ${what} | ${median(times).toFixed(0)} | ${hits} |`);
    if (median(times) > target) process.exitCode = 1;
  }
  await app.close();
  await database.close();
} finally {
  await test.drop();
}
