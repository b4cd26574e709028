import { beforeAll, describe, expect, it } from 'vitest';
import { fillThread, longPost } from '../../../testing/forum/long-thread.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { post } from './post.ts';

const forum = useForum();
const get = (query: string, id: string = longPost) =>
  forum.app.inject({ url: `/c/techcorp/posts/${id}?${query}` });
const read = async (query: string) => post.parse((await get(query)).json());
const idOf = (n: number): string => `0190a000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const many = 2_000;

beforeAll(() => forum.asOwner((client) => fillThread(client, many, `'Number ' || n`)));

describe('a thread', () => {
  it('is walked page by page, each comment once and in its place', async () => {
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await read(`comments=333${next && `&after=${next}`}`);
      expect(page.comments.length).toBeLessThanOrEqual(333);
      seen.push(...page.comments.map((comment) => comment.id));
      next = page.nextComments;
    }
    expect(seen).toEqual(Array.from({ length: many }, (_, n) => idOf(n)));
  });

  it('comes by five hundred when nobody says how many', async () => {
    const page = await read('');
    expect([page.comments.length, page.commentCount]).toEqual([500, many]);
    expect((await get('comments=501')).statusCode).toBe(400);
    expect((await get('comments=0')).statusCode).toBe(400);
  });

  it('ends exactly: a page that holds the last comment has no next', async () => {
    const before = await read(`under=${idOf(0)}&comments=10`);
    expect(before.nextComments).not.toBeNull();
    const whole = await read(`under=${idOf(0)}&comments=11`);
    expect([whole.comments.length, whole.nextComments]).toEqual([11, null]);
    const rest = await read(`under=${idOf(0)}&after=${before.nextComments}`);
    expect(rest.comments.map(({ id }) => id)).toEqual([idOf(10)]);
  });

  it('shows one branch alone, also from within', async () => {
    const { comments } = await read(`under=${idOf(15)}`);
    expect(comments.map(({ id }) => id)).toEqual([15, 16, 17, 18, 19, 20, 21].map(idOf));
  });

  it('goes on where it was, also when what stood there was purged', async () => {
    const { nextComments } = await read('comments=22');
    await forum.asOwner((client) => client.query('DELETE FROM comments WHERE id = $1', [idOf(21)]));
    const { comments } = await read(`comments=1&after=${nextComments}`);
    expect(comments.map(({ id }) => id)).toEqual([idOf(22)]);
  });

  it('refuses a place that is none, and a branch of another post', async () => {
    for (const after of ['', 'abc', `${'0'.repeat(31)}g`, '0'.repeat(32 * 12), `${'0'.repeat(32)}'`]) {
      expect((await get(`after=${after}`)).statusCode).toBe(400);
    }
    expect((await get(`under=${ids.bob}`)).statusCode).toBe(404);
    expect((await get(`under=${idOf(0)}`, '01900000-0000-7000-8000-000000001002')).statusCode).toBe(404);
  });

  it('is cut where its texts are long, and goes on', async () => {
    await forum.asOwner((client) => fillThread(client, 60, `repeat('"é' || n || ' ', 8000)`));
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const answer = await get(next && `after=${next}`);
      expect(answer.rawPayload.length).toBeLessThan(2_000_000);
      const page = post.parse(answer.json());
      seen.push(...page.comments.map((comment) => comment.id));
      next = page.nextComments;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => idOf(n)));
  });
});
