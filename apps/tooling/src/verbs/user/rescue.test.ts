import { buildApp, Database, parseConfig } from '@agora/api';
import { migrationsDirectory } from '@agora/db';
import { withConnection } from '@agora/postgres';
import { type CliRun, createTestDatabase, migratedTemplate, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';

import { runAgora } from '../../agora.fixture.ts';

// Letting people back in: what the command line does, the API is asked about.

let database: TestDatabase;
let open: Database;
let app: Awaited<ReturnType<typeof buildApp>>;
beforeAll(async () => {
  database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  const config = parseConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  open = new Database(config.database);
  app = await buildApp({ config, database: open });
  await agora(['seed', '--profile', 'minimal']);
});
afterAll(async () => {
  await app?.close();
  await open?.close();
  await database?.drop();
});

const agora = (words: readonly string[]): Promise<CliRun> =>
  runAgora(words, {
    env: { DATABASE_URL: database.url, AGORA_ENV: 'production', PUBLIC_URL: 'https://forum.example/' },
  });
const user = (verb: string, name: string, ...more: string[]): Promise<CliRun> =>
  agora(['user', verb, name, '--community', 'main', ...more]);

const post = (path: string, payload: object) =>
  app.inject({ method: 'POST', url: `/c/main/auth/${path}`, payload });
const login = (password: string) => post('login', { email: 'bob@example.com', password });
const me = (accessToken: string) =>
  app.inject({ url: '/c/main/me', headers: { authorization: `Bearer ${accessToken}` } });
const noted = () =>
  withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ action: string }>(
      `SELECT action, details FROM moderation_entries m JOIN users u ON u.id = m.target_id AND u.id = m.moderator_id
       WHERE u.username = 'bob' ORDER BY m.created_at, m.id`,
    );
    return rows;
  });

test('an address is verified, once, with what proving it gives', async () => {
  const bob = { email: 'bob@example.com', username: 'bob', displayName: 'Bob', password: 'first password' };
  expect((await post('register', bob)).statusCode).toBe(202);
  expect((await login(bob.password)).statusCode).toBe(401);

  const verified = await user('verify', 'bob', '--json');
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.json()).toMatchObject({ username: 'bob', email: bob.email, verifiedBefore: null });
  const { accessToken } = (await login(bob.password)).json<{ accessToken: string }>();
  expect((await me(accessToken)).json()).toMatchObject({ points: 20, emailVerifiedAt: expect.any(String) });

  const again = await user('verify', 'bob');
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('nothing was changed')]);
  expect((await me(accessToken)).json()).toMatchObject({ points: 20 });
  expect(await noted()).toEqual([{ action: 'account.verify', details: { by: 'operator' } }]);
});

test('codes are asked for no more, where they were', async () => {
  await withConnection(database.url, (client) =>
    client.query(
      `INSERT INTO two_factors (community_id, user_id, secret, key_version, enabled_at, last_step)
       SELECT community_id, id, repeat('A', 64), 1, now(), 1 FROM users WHERE username = 'bob'`,
    ),
  );
  expect((await login('first password')).statusCode).toBe(202);
  const reset = await user('reset-two-factor', 'bob', '--json');
  expect([reset.code, reset.json()]).toEqual([0, expect.objectContaining({ username: 'bob', wasOn: true })]);
  expect((await login('first password')).statusCode).toBe(200);
  const again = await user('reset-two-factor', 'bob');
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('nothing was changed')]);
  expect((await noted()).at(-1)).toEqual({ action: 'account.reset_two_factor', details: { by: 'operator' } });
});

