import { beforeAll, describe, expect, it } from 'vitest';
import { commentIds, ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { linksIn } from './links.ts';

const forum = useForum({ MEMBER_LIMITS: 'true', RATE_LIMIT_PER_MINUTE: '0' });
let carol: Member;
let admin: Member;
beforeAll(async () => {
  // Of the first level, and so a newcomer for as long as that lasts.
  await forum.asOwner((client) => client.query(`UPDATE users SET level = 1 WHERE username = 'carol'`));
  carol = await logIn(forum, 'carol@example.com');
  admin = await logIn(forum, 'admin@forum.com');
});

const comments = `/posts/${ids.firstPost}/comments`;

describe('a newcomer', () => {
  it('writes forty comments an hour, and is told when to go on', async () => {
    for (let written = 0; written < 40; written += 1) {
      expect((await carol.ask('POST', comments, { body: `Comment ${written}` })).statusCode).toBe(201);
    }
    const refused = await carol.ask('POST', comments, { body: 'One more' });
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'member.too_many' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3000);
    expect((await admin.ask('POST', comments, { body: 'One of mine' })).statusCode).toBe(201);
  });

  it('puts ten links into them, however they are spelled, and into edits', async () => {
    const body = 'https://a.example '.repeat(4) + '[x](/a) '.repeat(4);
    const open = (text: string) =>
      carol.ask('POST', '/posts', { channel: 'general', title: 'Links', body: text });
    expect((await open(body)).statusCode).toBe(201);
    expect((await open(body)).json()).toMatchObject({ code: 'member.too_many' });
    const post = (await open('No links')).json<{ id: string; version: number }>();
    const edit = { 'if-match': `"${post.version}"` };
    const edited = await carol.ask('PATCH', `/posts/${post.id}`, { body }, edit);
    expect(edited.json()).toMatchObject({ code: 'member.too_many' });
  });

  it('edits forty times an hour, as what an edit replaces is kept, and tips ten times, as each is told', async () => {
    for (const [most, ask] of [
      [40, () => carol.ask('PATCH', `/comments/${commentIds[0]}`, { body: 'No' }, { 'if-match': '"1"' })],
      [10, () => carol.ask('POST', '/tips', { to: 'bob', amount: 1_000_000 })],
    ] as const) {
      const codes: string[] = [];
      do codes.push((await ask()).json<{ code: string }>().code);
      while (codes.at(-1) !== 'member.too_many' && codes.length <= most);
      expect(codes.length).toBeGreaterThan(1);
      expect(codes.at(-1)).toBe('member.too_many');
    }
  });
});

it('counts a moderator without the second factor that the community asks for as a member', async () => {
  const ask = (needs: boolean) =>
    forum.asOwner((client) =>
      client.query(
        `UPDATE communities SET settings = jsonb_build_object('moderation', jsonb_build_object('teamNeedsCodes', $2::bool)) WHERE id = $1`,
        [ids.techcorp, needs],
      ),
    );
  await ask(true);
  const moderator = await logIn(forum, 'moderator@forum.com');
  const report = () => moderator.ask('POST', '/reports', { user: 'bob', reason: 'SPAM' });
  const codes: number[] = [];
  for (let written = 0; written < 31; written += 1) codes.push((await report()).statusCode);
  expect(codes.at(-1)).toBe(429);
  await ask(false);
  // Known for a session, and so a new one.
  expect(
    (
      await logIn(forum, 'moderator@forum.com').then((again) =>
        again.ask('POST', '/reports', { user: 'bob', reason: 'SPAM' }),
      )
    ).statusCode,
  ).not.toBe(429);
});

it.each([
  ['no link', 0],
  ['see http://a.example and HTTPS://b.example', 2],
  ['[a](http://a.example) [b](/b)', 2],
  ['![a]( https://a.example)', 1],
  ['mailto:a@b.example', 1],
  ['a [note] (in brackets)', 0],
])('%s: %i', (text, links) => {
  expect(linksIn(text)).toBe(links);
});
