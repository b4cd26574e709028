import { beforeAll, expect, it } from 'vitest';
import { ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { postPage } from '../../../domain/content.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
});
const list = async (member: Member, query = '') =>
  postPage.parse((await member.ask('GET', `/me/posts${query}`)).json());

it('finds a draft again, and what a moderator hid, for their authors alone', async () => {
  expect((await list(bob, '?status=DRAFT')).items.map((post) => post.id)).toEqual([ids.draft]);
  expect((await list(carol, '?status=HIDDEN')).items.map((post) => post.id)).toEqual([ids.hidden]);
  expect((await list(carol, '?status=DRAFT')).items).toEqual([]);
  expect((await list(carol)).items.map((post) => post.id)).toEqual([ids.hidden]);
  expect((await forum.app.inject('/c/techcorp/me/posts')).json()).toMatchObject({ code: 'auth.required' });
});

it('walks all of them once, the newest first, with a cursor of its own', async () => {
  for (const status of ['', '&status=PUBLISHED']) {
    const seen: { id: string; createdAt: string }[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page = await list(bob, `?limit=7${status}${next && `&cursor=${next}`}`);
      seen.push(...page.items);
      next = page.next;
    }
    expect(new Set(seen.map((post) => post.id)).size).toBe(status === '' ? 31 : 30);
    expect(seen).toHaveLength(status === '' ? 31 : 30);
    const times = seen.map((post) => Date.parse(post.createdAt));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  }
  const { next } = await list(bob, '?limit=1');
  expect((await bob.ask('GET', `/posts?sort=new&cursor=${next}`)).json()).toMatchObject({
    code: 'request.invalid_cursor',
  });
});
