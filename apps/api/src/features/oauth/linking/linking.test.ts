import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { foreign, ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member, memberOf } from '../../../testing/forum/member.fixture.ts';
import { OAuthClient } from '../../../testing/servers/oauth-client.fixture.ts';
import { startProvider } from '../../../testing/servers/oidc-provider.fixture.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { linkedAccount } from './linked-account.ts';
import { linkedAccounts } from './list-my-oauth-accounts.ts';

const provider = await startProvider(['http://127.0.0.1:3000/c/techcorp/auth/oauth/local/callback']);
afterAll(() => provider.close());
const forum = useForum({ OAUTH_PROVIDERS: JSON.stringify([provider.settings]) });
const client = new OAuthClient(forum, provider);
const henry = { sub: 'henry', email: 'henry@example.com', email_verified: true, preferred_username: 'henry' };

const link = async (member: Member) =>
  member.ask('POST', '/me/oauth', await client.code({ purpose: 'link' }));
const list = async (member: Member) => linkedAccounts.parse((await member.ask('GET', '/me/oauth')).json());
const signedIn = async () => memberOf(forum, tokens.parse((await client.signIn()).json()).accessToken);
const nameOf = async (member: Member) =>
  (await member.ask('GET', '/me')).json<{ username: string }>().username;

beforeEach(() => {
  provider.person = henry;
});

describe('linking', () => {
  it('makes the provider a second way into the account, whatever its address', async () => {
    const carol = await logIn(forum, 'carol@example.com');
    provider.person = { sub: 'carol-there' };
    const linked = await link(carol);
    expect(linked.statusCode).toBe(201);
    expect(linkedAccount.parse(linked.json())).toMatchObject({
      provider: 'local',
      name: 'Local Accounts',
      available: true,
    });
    expect(await nameOf(await signedIn())).toBe('carol');
    const again = await link(carol);
    expect(linkedAccount.parse(again.json()).id).toBe(linkedAccount.parse(linked.json()).id);
    expect(await list(carol)).toMatchObject({ items: [{ provider: 'local' }], hasPassword: true });
  });

  it('needs to be logged in, and a code that was asked for it', async () => {
    const payload = await client.code({ purpose: 'link' });
    const nobody = await forum.app.inject({ method: 'POST', url: '/c/techcorp/me/oauth', payload });
    expect(nobody.statusCode).toBe(401);
    const bob = await logIn(forum, 'bob@example.com');
    const forLogin = await bob.ask('POST', '/me/oauth', await client.code());
    expect(forLogin.json()).toMatchObject({ code: 'oauth.invalid_code' });
    const injected = { ...payload, codeVerifier: 'x'.repeat(43) };
    expect((await bob.ask('POST', '/me/oauth', injected)).json()).toMatchObject({
      code: 'oauth.invalid_code',
    });
    expect((await list(bob)).items).toEqual([]);
  });

  it('leaves to others what they have linked', async () => {
    provider.person = { sub: 'carol-there' };
    const bob = await logIn(forum, 'bob@example.com');
    expect((await link(bob)).json()).toMatchObject({ code: 'oauth.linked_elsewhere', status: 409 });
    expect(await nameOf(await signedIn())).toBe('carol');
  });
});

