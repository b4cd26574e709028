import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderedBy } from '../../../markdown/renderer.ts';
import { ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { comment } from '../../../domain/content.ts';
import { post } from '../page/post.ts';

const forum = useForum();
let carol: Member;
beforeAll(async () => {
  carol = await logIn(forum, 'carol@example.com');
});
afterAll(() => expectInvariants(forum));

const stored = (table: 'posts' | 'comments', id: string) =>
  forum.asOwner(async (client) => {
    const { rows } = await client.query<{ html: string | null }>(`SELECT html FROM ${table} WHERE id = $1`, [
      id,
    ]);
    return rows[0]?.html;
  });
const edit = (path: string, version: number, change: object) =>
  carol.ask('PATCH', path, change, { 'if-match': `"${version}"` });

it('is kept beside a post, and goes with its text', async () => {
  const made = post.parse(
    (await carol.ask('POST', '/posts', { channel: 'general', title: 'A', body: '*one* @bob' })).json(),
  );
  const one = `${renderedBy}<p><em>one</em> <span class="mention">@bob</span></p>\n`;
  expect(await stored('posts', made.id)).toBe(one);
  const titled = post.parse((await edit(`/posts/${made.id}`, made.version, { title: 'B' })).json());
  expect(await stored('posts', made.id)).toBe(one);
  expect((await edit(`/posts/${made.id}`, titled.version, { body: '*two*' })).statusCode).toBe(200);
  expect(await stored('posts', made.id)).toBe(`${renderedBy}<p><em>two</em></p>\n`);
  // What is changed past the API is not shown as it was.
  await forum.asOwner((client) => client.query(`UPDATE posts SET body = '' WHERE id = $1`, [made.id]));
  expect(await stored('posts', made.id)).toBeNull();
  await forum.asOwner((client) => client.query(`UPDATE posts SET body = '*two*' WHERE id = $1`, [made.id]));
});

it('is kept beside a comment, is what readers get, and goes with its text', async () => {
  const path = `/posts/${ids.firstPost}/comments`;
  const made = comment.parse((await carol.ask('POST', path, { body: '`one`' })).json());
  expect(await stored('comments', made.id)).toBe(`${renderedBy}<p><code>one</code></p>\n`);
  await forum.asOwner((client) =>
    client.query('UPDATE comments SET html = $2 WHERE id = $1', [made.id, `${renderedBy}<p>as stored</p>`]),
  );
  const page = await forum.app.inject({
    url: `/r/techcorp/posts/${ids.firstPost}`,
    headers: { accept: 'text/html' },
  });
  expect(page.body).toContain('<p>as stored</p>');
  expect((await edit(`/comments/${made.id}`, made.version, { body: '~~two~~' })).statusCode).toBe(200);
  expect(await stored('comments', made.id)).toBe(`${renderedBy}<p><s>two</s></p>\n`);
  await forum.asOwner((client) => client.query(`UPDATE comments SET body = 'x' WHERE id = $1`, [made.id]));
  expect(await stored('comments', made.id)).toBeNull();
});
