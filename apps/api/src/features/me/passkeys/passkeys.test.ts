import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passkeyDomain } from '../../../auth/passkey.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member, memberOf } from '../../../testing/forum/member.fixture.ts';
import { SoftwareAuthenticator, type Said } from '../../../testing/software-authenticator.fixture.ts';
import { passkeyList } from './list-passkeys.ts';

const origin = 'https://forum.example';
const forum = useForum({ PUBLIC_URL: origin });
let bob: Member;
let carol: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
});
afterAll(() => expectInvariants(forum));

const order = (member: Member) => member.ask('POST', '/me/passkeys/options', { currentPassword: password });
const keep = (member: Member, answer: object, name = 'My phone') =>
  member.ask('POST', '/me/passkeys', { name, answer });
const make = async (member: Member): Promise<SoftwareAuthenticator> => {
  const device = new SoftwareAuthenticator(origin);
  const answer = await keep(member, device.create((await order(member)).json()));
  expect(answer.statusCode).toBe(201);
  return device;
};
const post = (path: string, payload?: object, community = 'techcorp') =>
  forum.app.inject({
    method: 'POST',
    url: `/c/${community}/auth/passkey${path}`,
    ...(payload !== undefined && { payload }),
  });
const question = async () => (await post('/options')).json<object>();
const enter = (answer: object, community?: string) => post('', { answer }, community);
const listed = async (member: Member) =>
  passkeyList.parse((await member.ask('GET', '/me/passkeys')).json()).items;

