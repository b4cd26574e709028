import { migrationsDirectory } from '@agora/db';
import { withConnection } from '@agora/postgres';
import {
  type CliRun,
  createTestDatabase,
  migratedTemplate,
  type TestDatabase,
  withTestRole,
} from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../agora.fixture.ts';

const id = '11111111-1111-1111-1111-111111111111';
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  await withConnection(database.url, (client) =>
    client.query(
      `INSERT INTO communities (id, slug, name, settings) VALUES ($1, 'techcorp', 'TechCorp', '{"theme": "blue"}')`,
      [id],
    ),
  );
});
afterAll(() => database.drop());

const agora = (...words: string[]): Promise<CliRun> =>
  runAgora(['maintenance', ...words], { env: { DATABASE_URL: database.url } });
const settings = (): Promise<unknown> =>
  withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ settings: unknown }>('SELECT settings FROM communities');
    return rows[0]?.settings;
  });

test('switches a community by slug or id, tells its mode, and leaves its other settings alone', async () => {
  expect((await agora('techcorp', '--json')).json()).toEqual({
    community: 'techcorp',
    mode: 'off',
    message: null,
  });
  const closed = await agora('techcorp', '--mode', 'closed', '--message', `It's "noon"`);
  expect(closed.code).toBe(0);
  expect(closed.stdout).toContain('closed');
  expect(await settings()).toEqual({
    theme: 'blue',
    maintenance: { mode: 'closed', message: `It's "noon"` },
  });
  expect((await agora(id, '--mode', 'read-only', '--json')).json()).toMatchObject({
    mode: 'read-only',
    message: null,
  });
  expect((await agora('techcorp', '--mode', 'off')).code).toBe(0);
  expect(await settings()).toEqual({ theme: 'blue' });
});

test('knows what there is not', async () => {
  const unknown = await agora('teccorp', '--mode', 'closed');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('cli.unknown_community');
  expect(unknown.stderr).toContain('There is: techcorp.');
  expect(unknown.stderr).toContain('agora maintenance techcorp --mode closed');
  expect((await agora('techcorp', '--mode', 'sideways')).code).toBe(64);
  expect(await agora('techcorp', '--message', 'x')).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('cli.invalid_value'),
  });
});

test('says that the database is not migrated, and that the login may not', async () => {
  const bare = await createTestDatabase();
  try {
    const run = await runAgora(['maintenance', 'techcorp'], { env: { DATABASE_URL: bare.url } });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/\[cli\.(not_migrated|no_rights)\]/);
  } finally {
    await bare.drop();
  }
  await withTestRole(database.url, async (stranger) => {
    const run = await runAgora(['maintenance', 'techcorp'], { env: { DATABASE_URL: stranger.url } });
    expect(run.stderr).toContain('GRANT agora_loader');
  });
});
