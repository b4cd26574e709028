import { randomBytes } from 'node:crypto';
import { openToken, sealToken, type TokenKeys } from '@agora/api/accounts';
import { migrationsDirectory } from '@agora/db';
import { type Client, withConnection } from '@agora/postgres';
import { type CliRun, createTestDatabase, migratedTemplate, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora, startAgora } from '../../agora.fixture.ts';

const [here, there] = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];
const ada = '33333333-3333-3333-3333-333333333333';
const keys = new Map([1, 2, 3].map((version) => [version, randomBytes(32)]));
const only = (version: number): TokenKeys => new Map([[version, keys.get(version)!]]);
/** As `OAUTH_TOKEN_KEYS` has them. */
const written = (...versions: number[]): string =>
  versions.map((version) => `${version}:${keys.get(version)!.toString('base64')}`).join(',');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  await inDatabase(async (client) => {
    await client.query(`
      INSERT INTO communities (id, slug, name) VALUES ('${here}', 'here', 'Here'), ('${there}', 'there', 'There');
      INSERT INTO users (community_id, id, email, username, display_name) SELECT id, '${ada}', 'a@example.com', 'ada', 'Ada' FROM communities`);
    // More than one batch, and what holds one token or none.
    for (const [community, accounts] of [
      [here, 450],
      [there, 2],
    ] as const)
      for (let n = 0; n < accounts; n += 1)
        await insertAccount(client, { community, name: `user ${n}`, version: 1 });
    await client.query(
      `INSERT INTO oauth_accounts (community_id, id, user_id, provider, provider_account_id, key_version)
       VALUES ($1, gen_random_uuid(), $2, 'github', 'without tokens', 1)`,
      [here, ada],
    );
    await client.query(
      `INSERT INTO oauth_grants (community_id, id, purpose, state_hash, code_hash, code_challenge, provider, provider_account_id,
         email_verified, handle, display_name, key_version, created_at, expires_at, refresh_token)
       VALUES ($1, gen_random_uuid(), 'LOGIN', sha256('s'), sha256('c'), repeat('x', 43), 'github', 'g', true, 'g', 'G', 1, now() - interval '1 day', now(), $2)`,
      [there, sealToken(only(1), 'refresh g')],
    );
    await client.query(
      `INSERT INTO two_factors (community_id, user_id, secret, key_version) VALUES ($1, $2, $3, 1)`,
      [there, ada, sealToken(only(1), 'secret')],
    );
  });
});
afterAll(() => database.drop());

const inDatabase = <T>(use: (client: Client) => Promise<T>): Promise<T> => withConnection(database.url, use);
const insertAccount = (
  client: Client,
  {
    community,
    name,
    version,
  }: { readonly community: string; readonly name: string; readonly version: number },
): Promise<unknown> =>
  client.query(
    `INSERT INTO oauth_accounts (community_id, id, user_id, provider, provider_account_id, access_token, refresh_token, key_version)
     VALUES ($1, gen_random_uuid(), $2, 'github', $3, $4, $5, $6)`,
    [
      community,
      ada,
      name,
      sealToken(only(version), `access ${name}`),
      sealToken(only(version), `refresh ${name}`),
      version,
    ],
  );
const env = (...versions: number[]) => ({
  DATABASE_URL: database.url,
  OAUTH_TOKEN_KEYS: written(...versions),
});
const agora = (versions: readonly number[], ...words: string[]): Promise<CliRun> =>
  runAgora(['secrets', 'rotate', ...words], { env: env(...versions) });
/** How many rows there are under each version. */
const versions = (): Promise<object[]> =>
  inDatabase(async (client) => {
    const { rows } = await client.query<object>(
      `SELECT key_version AS version, count(*)::int AS rows FROM (SELECT key_version, access_token, refresh_token FROM oauth_accounts
         UNION ALL SELECT key_version, access_token, refresh_token FROM oauth_grants
         UNION ALL SELECT key_version, secret, NULL FROM two_factors) all_rows
       WHERE coalesce(access_token, refresh_token) IS NOT NULL GROUP BY 1 ORDER BY 1`,
    );
    return rows;
  });

