import { parseConfig, startServer } from '@agora/api';
import { migrationsDirectory } from '@agora/db/paths';
import { type CliRun, createTestDatabase, migratedTemplate, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../agora.fixture.ts';

const password = 'a quiet corner of the orchard';
let database: TestDatabase;
let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  await agora(['seed', '--profile', 'minimal']);
  const named = ['--username', 'health', '--email', 'health@example.com', '--password-stdin'];
  await agora(['user', 'create', '--community', 'main', ...named], {}, password);
  const settings = { DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'silent' };
  server = await startServer({ config: parseConfig(settings) });
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const agora = (
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<CliRun> =>
  runAgora(words, {
    env: { DATABASE_URL: database.url, AGORA_ENV: 'development', ...env },
    ...(input === undefined ? {} : { input }),
  });

interface Check {
  readonly group: string;
  readonly name: string;
  readonly outcome: string;
}

/** What health says of each request of the forum's own configuration. */
async function requests(env: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const run = await agora(['health', '--json'], env);
  expect(run.stdout + run.stderr).not.toContain(password);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form of `agora health --json`
  const { checks } = run.json() as { checks: readonly Check[] };
  const asked = checks.filter(({ group }) => group === 'requests');
  return Object.fromEntries(asked.map(({ name, outcome }) => [name, outcome]));
}

test('health asks for the API, a list of posts and a log-in, where the settings say where', async () => {
  const HEALTH_URL = `${server.url}/`;
  const account = { HEALTH_EMAIL: 'health@example.com', HEALTH_PASSWORD: password };
  expect(await requests({ HEALTH_URL })).toEqual({ 'the API': 'green', 'a list of posts': 'green' });
  expect(await requests({ HEALTH_URL, ...account })).toEqual({
    'the API': 'green',
    'a list of posts': 'green',
    'a log-in': 'green',
  });
  expect(await requests({ HEALTH_URL, ...account, HEALTH_PASSWORD: 'another' })).toMatchObject({
    'a list of posts': 'green',
    'a log-in': 'red',
  });
});
