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
         FROM posts, generate_series(1, 5000) n WHERE id = '${ids.firstPost}'; ANALYZE posts; SET ROLE agora_loader`,
      );
      await client.query(`SELECT set_config('agora.community_id', '${ids.techcorp}', false)`);
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT id FROM posts p WHERE p.community_id = nullif(current_setting('agora.community_id', true), '')::uuid
         AND p.search @@ websearch_to_tsquery('english', 'autovacuum') AND p.status = 'PUBLISHED'`,
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('posts_search_idx');
  });
});