test('refuses without the keys that rows name, and tells versions and counts, never keys', async () => {
  const missing = await agora([2]);
  expect(missing).toMatchObject({ code: 1, stdout: '' });
  expect(missing.stderr).toContain('cli.missing_token_key');
  expect(missing.stderr).toContain('version 1: 454 rows');
  expect(missing.stderr).not.toContain(written(2).slice(2));
  const none = await runAgora(['secrets', 'rotate'], { env: { DATABASE_URL: database.url } });
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('cli.no_token_keys') });
  expect(await versions()).toEqual([{ version: 1, rows: 454 }]);
});

test('seals everything anew while the API writes, and says what is left', async () => {
  const rehearsed = await agora([2, 1], '--dry-run', '--json');
  expect([rehearsed.code, rehearsed.json()]).toEqual([
    2,
    expect.objectContaining({ newest: 2, resealed: 0, left: 454, dryRun: true }),
  ]);
  expect(await versions()).toEqual([{ version: 1, rows: 454 }]);

  // Somebody links the provider again, with an API that has only the older key, while the row is about to be written.
  const running = await inDatabase(async (client) => {
    await client.query('BEGIN');
    await client.query(
      "UPDATE oauth_accounts SET access_token = $1 WHERE provider_account_id = 'user 7' AND community_id = $2",
      [sealToken(only(1), 'newer'), here],
    );
    const started = startAgora(['secrets', 'rotate', '--json'], { env: env(1, 2) });
    await expect
      .poll(
        () =>
          inDatabase(async (watching) => {
            const { rows } = await watching.query(
              "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'agora-upkeep' AND wait_event_type = 'Lock'",
            );
            return rows.length;
          }),
        { timeout: 60_000 },
      )
      .toBe(1);
    await client.query('COMMIT');
    return started;
  });
  const first = await running.ended;
  expect([first.code, first.json()]).toEqual([
    2,
    expect.objectContaining({ resealed: 453, left: 1, unreadable: 0 }),
  ]);
  const again = await agora([1, 2]);
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('older keys can go')]);
  expect(await versions()).toEqual([{ version: 2, rows: 454 }]);

  const { rows } = await inDatabase((client) =>
    client.query<{ name: string; access: string; refresh: string }>(
      'SELECT provider_account_id AS name, access_token AS access, refresh_token AS refresh FROM oauth_accounts WHERE access_token IS NOT NULL',
    ),
  );
  expect(rows).toHaveLength(452);
  for (const { name, access, refresh } of rows) {
    expect(openToken(only(2), 2, refresh)).toBe(`refresh ${name}`);
    expect([`access ${name}`, 'newer']).toContain(openToken(only(2), 2, access));
  }
  const secret = await inDatabase(async (client) => {
    const found = await client.query<{ secret: string }>('SELECT secret FROM two_factors');
    return found.rows[0]?.secret ?? '';
  });
  expect(openToken(only(2), 2, secret)).toBe('secret');
  expect(rows.filter(({ access }) => openToken(only(2), 2, access) === 'newer')).toHaveLength(1);
});

test('leaves what its key does not open, and says so', async () => {
  await inDatabase((client) => insertAccount(client, { community: there, name: 'other key', version: 3 }));
  await inDatabase((client) =>
    client.query("UPDATE oauth_accounts SET key_version = 1 WHERE provider_account_id = 'other key'"),
  );
  const run = await agora([2, 1], '--json');
  expect([run.code, run.json()]).toEqual([
    2,
    expect.objectContaining({ resealed: 0, left: 1, unreadable: 1 }),
  ]);
  expect(run.stderr).toContain('cannot be opened');
  expect(await versions()).toEqual([
    { version: 1, rows: 1 },
    { version: 2, rows: 454 },
  ]);
});
