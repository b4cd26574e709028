import { beforeAll, expect, it } from 'vitest';
import { problem } from '../http/problem.ts';
import { post as postSchema } from '../features/posts/page/post.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';

// What can be written that looks like nothing, or like something else.

const forum = useForum();
let bob: Member;
let admin: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  admin = await logIn(forum, 'admin@forum.com');
});

const write = (fields: object) =>
  bob.ask('POST', '/posts', { channel: 'general', title: 'A title', body: 'A body', ...fields });
const register = (username: string) =>
  forum.app.inject({
    method: 'POST',
    url: '/c/techcorp/auth/register',
    payload: { email: `${username}@example.com`, username, displayName: 'Ada', password: 'long enough' },
  });

it.each([
  ['nothing to be seen', '\u200b\u3164'],
  ['a character that PostgreSQL cannot hold', 'a\u0000b'],
  ['an escape sequence of terminals', '\u001b[2J'],
  ['what turns the direction of writing', 'Admin\u202egpj.exe'],
])('takes no title, and no name, with %s', async (_, text) => {
  for (const [answer, pointer] of [
    [await write({ title: text }), '/body/title'],
    [await bob.ask('PATCH', '/me', { displayName: text }, { 'if-match': '"1"' }), '/body/displayName'],
    [await admin.ask('POST', '/tags', { slug: 'x', name: text, colour: '#000000' }), '/body/name'],
  ] as const) {
    const { code, errors } = problem.parse(answer.json());
    expect([answer.statusCode, code, errors?.[0]?.pointer]).toEqual([400, 'request.invalid', pointer]);
  }
});

it('takes no text with nothing to be seen, and says where a control character stands', async () => {
  for (const body of ['\u200b \n', 'a\u0000', '\u0007']) {
    const { errors } = problem.parse((await write({ body })).json());
    expect(new Set(errors?.map(({ pointer }) => pointer))).toEqual(new Set(['/body/body']));
  }
});

it('keeps what people write in any script, a pasted title on one line', async () => {
  const title = '👩‍👩‍👧‍👦 می\u200cخواهم\n\t שלום';
  const answer = await write({ title, body: 'one\n\ttwo \u202eeno' });
  expect(answer.statusCode).toBe(201);
  expect(postSchema.parse(answer.json())).toMatchObject({
    title: '👩‍👩‍👧‍👦 می\u200cخواهم שלום',
    body: 'one\n\ttwo \u202eeno',
  });
});

it('takes no name that covers its neighbours', async () => {
  const zalgo = `Z${'\u0301'.repeat(40)}algo`;
  const { errors } = problem.parse((await write({ title: zalgo })).json());
  expect(errors?.[0]).toMatchObject({ pointer: '/body/title', detail: expect.stringContaining('marks') });
  // As much as languages write: Thai, Hebrew with points and accents, Tibetan, Vietnamese in parts.
  for (const title of ['ที่นี้', 'בְּרֵאשִׁ֖ית', 'བསྒྲུབས་', 'Vie\u0323\u0302t']) {
    expect([title, (await write({ title, body: 'one' })).statusCode]).toEqual([title, 201]);
  }
});

it('knows people however their name is typed, and keeps it in lower case', async () => {
  expect((await bob.ask('GET', '/users/Carol')).json()).toMatchObject({ username: 'carol' });
  expect((await bob.ask('POST', '/tips', { to: 'CAROL', amount: 1 })).statusCode).toBe(201);
  expect((await register('Ada')).statusCode).toBe(202);
  const { rows } = await forum.asOwner((client) =>
    client.query(`SELECT username FROM users WHERE email = 'ada@example.com'`),
  );
  expect(rows).toEqual([{ username: 'ada' }]);
});

it('lets nobody take a name like those of accounts that were left, or never proved', async () => {
  for (const name of ['deleted_0123456789abcdef0123', 'Unproved_me']) {
    expect(problem.parse((await register(name)).json()).errors?.[0]?.pointer).toBe('/body/username');
  }
});