test('a password is ended with every session, and a token sets another, once', async () => {
  const session = (await login('first password')).json<{ accessToken: string; refreshToken: string }>();
  await withConnection(database.url, (client) =>
    client.query(
      `INSERT INTO oauth_accounts (community_id, id, user_id, provider, provider_account_id)
       SELECT community_id, gen_random_uuid(), id, 'github', '1' FROM users WHERE username = 'bob'`,
    ),
  );
  await withConnection(database.url, (client) =>
    client.query(
      `INSERT INTO passkeys (community_id, id, user_id, credential_id, public_key, counter, name)
       SELECT community_id, gen_random_uuid(), id, 'of a thief', 'key', 0, 'Phone' FROM users WHERE username = 'bob'`,
    ),
  );
  const first = await user('reset-password', 'bob', '--json');
  const reset = await user('reset-password', 'bob', '--hours', '2');
  expect(first).toMatchObject({ code: 0 });
  const given = z
    .object({
      token: z.string(),
      expiresAt: z.string(),
      address: z.string(),
      providers: z.array(z.string()),
      passkeys: z.int(),
    })
    .parse(first.json());
  expect(given).toMatchObject({
    providers: ['github'],
    passkeys: 1,
    address: 'https://forum.example/c/main/auth/password/reset',
  });
  expect(Math.abs(Date.parse(given.expiresAt) - Date.now() - 86_400_000)).toBeLessThan(600_000);
  expect(reset.stdout).toMatch(/^[\w-]{43}\n$/);
  expect(reset.stderr).toContain('can still log in with github');

  // At once: neither the sessions nor the old password are good any more, nor is a token that another replaced.
  expect((await me(session.accessToken)).statusCode).toBe(401);
  expect((await post('refresh', { refreshToken: session.refreshToken })).statusCode).toBe(401);
  expect((await login('first password')).statusCode).toBe(401);
  expect((await post('password/reset', { token: given.token, password: 'of a thief' })).statusCode).toBe(400);

  const token = reset.stdout.trim();
  expect((await post('password/reset', { token, password: 'second password' })).statusCode).toBe(204);
  expect((await post('password/reset', { token, password: 'third password' })).statusCode).toBe(400);
  expect((await login('second password')).statusCode).toBe(200);
  const acts = (await noted()).map(({ action }) => action);
  expect(acts).toEqual([
    'account.verify',
    'account.reset_two_factor',
    'account.reset_password',
    'account.reset_password',
  ]);
});

test('an address never proved counts as proved by who uses the token; a suspended user is told of', async () => {
  const eve = { email: 'eve@example.com', username: 'eve', displayName: 'Eve', password: 'first password' };
  await post('register', eve);
  const token = (await user('reset-password', 'eve')).stdout.trim();
  expect((await post('password/reset', { token, password: 'second password' })).statusCode).toBe(204);
  expect((await post('login', { email: eve.email, password: 'second password' })).statusCode).toBe(200);
  await withConnection(database.url, (client) =>
    client.query(`UPDATE users SET status = 'SUSPENDED' WHERE username = 'eve'`),
  );
  expect((await user('reset-password', 'eve')).stderr).toContain('eve is suspended');
  await withConnection(database.url, (client) =>
    client.query(`UPDATE users SET status = 'ACTIVE' WHERE username = 'eve'`),
  );
});

test('nobody comes back to an account that was left, and nobody is made up', async () => {
  const token = (await user('reset-password', 'eve')).stdout.trim();
  await post('password/reset', { token, password: 'third password' });
  const session = (await post('login', { email: 'eve@example.com', password: 'third password' })).json<{
    accessToken: string;
  }>();
  const left = await app.inject({
    method: 'DELETE',
    url: '/c/main/me',
    headers: { authorization: `Bearer ${session.accessToken}` },
    payload: { currentPassword: 'third password' },
  });
  expect(left.statusCode).toBe(204);
  const { users } = z
    .object({ users: z.array(z.object({ username: z.string() })) })
    .parse((await agora(['user', 'list', '--community', 'main', '--json'])).json());
  const name = users.find(({ username }) => username.startsWith('deleted_'))?.username ?? '';
  for (const verb of ['verify', 'reset-password']) {
    const gone = await user(verb, name);
    expect([gone.code, gone.stdout, gone.stderr]).toEqual([1, '', expect.stringContaining('was left')]);
    const nobody = await user(verb, 'nobody');
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('[cli.unknown_user]')]);
    expect(await agora(['user', verb, 'bob'])).toMatchObject({ code: 64 });
  }
  expect(await user('reset-password', 'bob', '--hours', '0')).toMatchObject({ code: 64 });
  expect(await agora(['seed', 'validate'])).toMatchObject({ code: 0 });
});