describe('unlinking', () => {
  it('takes the way in away, and the token at the provider', async () => {
    provider.person = { sub: 'bob-there' };
    const bob = await logIn(forum, 'bob@example.com');
    const { id } = linkedAccount.parse((await link(bob)).json());
    expect((await bob.ask('DELETE', `/me/oauth/${id}`)).statusCode).toBe(204);
    expect((await list(bob)).items).toEqual([]);
    expect((await client.signIn()).json()).toMatchObject({ code: 'oauth.email_unverified' });
    await expect.poll(() => provider.revoked).toEqual(['access token']);
    expect((await bob.ask('DELETE', `/me/oauth/${id}`)).statusCode).toBe(404);
  });

  it('keeps the last way in, also of two that are unlinked at once', async () => {
    const member = await signedIn();
    const [only] = (await list(member)).items;
    const refused = await member.ask('DELETE', `/me/oauth/${only?.id}`);
    expect(refused.json()).toMatchObject({ code: 'oauth.last_login', status: 409 });
    const before = provider.revoked.length;
    for (let round = 0; round < 8; round += 1) {
      for (const sub of ['henry', 'henry-too']) {
        provider.person = { sub };
        await link(member);
      }
      const { items, hasPassword } = await list(member);
      expect([items.length, hasPassword]).toEqual([2, false]);
      const answers = await Promise.all(items.map((item) => member.ask('DELETE', `/me/oauth/${item.id}`)));
      expect(answers.map((answer) => answer.statusCode).toSorted((x, y) => x - y)).toEqual([204, 409]);
      expect((await list(member)).items).toHaveLength(1);
    }
    // Behind the answers; the tests that follow count from here.
    await expect.poll(() => provider.revoked.length).toBe(before + 8);
  });

  it('does not count accounts of a provider that is no more', async () => {
    provider.person = { sub: 'ina', email: 'ina@example.com', email_verified: true };
    const member = await signedIn();
    await forum.asOwner((owner) =>
      owner.query(
        `INSERT INTO oauth_accounts (community_id, id, user_id, provider, provider_account_id)
         SELECT $1, gen_random_uuid(), id, 'gone', 'ina' FROM users WHERE email = 'ina@example.com'`,
        [ids.techcorp],
      ),
    );
    const { items } = await list(member);
    expect(items.map((item) => [item.provider, item.available])).toEqual(
      expect.arrayContaining([
        ['local', true],
        ['gone', false],
      ]),
    );
    const local = items.find((item) => item.available)?.id;
    expect((await member.ask('DELETE', `/me/oauth/${local}`)).json()).toMatchObject({
      code: 'oauth.last_login',
    });
    const gone = items.find((item) => !item.available)?.id;
    expect((await member.ask('DELETE', `/me/oauth/${gone}`)).statusCode).toBe(204);
  });

  it('touches nothing of another user or community', async () => {
    const { rows } = await forum.asOwner((owner) =>
      owner.query<{ id: string }>(
        `INSERT INTO oauth_accounts (community_id, id, user_id, provider, provider_account_id)
         VALUES ($1, gen_random_uuid(), $2, 'local', 'x'), ($3, gen_random_uuid(), $4, 'local', 'y') RETURNING id`,
        [ids.retail, foreign.bob, ids.techcorp, ids.admin],
      ),
    );
    const bob = await logIn(forum, 'bob@example.com');
    for (const { id } of rows) expect((await bob.ask('DELETE', `/me/oauth/${id}`)).statusCode).toBe(404);
    await expectInvariants(forum);
  });
});

describe('leaving', () => {
  it('gives the tokens back, and lets the person come again as somebody new', async () => {
    const person = { sub: 'bob-leaves', email: 'bob@example.com', email_verified: true };
    provider.person = person;
    const bob = await logIn(forum, 'bob@example.com');
    expect((await link(bob)).statusCode).toBe(201);
    const before = provider.revoked.length;
    expect((await bob.ask('DELETE', '/me', { currentPassword: password })).statusCode).toBe(204);
    await expect.poll(() => provider.revoked.slice(before)).toEqual(['access token']);
    const { rows } = await forum.asOwner((owner) =>
      owner.query(`SELECT FROM oauth_grants WHERE email = 'bob@example.com' OR display_name ILIKE '%bob%'`),
    );
    expect(rows).toEqual([]);
    const me = await (await signedIn()).ask('GET', '/me');
    expect(me.json()).toMatchObject({ email: 'bob@example.com', statistics: { posts: 0 } });
    expect(me.json()).not.toMatchObject({ id: ids.bob });
    await expectInvariants(forum);
  });

  it('and linking at once leave no link behind', async () => {
    for (let round = 0; round < 6; round += 1) {
      const email = `leaving_${round}@example.com`;
      await forum.asOwner((owner) =>
        owner.query(
          `WITH made AS (INSERT INTO users (community_id, id, email, username, display_name, password_hash, email_verified_at)
             SELECT $1, gen_random_uuid(), $2::text, split_part($2::text, '@', 1), 'Leaving', password_hash, now() FROM users WHERE id = $3
             RETURNING id) INSERT INTO user_statistics (community_id, user_id) SELECT $1, id FROM made`,
          [ids.techcorp, email, ids.carol],
        ),
      );
      const member = await logIn(forum, email);
      provider.person = { sub: email };
      const payload = await client.code({ purpose: 'link' });
      const leaving = member.ask('DELETE', '/me', { currentPassword: password });
      // Checking the password takes a while: later rounds link later.
      await new Promise((resolve) => setTimeout(resolve, 8 * round));
      const linked = await member.ask('POST', '/me/oauth', payload);
      expect((await leaving).statusCode).toBe(204);
      expect([201, 401, 409]).toContain(linked.statusCode);
      const { rows } = await forum.asOwner((owner) =>
        owner.query('SELECT FROM oauth_accounts WHERE provider_account_id = $1', [email]),
      );
      expect(rows).toEqual([]);
    }
  });
});
