import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentIds, ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';

const forum = useForum();
let admin: Member;
let bob: Member;
let carol: Member;
let moderator: Member;
beforeAll(async () => {
  admin = await logIn(forum, 'admin@forum.com');
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});
afterAll(() => expectInvariants(forum));

const purge = (kind: string, target: string | undefined, who = admin) =>
  who.ask('POST', '/purges', { kind, target, reason: 'Order of a court' });
/** The rows of any table that hold a text somewhere. */
const holding = async (text: string) => {
  const { rows } = await forum.asOwner(async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    const each = tables.rows.map(
      ({ name }) => `SELECT '${name}' AS name FROM "${name}" t WHERE t::text LIKE '%' || $1 || '%'`,
    );
    return client.query<{ name: string }>(each.join(' UNION '), [text]);
  });
  return rows.map((row) => row.name);
};
const secret = 'Quetzalcoatlus';

describe('what is purged', () => {
  it('is a post with all that repeats it, and leaves a trace', async () => {
    const written = { channel: 'general', title: secret, body: `${secret} once` };
    const key = { 'idempotency-key': secret };
    const { id, version } = (await bob.ask('POST', '/posts', written, key)).json<{
      id: string;
      version: number;
    }>();
    await bob.ask('PATCH', `/posts/${id}`, { body: `${secret} twice` }, { 'if-match': `"${version}"` });
    await carol.ask('POST', '/reports', { reason: 'OTHER', postId: id, details: secret });
    expect((await holding(secret)).toSorted()).toEqual([
      'idempotency_keys',
      'post_revisions',
      'posts',
      'reports',
    ]);
    expect((await purge('POST', id, moderator)).statusCode).toBe(403);
    const made = await purge('POST', id);
    expect(made.json()).toMatchObject({
      kind: 'POST',
      targetId: id,
      admin: { username: 'admin' },
      reason: 'Order of a court',
    });
    expect(await holding(secret)).toEqual([]);
    expect((await moderator.ask('GET', '/purges')).json()).toMatchObject({
      items: [{ targetId: id }],
      next: null,
    });
    expect((await carol.ask('GET', `/posts/${id}`)).statusCode).toBe(404);
    expect((await purge('POST', ids.retail)).statusCode).toBe(404);
  });

  it('is a comment, or a revision of one', async () => {
    const at = commentIds[3];
    const edit = async (body: string) => {
      const { rows } = await forum.asOwner((client) =>
        client.query<{ version: string }>(
          `SELECT (date_part('epoch', updated_at) * 1000)::bigint AS version FROM comments WHERE id = $1`,
          [at],
        ),
      );
      return bob.ask('PATCH', `/comments/${at}`, { body }, { 'if-match': `"${rows[0]?.version}"` });
    };
    await edit('Mended');
    await edit(`${secret} first`);
    await edit('Mended');
    const { items } = (await admin.ask('GET', `/comments/${at}/revisions`)).json<{
      items: { id: string }[];
    }>();
    expect((await purge('REVISION', items[0]?.id)).statusCode).toBe(201);
    expect(await holding(secret)).toEqual([]);
    // The revisions before and after it say the same now.
    await expectInvariants(forum);
    await edit(secret);
    expect((await purge('COMMENT', at)).statusCode).toBe(201);
    expect(await holding(secret)).toEqual([]);
    await expectInvariants(forum);
  });

  it.each(['COMMENT', 'POST'] as const)('is a %s with its copy, where a thread was split', async (kind) => {
    const thread = { channel: 'general', title: 'To be split', body: 'A thread.' };
    const { id } = (await moderator.ask('POST', '/posts', thread)).json<{ id: string }>();
    const comment = await bob.ask('POST', `/posts/${id}/comments`, { body: `${secret} again` });
    const { id: opening } = comment.json<{ id: string }>();
    const parts = { comments: [opening], title: 'Split off' };
    const split = await moderator.ask('POST', `/posts/${id}/split`, parts);
    expect((await holding(secret)).toSorted()).toEqual(['comments', 'posts']);
    const target = kind === 'POST' ? split.json<{ post: string }>().post : opening;
    expect((await purge(kind, target, moderator)).statusCode).toBe(403);
    expect((await purge(kind, target)).json()).toMatchObject({ kind, targetId: target });
    expect(await holding(secret)).toEqual([]);
    await expectInvariants(forum);
  });
});

