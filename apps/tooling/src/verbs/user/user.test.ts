import { existsSync } from 'node:fs';
import { migrationsDirectory } from '@agora/db';
import { buildApp, Database, parseConfig } from '@agora/api';
import { withConnection } from '@agora/postgres';
import {
  type CliOptions,
  type CliRun,
  createTestDatabase,
  migratedTemplate,
  type TestDatabase,
  withTestRole,
} from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runAgora, runAgoraInTerminal } from '../../agora.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
});
afterAll(() => database.drop());

const env = (): NonNullable<CliOptions['env']> => ({ DATABASE_URL: database.url, AGORA_ENV: 'production' });
const agora = (words: readonly string[], input = ''): Promise<CliRun> =>
  runAgora(words, { env: env(), input });
const create = (username: string, input: string, ...more: string[]): Promise<CliRun> =>
  agora(
    [
      'user',
      'create',
      '--community',
      'main',
      '--username',
      username,
      '--email',
      `${username}@example.com`,
      '--password-stdin',
      ...more,
    ],
    input,
  );

/** What the API answers to somebody who logs in and then asks for what only moderators may see. */
async function logIn(
  email: string,
  password: string,
): Promise<{ login: number; log: number; items: unknown }> {
  const config = parseConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  const open = new Database(config.database);
  const app = await buildApp({ config, database: open });
  try {
    const login = await app.inject({
      method: 'POST',
      url: '/c/main/auth/login',
      payload: { email, password },
    });
    const { accessToken } = login.json<{ accessToken?: string }>();
    const headers = { authorization: `Bearer ${accessToken}` };
    const log = await app.inject({ url: '/c/main/moderation/log', headers });
    return { login: login.statusCode, log: log.statusCode, items: log.json<{ items?: unknown }>().items };
  } finally {
    await app.close();
    await open.close();
  }
}

test('says what is missing before a password is asked for: the migrations, then a community', async () => {
  const bare = await createTestDatabase();
  try {
    const run = await runAgora(['user', 'list', '--community', 'main'], { env: { DATABASE_URL: bare.url } });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    // The roles are the server's, and may be there: then it is the tables that are missing.
    expect(run.stderr).toMatch(/\[cli\.(not_migrated|no_rights)\]/);
    expect(run.stderr).toContain('agora migrate deploy');
  } finally {
    await bare.drop();
  }
  const empty = await create('ada', 'correct horse\n');
  expect(empty).toMatchObject({ code: 1 });
  expect(empty.stderr).toContain('[cli.unknown_community]');
  expect(empty.stderr).toContain('agora seed --profile minimal');
});

