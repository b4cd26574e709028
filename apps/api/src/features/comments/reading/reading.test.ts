import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentIds, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
let moderator: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});
afterAll(() => expectInvariants(forum));

const [, , , , , bobs] = commentIds;
const deleted = commentIds[6];

describe('the text of a comment', () => {
  it('is read by all while it is shown, and then by its author and moderators', async () => {
    const shown = await carol.ask('GET', `/comments/${bobs}/text`);
    expect(shown.json()).toMatchObject({
      postId: ids.firstPost,
      status: 'PUBLISHED',
      body: 'Comment number 5',
    });
    await moderator.ask('PUT', `/comments/${bobs}/moderation`, { status: 'HIDDEN' });
    expect((await carol.ask('GET', `/comments/${bobs}/text`)).statusCode).toBe(404);
    expect((await forum.app.inject({ url: `/c/techcorp/comments/${bobs}/text` })).statusCode).toBe(404);
    for (const reader of [bob, moderator]) {
      const answer = await reader.ask('GET', `/comments/${bobs}/text`);
      expect(answer.json()).toMatchObject({
        status: 'HIDDEN',
        body: 'Comment number 5',
        author: { username: 'bob' },
      });
    }
    await moderator.ask('PUT', `/comments/${bobs}/moderation`, { status: 'PUBLISHED' });
    expect((await moderator.ask('GET', `/comments/${deleted}/text`)).json()).toMatchObject({
      status: 'DELETED',
    });
    expect((await bob.ask('GET', `/comments/${deleted}/text`)).statusCode).toBe(404);
  });

  it('is kept as it was before each edit that changed it', async () => {
    const edit = async (body: string) => {
      const { version } = (await bob.ask('GET', `/posts/${ids.firstPost}`))
        .json<{ comments: { id: string; version: number }[] }>()
        .comments.find(({ id }) => id === bobs) ?? { version: 0 };
      return bob.ask('PATCH', `/comments/${bobs}`, { body }, { 'if-match': `"${version}"` });
    };
    expect((await edit('Better')).statusCode).toBe(200);
    expect((await edit('Better')).statusCode).toBe(200);
    expect((await edit('Best')).statusCode).toBe(200);
    const { items } = (await carol.ask('GET', `/comments/${bobs}/revisions`)).json<{ items: object[] }>();
    expect(items).toMatchObject([
      { body: 'Better', editor: { username: 'bob' } },
      { body: 'Comment number 5' },
    ]);
  });
});
