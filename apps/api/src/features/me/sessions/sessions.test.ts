import { expect, it } from 'vitest';
import { ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { logIn, type Member, memberOf } from '../../../testing/forum/member.fixture.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { sessionList } from './list-my-sessions.ts';

const forum = useForum();
const auth = async (path: string, payload: object) =>
  forum.app.inject({ method: 'POST', url: `/c/techcorp/auth/${path}`, payload });
const login = async () => tokens.parse((await auth('login', { email: 'bob@example.com', password })).json());
const list = async (member: Member) =>
  sessionList.parse((await member.ask('GET', '/me/sessions')).json()).items;
const end = (who: Member, id: unknown) => who.ask('DELETE', `/me/sessions/${String(id)}`);

it('lists the sessions that go on, with the current one marked', async () => {
  const began = Date.now();
  const [first, second, third] = [await login(), await login(), await login()];
  const member = memberOf(forum, second.accessToken);
  const before = await list(member);
  expect(before.map((session) => session.current)).toEqual([false, true, false]);
  expect(await list(memberOf(forum, third.accessToken))).toEqual(
    before.map((session, index) => ({ ...session, current: index === 0 })),
  );
  for (const { startedAt, lastUsedAt, expiresAt } of before) {
    expect(Math.abs(Date.parse(startedAt) - began)).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(lastUsedAt) - Date.parse(startedAt))).toBeLessThan(60_000);
    expect(Date.parse(expiresAt)).toBeGreaterThan(began + 29 * 86_400_000);
  }
  // One that is refreshed stays the same, and has been used last.
  expect((await auth('refresh', { refreshToken: first.refreshToken })).statusCode).toBe(200);
  const after = await list(member);
  expect(after.map((session) => session.id)).toEqual([2, 0, 1].map((index) => before[index]?.id));
  expect(after[0]?.startedAt).toBe(before[2]?.startedAt);
  expect((await auth('logout', { refreshToken: third.refreshToken })).statusCode).toBe(204);
  await forum.asOwner((client) =>
    client.query(`UPDATE refresh_tokens SET expires_at = now() WHERE family_id = $1`, [before[2]?.id]),
  );
  expect(await list(member)).toEqual([after[2]]);
});

it('says what each was last used on, and keeps neither the header nor the address', async () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0';
  const from = (agent: string, path: string, payload: object) =>
    forum.app.inject({
      method: 'POST',
      url: `/c/techcorp/auth/${path}`,
      headers: { 'user-agent': agent },
      remoteAddress: '203.0.113.77',
      payload,
    });
  const credentials = { email: 'carol@example.com', password };
  const opened = tokens.parse((await from(firefox, 'login', credentials)).json());
  await from('Mozilla/5.0', 'login', credentials);
  const member = memberOf(forum, opened.accessToken);
  const devices = async () => (await list(member)).map(({ device, current }) => [current, device]);
  expect(await devices()).toEqual([
    [false, null],
    [true, 'Firefox on Windows'],
  ]);
  // What it gets its next tokens with is what counts; one that does not say so is the one it was.
  const next = tokens.parse(
    (await from('curl/8.5.0', 'refresh', { refreshToken: opened.refreshToken })).json(),
  );
  expect((await devices())[0]).toEqual([true, 'curl']);
  expect((await from('', 'refresh', { refreshToken: next.refreshToken })).statusCode).toBe(200);
  expect((await devices())[0]).toEqual([true, 'curl']);
  const { rows } = await forum.asOwner((client) => client.query('SELECT * FROM refresh_tokens'));
  expect(JSON.stringify(rows)).not.toMatch(/Mozilla|203\.0\.113/);
  expect((await member.ask('POST', '/auth/logout-everywhere')).statusCode).toBe(204);
});

it('ends one at once: its access tokens and its refresh token, and no other', async () => {
  const [mine, lost] = [await login(), await login()];
  const member = memberOf(forum, mine.accessToken);
  const thief = memberOf(forum, lost.accessToken);
  const next = tokens.parse((await auth('refresh', { refreshToken: lost.refreshToken })).json());
  const [latest] = await list(member);
  expect((await end(member, latest?.id)).statusCode).toBe(204);
  for (const token of [thief, memberOf(forum, next.accessToken)]) {
    expect((await token.ask('GET', '/me')).json()).toMatchObject({ code: 'auth.invalid_token' });
  }
  expect((await auth('refresh', { refreshToken: next.refreshToken })).statusCode).toBe(401);
  expect((await end(member, latest?.id)).statusCode).toBe(404);
  expect((await list(member)).map((session) => session.id)).not.toContain(latest?.id);

  const own = (await list(member)).find((session) => session.current);
  expect((await end(member, own?.id)).statusCode).toBe(204);
  expect((await member.ask('GET', '/me')).statusCode).toBe(401);
});

it('knows nothing of the sessions of others', async () => {
  const { accessToken } = await login();
  const bob = memberOf(forum, accessToken);
  const carol = await logIn(forum, 'carol@example.com');
  const [session] = (await list(bob)).filter(({ current }) => current);
  for (const id of [session?.id, ids.firstPost]) {
    expect((await end(carol, id)).json()).toMatchObject({
      code: 'resource.not_found',
    });
  }
  expect((await list(carol)).map(({ id }) => id)).not.toContain(session?.id);
  expect((await bob.ask('GET', '/me')).statusCode).toBe(200);
});