describe('a passkey', () => {
  it('logs its owner in, is called what they like, and does so no more once it is removed', async () => {
    const device = await make(bob);
    const answer = await enter(device.get(await question(), { counter: 2 }));
    const { accessToken } = tokens.parse(answer.json());
    const again = memberOf(forum, accessToken);
    expect((await again.ask('GET', '/me')).json()).toMatchObject({ username: 'bob' });
    const [mine] = await listed(bob);
    expect(mine).toMatchObject({ name: 'My phone', lastUsedAt: expect.any(String) });
    const path = `/me/passkeys/${mine?.id}`;
    expect((await bob.ask('PUT', `${path}/name`, { name: 'Old phone' })).json()).toMatchObject({
      name: 'Old phone',
    });
    expect((await bob.ask('GET', '/me/export')).json()).toMatchObject({
      account: { passkeys: [{ name: 'Old phone' }] },
    });
    expect((await carol.ask('PUT', `${path}/name`, { name: 'Mine' })).statusCode).toBe(404);
    expect((await carol.ask('DELETE', path, { currentPassword: password })).statusCode).toBe(404);
    expect((await bob.ask('DELETE', path, { currentPassword: 'wrong' })).statusCode).toBe(401);
    expect((await bob.ask('DELETE', path, { currentPassword: password })).statusCode).toBe(204);
    expect((await enter(device.get(await question(), { counter: 3 }))).json()).toMatchObject({
      code: 'auth.invalid_passkey',
    });
  });

  it('is made by the password alone, in the session that asked, once', async () => {
    expect((await bob.ask('POST', '/me/passkeys/options', { currentPassword: 'wrong' })).statusCode).toBe(
      401,
    );
    const device = new SoftwareAuthenticator(origin);
    const made = device.create((await order(bob)).json());
    for (const other of [carol, await logIn(forum, 'bob@example.com')]) {
      expect((await keep(other, made)).json()).toMatchObject({ code: 'auth.invalid_passkey' });
    }
    const twice = await Promise.all([keep(bob, made), keep(bob, made)]);
    expect(twice.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 401]);
    // The device that has one is told so, and its key is nobody else's.
    const next = (await order(bob)).json<{ excludeCredentials: { id: string }[] }>();
    expect(next.excludeCredentials.map(({ id }) => id)).toContain(made.id);
    const claimed = device.create((await order(carol)).json());
    expect((await keep(carol, claimed)).json()).toMatchObject({ code: 'conflict.duplicate' });
  });

  it.each<[string, Partial<Said>]>([
    ['another site', { origin: 'https://forum.example.evil.test' }],
    ['another domain', { domain: 'evil.test' }],
    ['a device that did not look who uses it', { verified: false }],
    ['an answer to another question', { type: 'webauthn.get' }],
  ])('is not made for %s', async (_name, wrong) => {
    const device = new SoftwareAuthenticator(origin);
    const answer = await keep(bob, device.create((await order(bob)).json(), wrong));
    expect(answer.json()).toMatchObject({ code: 'auth.invalid_passkey' });
  });

  it('lets nobody in with what is forged, replayed, copied or another’s', async () => {
    const device = await make(carol);
    const refused = async (answer: object, community?: string) =>
      expect((await enter(answer, community)).json()).toMatchObject({ code: 'auth.invalid_passkey' });
    const wrongs: Partial<Said>[] = [
      { origin: 'http://forum.example' },
      { domain: 'example' },
      { verified: false },
      { type: 'webauthn.create' },
      { userHandle: Buffer.from(ids.bob).toString('base64url') },
    ];
    for (const wrong of wrongs) await refused(device.get(await question(), { counter: 9, ...wrong }));
    const asked = await question();
    const answer = device.get(asked, { counter: 10 });
    // Another key's signature, a challenge of making, of another community, of nobody.
    const { userHandle } = answer.response;
    await refused({ ...new SoftwareAuthenticator(origin).get(asked, { userHandle }), id: answer.id });
    await refused(device.get((await order(carol)).json(), { counter: 10 }));
    await refused(device.get((await post('/options', undefined, 'retail')).json(), { counter: 10 }));
    await refused(device.get({ challenge: Buffer.from('any').toString('base64url') }, { counter: 10 }));
    await refused(answer, 'retail');
    const twice = await Promise.all([enter(answer), enter(answer)]);
    expect(twice.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 401]);
    // A copy of the device counts on from where it was copied.
    await refused(device.get(await question(), { counter: 10 }));
    await refused(device.get(await question(), { counter: 0 }));
  });

  it('that does not count is good again, each challenge once', async () => {
    const device = new SoftwareAuthenticator(origin);
    await keep(bob, device.create((await order(bob)).json(), { counter: 0 }));
    for (let times = 0; times < 2; times += 1) {
      const answer = device.get(await question(), { counter: 0 });
      expect((await enter(answer)).statusCode).toBe(200);
      expect((await enter(answer)).statusCode).toBe(401);
    }
  });

  it('opens no account that is banned or left', async () => {
    const device = await make(carol);
    await forum.asOwner(async (client) => {
      await client.query(
        `INSERT INTO bans (community_id, id, user_id, moderator_id, reason, starts_at) VALUES ($1, gen_random_uuid(), $2, $3, 'Spam', now())`,
        [ids.techcorp, ids.carol, ids.moderator],
      );
      await client.query(`UPDATE users SET status = 'SUSPENDED' WHERE id = $1`, [ids.carol]);
    });
    expect((await enter(device.get(await question(), { counter: 2 }))).json()).toMatchObject({
      code: 'auth.account_inactive',
    });
    await forum.asOwner(async (client) => {
      await client.query('DELETE FROM bans WHERE user_id = $1', [ids.carol]);
      await client.query(`UPDATE users SET status = 'ACTIVE' WHERE id = $1`, [ids.carol]);
    });
    const leaver = await logIn(forum, 'carol@example.com');
    expect((await leaver.ask('DELETE', '/me', { currentPassword: password })).statusCode).toBe(204);
    expect((await enter(device.get(await question(), { counter: 3 }))).json()).toMatchObject({
      code: 'auth.invalid_passkey',
    });
  });
});

const domain = (publicUrl: string) => passkeyDomain({ publicUrl });
it('is offered where browsers make one: under a name, with https or on this machine', () => {
  expect(domain('https://forum.example:8443')).toBe('forum.example');
  expect(domain('http://localhost:3000')).toBe('localhost');
  for (const none of ['http://127.0.0.1:3000', 'http://forum.example', 'https://10.0.0.1', 'https://[::1]']) {
    expect(domain(none)).toBeUndefined();
  }
});
