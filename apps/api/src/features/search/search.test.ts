import { beforeAll, describe, expect, it } from 'vitest';
import { foreign, ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { searchPage } from './hits.ts';

const forum = useForum();
const search = async (query: string, community = 'techcorp') =>
  forum.app.inject({ url: `/c/${community}/search?${query}` });

beforeAll(() =>
  forum.asOwner((client) =>
    client.query(
      `UPDATE posts SET title = 'Vacuum & <b>bloat</b>', body = 'Autovacuum <script>alert(1)</script> keeps bloat away.' WHERE id = '${ids.firstPost}'`,
    ),
  ),
);

/** A post or a comment of the title or text given, found by nobody else's words. */
const write = async (table: 'posts' | 'comments', text: string, more: Record<string, string> = {}) =>
  forum.asOwner(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      table === 'posts'
        ? `INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status, created_at)
           VALUES ($1, gen_random_uuid(), $3, $2, $5, $4, $6::post_status, $7) RETURNING id`
        : `WITH made AS (SELECT gen_random_uuid() AS id)
           INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body, status, created_at)
           SELECT $1, id, $3, $2, 0, uuid_send(id), $4 || left($5, 0), $6::comment_status, $7 FROM made RETURNING id`,
      [
        ids.techcorp,
        ids.bob,
        table === 'posts' ? ids.general : (more['post'] ?? ids.firstPost),
        text,
        more['title'] ?? 'Untitled',
        more['status'] ?? 'PUBLISHED',
        more['at'] ?? '2026-11-10Z',
      ],
    );
    return rows[0]?.id ?? '';
  });
const found = async (q: string) =>
  searchPage.parse((await search(`q=${encodeURIComponent(q)}&limit=100`)).json()).items;

const marks = async (q: string) => (await found(q))[0]?.highlight;