describe('a revision', () => {
  it('goes with the comment that says the same, where a thread was split', async () => {
    const thread = { channel: 'general', title: 'To be split again', body: 'A thread.' };
    const { id } = (await moderator.ask('POST', '/posts', thread)).json<{ id: string }>();
    const comment = await bob.ask('POST', `/posts/${id}/comments`, { body: `${secret} once more` });
    const parts = { comments: [comment.json<{ id: string }>().id], title: 'Split off again' };
    const { post } = (await moderator.ask('POST', `/posts/${id}/split`, parts)).json<{ post: string }>();
    const { headers } = await bob.ask('GET', `/posts/${post}`);
    await bob.ask('PATCH', `/posts/${post}`, { body: 'Mended' }, { 'if-match': String(headers.etag) });
    const { items } = (await admin.ask('GET', `/posts/${post}/revisions`)).json<{
      items: { id: string }[];
    }>();
    expect((await holding(secret)).toSorted()).toEqual(['comments', 'post_revisions']);
    expect((await purge('REVISION', items[0]?.id)).statusCode).toBe(201);
    expect(await holding(secret)).toEqual([]);
    expect((await bob.ask('GET', `/posts/${post}`)).json()).toMatchObject({ body: 'Mended' });
  });
});

describe('a person', () => {
  it('takes their data along and leaves, though banned', async () => {
    const { json } = await carol.ask('GET', '/me/export');
    expect(json()).toMatchObject({ account: { username: 'carol', email: 'carol@example.com' } });
    expect(Object.keys(json<object>())).toContain('ledger');
    expect(json<{ comments: object[] }>().comments.length).toBeGreaterThan(3);
    await moderator.ask('POST', '/bans', { user: 'carol', reason: 'Enough' });
    expect((await carol.ask('GET', '/me/export')).statusCode).toBe(403);
    const farewell = (what: string, word: string) =>
      forum.app.inject({
        method: 'POST',
        url: `/c/techcorp/auth/farewell/${what}`,
        payload: { email: 'carol@example.com', password: word },
      });
    expect((await farewell('export', 'wrong')).statusCode).toBe(401);
    const taken = await farewell('export', password);
    expect(taken.json()).toMatchObject({ account: { status: 'SUSPENDED' }, bans: [{ reason: 'Enough' }] });
    expect(taken.body).not.toContain('argon2');
    expect((await farewell('leave', password)).statusCode).toBe(204);
    expect((await farewell('export', password)).statusCode).toBe(401);
    await expectInvariants(forum);
  });

  it('is purged whole, with what they wrote and replaced, but for what others did', async () => {
    await bob.ask('PATCH', '/me', { bio: secret }, { 'if-match': '*' });
    expect((await purge('PERSON', ids.admin)).json()).toMatchObject({ code: 'ban.not_allowed' });
    expect((await purge('PERSON', ids.bob)).statusCode).toBe(201);
    for (const text of ['bob@example.com', 'What post', secret, 'Comment number 1']) {
      const left = await holding(text);
      expect([text, left.filter((table) => table !== 'users')]).toEqual([text, []]);
    }
    const { rows } = await forum.asOwner((client) =>
      client.query('SELECT status, display_name FROM users WHERE id = $1', [ids.bob]),
    );
    expect(rows).toEqual([{ status: 'DEACTIVATED', display_name: 'Deleted user' }]);
    expect((await bob.ask('GET', '/me')).statusCode).toBe(401);
    expect((await purge('PERSON', ids.bob)).statusCode).toBe(201);
  });
});
