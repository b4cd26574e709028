import { describe, expect, it, vi } from 'vitest';
import { buildApp } from '../../app.ts';
import { Database } from '../../database/database.ts';
import { commentIds, foreign, ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { startProxy } from '../../testing/servers/proxy.fixture.ts';
import { post } from './page/post.ts';
import { postPage } from '../../domain/content.ts';

const forum = useForum();
const get = (url: string) => forum.app.inject({ url: `/c/techcorp${url}` });

describe('GET /posts', () => {
  it.each(['new', 'top', 'active'] as const)(
    'walks all published posts once, in the order %s',
    async (sort) => {
      const seen: { id: string; createdAt: string; likeCount: number; lastActivityAt: string }[] = [];
      let next: string | null = '';
      while (next !== null) {
        const answer = await get(`/posts?sort=${sort}&limit=7${next && `&cursor=${next}`}`);
        expect(answer.statusCode).toBe(200);
        const page = postPage.parse(answer.json());
        expect(page.items.length).toBeLessThanOrEqual(7);
        seen.push(...page.items);
        next = page.next;
      }
      expect(new Set(seen.map((item) => item.id)).size).toBe(30);
      const key = (item: (typeof seen)[number]): string =>
        ({
          new: item.createdAt,
          top: String(item.likeCount).padStart(9, '0'),
          active: item.lastActivityAt,
        })[sort] + item.id;
      const ordered = seen.toSorted((a, b) => (key(a) < key(b) ? 1 : -1));
      expect(seen.map((item) => item.id)).toEqual(ordered.map((item) => item.id));
    },
  );

  it('ends exactly: a page that holds the last post has no next', async () => {
    expect(postPage.parse((await get('/posts?limit=30')).json()).next).toBeNull();
    expect(postPage.parse((await get('/posts?limit=29')).json()).next).not.toBeNull();
  });

  it('filters by channel, tag and author', async () => {
    const channel = postPage.parse((await get('/posts?channel=announcements&limit=100')).json());
    expect(channel.items).toHaveLength(6);
    expect(new Set(channel.items.map((item) => item.channel.slug))).toEqual(new Set(['announcements']));
    const tagged = postPage.parse((await get('/posts?tag=tutorial&author=bob')).json());
    expect(tagged.items.map((item) => item.title).toSorted()).toEqual([
      'Post number 13',
      'Post number 23',
      'Post number 3',
    ]);
    expect(tagged.items[0]?.tags.map((tag) => tag.slug)).toEqual(['tutorial']);
    expect(postPage.parse((await get('/posts?author=carol')).json()).items).toEqual([]);
  });

  it('refuses a cursor of another order, a broken one, and values outside the schema', async () => {
    const { next } = postPage.parse((await get('/posts?sort=new&limit=1')).json());
    for (const query of [`sort=top&cursor=${next}`, 'cursor=bm90aGluZw', "cursor='--"]) {
      const answer = await get(`/posts?${query}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ code: 'request.invalid_cursor', status: 400 });
    }
    const answer = await get('/posts?sort=id;drop&limit=0');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer: '/query/limit' }, { pointer: '/query/sort' }],
    });
  });
});

describe('GET /posts/:post', () => {
  it('answers the whole thread depth first, with the text of deleted comments gone', async () => {
    const answer = await get(`/posts/${ids.firstPost}`);
    const read = post.parse(answer.json());
    expect(read).toMatchObject({
      title: 'Post number 1',
      body: expect.stringContaining('indexes'),
      commentCount: 8,
    });
    const order = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => commentIds[index]);
    expect(read.comments.map((comment) => comment.id)).toEqual(order);
    expect(read.comments.map((comment) => comment.depth)).toEqual([0, 1, 2, 3, 4, 5, 1, 0, 1]);
    expect(read.comments[6]).toMatchObject({ status: 'DELETED', body: null, author: null });
  });

  it('does it in one round trip, whatever the size of the thread', async () => {
    const proxy = await startProxy(forum.config.database.url);
    const database = new Database({ ...forum.config.database, url: proxy.url });
    // What is remembered for seconds, and written every few, must not come between the two.
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    const app = await buildApp({ config: forum.config, database });
    try {
      const url = `/c/techcorp/posts/${ids.firstPost}`;
      await app.inject({ url }); // connects, and finds the community
      const before = proxy.roundTrips();
      const { comments } = post.parse((await app.inject({ url })).json());
      expect(comments).toHaveLength(9);
      expect(proxy.roundTrips() - before).toBe(1);
    } finally {
      await app.close();
      vi.useRealTimers();
      await database.close();
      await proxy.close();
    }
  });

  it('is 404 for a draft, a hidden post, an unknown one and one of another community', async () => {
    for (const id of [ids.draft, ids.hidden, foreign.post, '01900000-0000-7000-8000-00000000dead']) {
      const answer = await get(`/posts/${id}`);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'resource.not_found', detail: 'No such post.' });
    }
    expect((await forum.app.inject({ url: `/c/retail/posts/${foreign.post}` })).statusCode).toBe(200);
  });
});