describe('GET /search', () => {
  it('finds by word forms, the title weighing more, and marks the hits in escaped text', async () => {
    const { items } = searchPage.parse((await search('q=bloats')).json());
    expect(items).toHaveLength(1);
    expect(items[0]?.highlight.title).toBe('Vacuum &amp; &lt;b&gt;<mark>bloat</mark>&lt;/b&gt;');
    expect(items[0]?.highlight.body).not.toContain('<script');
    expect(items[0]?.highlight.body).toContain('<mark>bloat</mark>');
  });

  it('walks all hits once', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page = searchPage.parse((await search(`q=indexes&limit=8${next && `&cursor=${next}`}`)).json());
      seen.push(...page.items.map((item) => item.id));
      next = page.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([29, 29]);
  });

  it('stays in its community and with what is published', async () => {
    expect(searchPage.parse((await search('q=secret')).json()).items).toEqual([]);
    expect(
      searchPage.parse((await search('q=secret', 'retail')).json()).items.map((item) => item.id),
    ).toEqual([foreign.post]);
    expect(searchPage.parse((await search('q=taken')).json()).items).toEqual([]);
  });

  it('takes any text for what it is', async () => {
    for (const q of [
      "'; DROP TABLE posts; --",
      '((((',
      '"unclosed',
      ':*&|!<->',
      '%00',
      'a'.repeat(200),
      '-'.repeat(200),
    ]) {
      expect([q, (await search(`q=${encodeURIComponent(q)}`)).statusCode]).toEqual([q, 200]);
    }
    expect((await search('q=%20')).statusCode).toBe(400);
  });

  it('uses the index under row-level security', async () => {
    const plan = await forum.asOwner(async (client) => {
      await client.query(
        `INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status)
         SELECT community_id, gen_random_uuid(), channel_id, author_id, 'Filler ' || n, 'Nothing of note ' || n, 'PUBLISHED'
         FROM posts, generate_series(1, 5000) n WHERE id = '${ids.firstPost}';
         INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body)
         SELECT '${ids.techcorp}', made.id, '${ids.firstPost}', '${ids.bob}', 0, uuid_send(made.id), 'Nothing of note ' || n
         FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 5000) n) made;
         ANALYZE posts, comments; SET ROLE agora_loader`,
      );
      await client.query(`SELECT set_config('agora.community_id', '${ids.techcorp}', false)`);
      const plans: string[] = [];
      for (const from of [
        `posts t WHERE coalesce(words, agora_search_post(title, body))`,
        `comments t WHERE coalesce(words, agora_search_comment(body))`,
      ]) {
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN SELECT id FROM ${from} @@ agora_search_query('autovacuum') AND status = 'PUBLISHED'
           AND t.community_id = '${ids.techcorp}'`,
        );
        plans.push(...rows.map((row) => row['QUERY PLAN']));
      }
      return plans.join('\n');
    });
    expect(plan).toContain('posts_kept_words_idx');
    expect(plan).toContain('comments_kept_words_idx');
  });

  it.each(['posts', 'comments'] as const)(
    'makes the words of %s when their text is written, not when they are liked',
    async (table) => {
      const written = await write(table, 'A kept text, of a quokka.');
      const host = table === 'posts' ? written : ids.firstPost;
      expect((await found('quokka')).map(({ id }) => id)).toEqual([host]);
      const refused = await forum.asOwner(async (client) => {
        await client.query('BEGIN');
        await client.query(
          `CREATE OR REPLACE FUNCTION agora_search_words(p_text text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
           AS $$ BEGIN RAISE EXCEPTION 'words are made'; END $$`,
        );
        await client.query(`UPDATE ${table} SET like_count = like_count + 1 WHERE id = $1`, [written]);
        const { message } = await client
          .query(`UPDATE ${table} SET body = $2 WHERE id = $1`, [written, 'Other'])
          .then(
            () => ({ message: 'none' }),
            (error: Error) => error,
          );
        await client.query('ROLLBACK');
        return message;
      });
      expect(refused).toBe('words are made');
      await forum.asOwner((client) =>
        client.query(`UPDATE ${table} SET body = $2 WHERE id = $1`, [written, 'Another, of a numbat.']),
      );
      expect((await found('quokka')).map(({ id }) => id)).toEqual([]);
      expect((await found('numbat')).map(({ id }) => id)).toEqual([host]);
      await forum.asOwner((client) => client.query(`DELETE FROM ${table} WHERE id = $1`, [written]));
    },
  );
});

describe('of many texts', () => {
  /** The nth text, of 4,000: "every7" is in each seventh, "old" in the oldest half, and the words of "one two" stand together in each ninth. */
  const text = `'every' || 7 * (1 - sign(n % 7)) || 'x every' || 100 * (1 - sign(n % 100)) || 'x all ' || CASE WHEN n < 2000 THEN 'old ' ELSE '' END
    || CASE WHEN n < 200 THEN 'ancient ' ELSE '' END || CASE WHEN n % 9 = 0 THEN 'one two' ELSE 'two one' END
    || CASE WHEN n % 200 = 0 THEN ' rare first' WHEN n % 200 = 100 THEN ' first rare' ELSE '' END`;

  beforeAll(() =>
    forum.asOwner((client) =>
      client.query(
        `INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status)
         SELECT '${ids.techcorp}', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '${ids.general}', '${ids.bob}', 'Many', ${text},
           CASE WHEN n % 11 = 0 THEN 'HIDDEN' ELSE 'PUBLISHED' END::post_status FROM generate_series(1, 4000) n;
         INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body, status)
         SELECT '${ids.techcorp}', id, '${ids.firstPost}', '${ids.bob}', 0, uuid_send(id), ${text},
           CASE WHEN n % 11 = 0 THEN 'HIDDEN' ELSE 'PUBLISHED' END::comment_status
         FROM generate_series(1, 4000) n, LATERAL (SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid AS id) made;
         DELETE FROM posts WHERE title LIKE 'Filler%'; DELETE FROM comments WHERE body LIKE 'Nothing of note%'; ANALYZE posts, comments`,
      ),
    ),
  );

  it.each([
    'all',
    'every7x',
    'every100x',
    'every7x every100x',
    'old',
    'ancient every7x',
    'old -every7x',
    '"one two"',
    '"two one two"',
    '"rare first"',
    '"first rare" or ancient',
    'nowhere',
  ])('looks where %s is found soon, and finds the newest of all', async (query) => {
    await forum.asOwner(async (client) => {
      for (const table of ['posts', 'comments']) {
        const list = async (sql: string) =>
          (await client.query<{ list: string[] }>(sql, [ids.techcorp, query])).rows[0]?.list;
        // By itself: on a cluster the function would be taken to the shard of what it is asked beside.
        const found = await list(
          `SELECT agora_search_newest('${table}', $1, agora_search_query($2), agora_search_query($2, true)) AS list`,
        );
        const wanted = await list(
          `SELECT ARRAY(SELECT id FROM ${table} WHERE community_id = $1 AND status = 'PUBLISHED'
             AND words @@ agora_search_query($2) ORDER BY id DESC LIMIT 500) AS list`,
        );
        expect(found).toEqual(wanted);
        expect(found?.length === 0).toBe(['nowhere', '"two one two"'].includes(query));
      }
    });
  });

  it('is asked of by agora_search alone', async () => {
    const { rows } = await forum.asOwner((client) =>
      client.query(
        `SELECT has_function_privilege('agora_app', 'agora_search_newest(text, uuid, tsquery, tsquery)', 'EXECUTE') AS may`,
      ),
    );
    expect(rows).toEqual([{ may: false }]);
  });
});

describe('a search in any language', () => {
  it.each([
    [
      'Un café crème, s’il vous plaît',
      ['cafe', 'CRÈME', 'plait', 'creme brulee or café', '"s il vous"'],
      ['cafeteria'],
    ],
    ['Zażółć gęślą jaźń w Łodzi', ['zazolc', 'ŁODZI', 'lodz', 'gęśl'], ['lodz -jazn']],
    ['Straße und Ærø', ['strasse', 'STRASSE', 'aero'], ['strass e']],
    [
      '我们讨论数据库的备份策略',
      ['数据库', '备份', '备份策略', '略', '我', '"数据库的备份"'],
      ['据数', '"备份数据库"', '猫'],
    ],
    ['日本語のテキストを検索する', ['日本語', '日本', 'テキスト', '検索', '語'], ['本日', '検査']],
    ['데이터베이스를 복구했습니다', ['데이터베이스', '복구'], ['구복']],
    ['การสำรองข้อมูล', ['ข้อมูล', 'สำรอง'], ['ลมู']],
    ['Как восстановить базы данных из копии', ['восстановить', 'база', 'данными', 'КОПИЯ'], ['кот']],
    ['Πώς γίνεται η επαναφορά', ['πως', 'επαναφορά', 'ΕΠΑΝ'], ['ομεγα']],
    ['كيف نستعيد قاعدة البيانات', ['قاعدة', 'البيانات'], ['كتاب']],
    ['डेटाबेस का बैकअप', ['डेटाबेस', 'बैकअप', 'डेटा'], ['किताब']],
    ['Shipped 🚀 at last 👍🏽', ['🚀', '👍', '👍🏿', 'shipped 🚀'], ['🎉']],
    [
      'To be, or not to be: that is the question',
      ['"to be or not to be"', '"that is the"'],
      ['"to not be or"'],
    ],
    [
      'Postgres autoexplain and node.js',
      ['autoexp', 'postg', 'node.js', 'explainer or autoexplain', 'js'],
      ['exp', 'autoexp -node'],
    ],
  ])('finds %s', async (text, queries, others) => {
    const posts = await write('posts', text);
    for (const q of queries) expect([q, (await found(q)).map(({ id }) => id)]).toEqual([q, [posts]]);
    for (const q of others) expect([q, (await found(q)).map(({ id }) => id)]).toEqual([q, []]);
    await forum.asOwner((client) => client.query('DELETE FROM posts WHERE id = $1', [posts]));
  });

  it('marks what it found, as it was written', async () => {
    const post = await write('posts', `${'Nothing. '.repeat(200)}Un Café “crème” für 日本語の人 <3.`, {
      title: 'Déjà vu',
    });
    expect((await marks('cafe creme'))?.body).toContain('Un <mark>Café</mark> “<mark>crème</mark>” für');
    expect((await marks('日本語'))?.body).toContain('<mark>日本語</mark>の人 &lt;3.');
    expect((await marks('deja'))?.title).toBe('<mark>Déjà</mark> vu');
    await forum.asOwner((client) => client.query('DELETE FROM posts WHERE id = $1', [post]));
  });

  it('puts a title above a text, a text above a comment, a whole word above a beginning, and the newer above the older', async () => {
    const older = await write('posts', 'About the quokka.', { at: '2026-10-10Z' });
    const newer = await write('posts', 'About the quokka, too.');
    const host = await write('posts', 'Of something else.');
    await write('comments', 'A quokka! '.repeat(5), { post: host });
    const whole = await write('posts', 'Nothing.', { title: 'The quokka' });
    const beginning = await write('posts', 'Nothing.', { title: 'The quokkalike' });
    expect((await found('quokka')).map(({ id }) => id)).toEqual([whole, beginning, newer, older, host]);
  });

  it('finds comments, each post once, and says which', async () => {
    const reply = await write('comments', 'Try pg_wombat first.', { post: ids.firstPost });
    await write('comments', 'No wombat here.', { at: '2026-10-20Z' });
    const hits = await found('wombat');
    expect(hits.map(({ id, comment }) => [id, comment?.id, comment?.author.username])).toEqual([
      [ids.firstPost, reply, 'bob'],
    ]);
    expect(hits[0]?.highlight.body).toBe('Try pg_<mark>wombat</mark> first.');
    const page = await forum.app.inject({
      url: '/r/techcorp/search?q=wombat',
      headers: { accept: 'text/html' },
    });
    expect(page.body).toContain(`href="/r/techcorp/posts/${ids.firstPost}?under=${reply}#c-${reply}"`);
    expect(page.body).toContain('<mark>wombat</mark>');
  });

  it('finds nothing that is hidden, deleted, a draft, or in a post that is', async () => {
    for (const status of ['DRAFT', 'HIDDEN', 'ARCHIVED']) {
      const post = await write('posts', 'A secret axolotl.', { status, title: 'Axolotl' });
      await write('comments', 'An axolotl.', { post });
    }
    for (const status of ['HIDDEN', 'DELETED']) await write('comments', 'An axolotl.', { status });
    expect(await found('axolotl')).toEqual([]);
    expect(await found('"secret axolotl"')).toEqual([]);
  });
});