describe('a forum in production, as it was seeded', () => {
  beforeAll(async () => void (await agora(['seed', '--profile', 'minimal'])));

  test('gets its first administrator, who logs in and administers', async () => {
    const none = await agora(['user', 'list', '--community', 'main', '--role', 'ADMIN']);
    expect(none).toMatchObject({ code: 0, stdout: '' });
    expect(none.stderr).toContain('main has no ADMIN');
    const made = await create(
      'ada',
      'correct horse\n',
      '--role',
      'ADMIN',
      '--display-name',
      ' Ada L. ',
      '--json',
    );
    expect(made).toMatchObject({ code: 0 });
    expect(made.json()).toMatchObject({
      community: 'main',
      username: 'ada',
      displayName: 'Ada L.',
      email: 'ada@example.com',
      role: 'ADMIN',
      status: 'ACTIVE',
      emailVerified: true,
    });
    expect(made.stdout + made.stderr).not.toMatch(/correct horse|argon2/);
    expect(await logIn('ada@example.com', 'correct horse')).toMatchObject({
      login: 200,
      log: 200,
      items: [
        {
          moderator: { username: 'ada' },
          action: 'role.change',
          details: { from: 'MEMBER', to: 'ADMIN', by: 'operator' },
        },
      ],
    });
    expect(await logIn('ada@example.com', 'wrong horse')).toMatchObject({ login: 401 });
    const rows = await withConnection(database.url, (client) =>
      client.query(
        `SELECT u.password_hash ~ '^\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$' AS hashed, s.user_id IS NOT NULL AS statistics,
           p.user_id IS NOT NULL AS preferences, u.points = e.welcome_bonus AS welcomed
         FROM users u LEFT JOIN user_statistics s ON s.user_id = u.id LEFT JOIN user_preferences p ON p.user_id = u.id
         JOIN point_economies e ON e.community_id = u.community_id`,
      ),
    );
    expect(rows.rows).toEqual([{ hashed: true, statistics: true, preferences: true, welcomed: true }]);
  });

  test('refuses names and addresses that are taken, and says by whom', async () => {
    const name = await create('ada', 'correct horse\n', '--email', 'other@example.com');
    expect(name).toMatchObject({ code: 1, stdout: '' });
    expect(name.stderr).toContain('name ada is taken in main, by ada <ada@example.com> (ADMIN)');
    const address = await create('other', 'correct horse\n', '--email', 'ADA@Example.com');
    expect(address.stderr).toContain('address ada@example.com is taken');
    expect(address.stderr).toContain('agora user role ada MEMBER --community main');
  });

  test('refuses what the API would not take, and names every fault', async () => {
    for (const [input, code] of [
      ['short12\n', 'cli.weak_password'],
      ['password1\n', 'cli.weak_password'],
      [`${'x'.repeat(201)}\n`, 'cli.weak_password'],
      ['', 'cli.password_required'],
      ['correct horse\nbattery\n', 'cli.password_required'],
      ['x'.repeat(100_000), 'cli.password_required'],
    ] as const) {
      const run = await create('bob', input);
      expect([code, run.code]).toEqual([code, 1]);
      expect(run.stderr).toContain(`[${code}]`);
    }
    const imitating = await create('adm1n_team', 'correct horse\n', '--email', 'eve@example.com');
    expect(imitating).toMatchObject({ code: 1, stdout: '' });
    expect(imitating.stderr).toContain('[cli.name_imitates]');
    const silent = await agora([
      'user',
      'create',
      '--community',
      'main',
      '--username',
      'bob',
      '--email',
      'bob@example.com',
    ]);
    expect(silent.stderr).toContain('[cli.password_required]');
    const faulty = await create('Bob!', 'correct horse\n', '--email', 'nowhere');
    expect(faulty).toMatchObject({ code: 64 });
    expect(faulty.stderr).toMatch(/--email: .*--username: /);
    expect(await agora(['user', 'create', '--username', 'bob'])).toMatchObject({ code: 64 });
    expect((await create('bob', 'correct horse\n', '--password', 'correct horse')).stderr).toContain(
      'cli.unknown_option',
    );
    const unknown = await agora(['user', 'list', '--community', 'mian']);
    expect(unknown.stderr).toContain('There is: main.');
    expect((await agora(['user', 'list', '--community', 'main', '--json'])).json()).toMatchObject({
      users: [{ username: 'ada' }],
      more: false,
    });
  });

  test.runIf(process.platform === 'linux' && existsSync('/usr/bin/script'))(
    'asks for the password twice on a terminal, and shows none',
    async () => {
      const words = [
        'user',
        'create',
        '--community',
        'main',
        '--username',
        'bob',
        '--email',
        'bob@example.com',
      ];
      const createByTyping = (first: string, second: string): Promise<CliRun> =>
        runAgoraInTerminal(words, {
          env: env(),
          answers: [
            { after: 'Password', type: `${first}\r` },
            { after: 'The same again', type: `${second}\r` },
          ],
        });
      const differing = await createByTyping('correct horse', 'correct hose');
      expect(differing.stdout).toContain('The two passwords differ');
      const made = await createByTyping('correct horse', 'correct horse');
      expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('a member of main')]);
      expect(made.stdout).not.toContain('horse');
      expect(await logIn('bob@example.com', 'correct horse')).toMatchObject({ login: 200, log: 403 });
    },
  );

  test('gives roles, in the log, and warns when nobody administers any more', async () => {
    const given = await agora(['user', 'role', 'bob', 'MODERATOR', '--community', 'main', '--json']);
    expect(given.json()).toMatchObject({ username: 'bob', before: 'MEMBER', role: 'MODERATOR' });
    expect((await agora(['user', 'role', 'bob', 'MODERATOR', '--community', 'main'])).stderr).toContain(
      'nothing was changed',
    );
    expect(await logIn('bob@example.com', 'correct horse')).toMatchObject({
      log: 200,
      items: [
        { moderator: { username: 'bob' }, details: { from: 'MEMBER', to: 'MODERATOR', by: 'operator' } },
        { moderator: { username: 'ada' } },
      ],
    });
    const last = await agora(['user', 'role', 'ada', 'MEMBER', '--community', 'main']);
    expect(last).toMatchObject({ code: 0 });
    expect(last.stderr).toContain('main has no active administrator');
    expect((await agora(['user', 'role', 'ada', 'ADMIN', '--community', 'main'])).stderr).not.toContain(
      'no active',
    );
    const table = await agora(['user', 'list', '--community', 'main', '--limit', '1']);
    expect(table.stdout).toMatch(/^username +role .*\nada +ADMIN +ACTIVE +ada@example\.com +yes/m);
    expect(table.stderr).toContain('There are more');
  });

  test('gives none to accounts that nobody has proved to be theirs, nor to those that are not there', async () => {
    await withConnection(database.url, (client) =>
      client.query(
        `INSERT INTO users (community_id, id, email, username, display_name)
         SELECT id, gen_random_uuid(), 'eve@example.com', 'eve', 'Eve' FROM communities`,
      ),
    );
    const unproved = await agora(['user', 'role', 'eve', 'ADMIN', '--community', 'main']);
    expect(unproved).toMatchObject({ code: 1 });
    expect(unproved.stderr).toContain('its address was never proved');
    expect((await agora(['user', 'role', 'nobody', 'ADMIN', '--community', 'main'])).stderr).toContain(
      '[cli.unknown_user]',
    );
    const misspelt = await agora(['user', 'role', 'bob', 'ADMNI', '--community', 'main']);
    expect(misspelt).toMatchObject({ code: 64 });
    expect(misspelt.stderr).toContain('Did you mean ADMIN?');
    await withConnection(database.url, (client) => client.query(`DELETE FROM users WHERE username = 'eve'`));
  });

  test('keeps every invariant, and wants the rights of the API, no more and no fewer', async () => {
    expect(await agora(['seed', 'validate'])).toMatchObject({ code: 0 });
    await withTestRole(database.url, async (stranger) => {
      const run = await runAgora(['user', 'list', '--community', 'main'], {
        env: { DATABASE_URL: stranger.url },
      });
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toContain('[cli.no_rights]');
      expect(run.stderr).toContain('GRANT agora_app');
      // With the rights of the API, and no others, all of it works.
      await withConnection(database.url, (client) => client.query(`GRANT agora_app TO ${stranger.name}`));
      const dan = [
        '--username',
        'dan',
        '--email',
        'dan@example.com',
        '--role',
        'MODERATOR',
        '--password-stdin',
      ];
      const made = await runAgora(['user', 'create', '--community', 'main', ...dan], {
        env: { DATABASE_URL: stranger.url },
        input: 'correct horse',
      });
      expect(made).toMatchObject({ code: 0, stdout: 'dan\n' });
      expect(await agora(['seed', 'validate'])).toMatchObject({ code: 0 });
    });
  });
});
