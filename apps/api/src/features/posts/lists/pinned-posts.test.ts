import { beforeAll, expect, it } from 'vitest';
import { foreign, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { pinnedPosts } from './list-pinned-posts.ts';
import { postPage } from '../../../domain/content.ts';

const forum = useForum();
const news = '01900000-0000-7000-8000-000000001005';
const none = '01900000-0000-7000-8000-000000001003';
let moderator: Member;
const moderate = async (post: string, change: object) => {
  expect((await moderator.ask('PUT', `/posts/${post}/moderation`, change)).statusCode).toBe(204);
};
const pinned = async (query = '', community = 'techcorp') =>
  pinnedPosts
    .parse((await forum.app.inject(`/c/${community}/pinned${query}`)).json())
    .items.map((post) => post.id);

const postsOfPage = async (address: string) => {
  const { body } = await forum.app.inject({ url: address, headers: { accept: 'text/html' } });
  return [...body.matchAll(/<h2>\s*<a href="\/r\/techcorp\/posts\/([^"]+)"/g)].map((match) => match[1]);
};

beforeAll(async () => {
  moderator = await logIn(forum, 'moderator@forum.com');
  for (const post of [ids.firstPost, news, none, ids.hidden]) await moderate(post, { pinned: true });
  await moderate(none, { pinned: false });
  await forum.asOwner((client) =>
    client.query(`UPDATE posts SET pinned = true WHERE id IN ('${ids.draft}', '${foreign.post}')`),
  );
});

it('are those of a channel or of all, as long as they are pinned and published', async () => {
  expect(new Set(await pinned())).toEqual(new Set([ids.firstPost, news]));
  expect(await pinned('?channel=general')).toEqual([ids.firstPost]);
  expect(await pinned('?channel=nowhere')).toEqual([]);
  expect(await pinned('', 'retail')).toEqual([foreign.post]);
  await moderate(news, { status: 'ARCHIVED' });
  expect(await pinned()).toEqual([ids.firstPost]);
  await moderate(news, { status: 'PUBLISHED' });
});

it('come first in the reader, in every order, and each once', async () => {
  for (const query of ['', '?sort=new', '?sort=top']) {
    const front = await postsOfPage(`/r/techcorp${query}`);
    expect(new Set(front.slice(0, 2))).toEqual(new Set([ids.firstPost, news]));
    const list = await forum.app.inject(`/c/techcorp/posts?limit=20&sort=${query.slice(6) || 'active'}`);
    const { next } = postPage.parse(list.json());
    const rest = await postsOfPage(`/r/techcorp${query}${query === '' ? '?' : '&'}cursor=${next}`);
    expect(new Set([...front, ...rest]).size).toBe(30);
    expect(front.length + rest.length).toBe(30);
  }
  expect((await postsOfPage('/r/techcorp/channels/general'))[0]).toBe(ids.firstPost);
  expect((await postsOfPage('/r/techcorp/tags/tutorial')).includes(news)).toBe(false);
});

it('are found by their own index', async () => {
  const plan = await forum.asOwner(async (client) => {
    await client.query(
      `INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status)
       SELECT community_id, gen_random_uuid(), channel_id, author_id, 'Filler ' || n, 'x', 'PUBLISHED'
       FROM posts, generate_series(1, 5000) n WHERE id = '${ids.firstPost}'; ANALYZE posts`,
    );
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM posts p WHERE p.community_id = '${ids.techcorp}' AND p.pinned AND p.status = 'PUBLISHED'`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('posts_pinned_idx');
});
