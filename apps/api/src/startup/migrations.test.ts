import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { migrationsDirectory } from '@agora/db/paths';
import { withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseConfig } from '../config.ts';
import { startServer } from '../start-server.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { patient, patientConnectMs } from '../testing/patience.fixture.ts';
import { assertMigrated } from './migrations.ts';

const forum = useForum();
const names = readdirSync(migrationsDirectory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted();

const gate = (
  environment: string,
  url = forum.config.database.directUrl,
  said: string[] = [],
): ReturnType<typeof assertMigrated> =>
  assertMigrated(
    parseConfig({
      ...patient,
      DATABASE_URL: url,
      AGORA_ENV: environment,
      JWT_SECRET: 'x'.repeat(32),
      PUBLIC_URL: 'https://forum.example',
      MAIL_URL: 'none',
    }),
    (line) => said.push(line),
  );

/** The history as Prisma would have written it: every migration applied. */
beforeEach(() =>
  forum.asOwner(async (client) => {
    await client.query(`DROP TABLE IF EXISTS _prisma_migrations;
      CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
        finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
    for (const [index, name] of names.entries()) {
      const bytes = readFileSync(path.join(migrationsDirectory, name, 'migration.sql'));
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, '2026-11-21'::timestamptz + $4 * interval '1 s', now(), 1)`,
        [String(index), createHash('sha256').update(bytes).digest('hex'), name, index],
      );
    }
  }),
);

const change = (sql: string): Promise<unknown> => forum.asOwner((client) => client.query(sql));
const last = names.at(-1);

it.each(['staging', 'production'])('%s starts on a database with every migration', async (environment) => {
  await expect(gate(environment)).resolves.toBe('as-found');
});

it.each<[string, string, RegExp]>([
  ['pending', `DELETE FROM _prisma_migrations WHERE migration_name = '${last}'`, /not applied yet/],
  [
    'failed',
    `UPDATE _prisma_migrations SET finished_at = NULL, logs = 'broken' WHERE migration_name = '${last}'`,
    /half-way/,
  ],
  ['unknown', `UPDATE _prisma_migrations SET checksum = 'edited' WHERE migration_name = '${last}'`, /./],
  [
    'foreign',
    `UPDATE _prisma_migrations SET migration_name = '20200101000000_theirs' WHERE migration_name = '${last}'`,
    /./,
  ],
])('production refuses a %s migration with one clear message', async (_what, sql, message) => {
  await change(sql);
  await expect(gate('production')).rejects.toMatchObject({
    code: 'api.not_migrated',
    message: expect.stringMatching(message),
    fix: expect.stringContaining('agora migrate'),
  });
});

/** A migration of a newer version, which this build does not have. */
async function deployNewer(text: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora newer '));
  try {
    await cp(migrationsDirectory, folder, { recursive: true });
    await mkdir(path.join(folder, '99990101000000_newer'));
    await writeFile(path.join(folder, '99990101000000_newer', 'migration.sql'), text);
    withLoader();
    const deployer = createRequire(import.meta.filename).resolve('@agora/migrations/deployer');
    const call = [...process.execArgv, deployer, 'deploy', '--migrations', folder];
    const env = { ...process.env, DATABASE_URL: forum.config.database.directUrl, AGORA_ENV: 'development' };
    await promisify(execFile)(process.execPath, call, { env });
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('production starts on a database that is ahead by what is marked compatible, and says so when asked', async () => {
  await deployNewer('-- agora: compatible\nSELECT 1;');
  await expect(gate('production')).resolves.toBe('as-found');
  const answer = await forum.app.inject({ url: '/health/ready' });
  expect(answer.json()).toMatchObject({ schema: { migration: last, ahead: ['99990101000000_newer'] } });
});

it('production refuses a database that is ahead otherwise', async () => {
  await deployNewer('SELECT 1;');
  await expect(gate('production')).rejects.toMatchObject({ code: 'api.not_migrated' });
});

it('development goes on with a history that it does not know, and says so', async () => {
  await change("UPDATE _prisma_migrations SET checksum = 'edited'");
  const said: string[] = [];
  await gate('development', undefined, said);
  expect(said).toEqual([expect.stringContaining('not where this build wants it')]);
});

/** Under test the deployer is a source, too, for which a plain Node needs a loader. */
const withLoader = (): unknown =>
  vi.stubEnv('NODE_OPTIONS', `--import ${pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href}`);
afterEach(() => void vi.unstubAllEnvs());

it('development applies what is pending, from an empty database on', async () => {
  withLoader();
  const database = await createTestDatabase();
  try {
    const said: string[] = [];
    await expect(gate('development', database.url, said)).resolves.toBe('applied');
    expect(said).toEqual([expect.stringMatching(new RegExp(`^Applying .*${last}\\.$`))]);
    await expect(gate('production', database.url)).resolves.toBe('as-found');
  } finally {
    await database.drop();
  }
});

it('development starts on an empty database: its role is checked again once the tables are there', async () => {
  withLoader();
  const database = await createTestDatabase();
  try {
    const server = await startServer({
      config: parseConfig({ ...patient, DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'silent' }),
    });
    const { status } = await fetch(`${server.url}/communities`);
    await server.close();
    expect(status).toBe(200);
  } finally {
    await database.drop();
  }
});

it('development says what kept it from applying', async () => {
  withLoader();
  const database = await createTestDatabase();
  try {
    await withConnection({ url: database.url, connectTimeoutMs: patientConnectMs }, (client) =>
      client.query('CREATE SCHEMA app; CREATE TYPE user_role AS ENUM ()'),
    );
    await expect(gate('development', database.url)).rejects.toMatchObject({
      code: 'api.not_migrated',
      why: expect.stringContaining('already exists'),
    });
  } finally {
    await database.drop();
  }
});

it('a login that may not read the history is told what it needs', async () => {
  // Roles are the whole server's, where the same test of another run may have one at the same time.
  const role = `api_gate_test_${randomUUID().replaceAll('-', '')}`;
  await change(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  try {
    // A pooler of tests makes everybody one user.
    const url = new URL(forum.config.database.directUrl);
    url.username = role;
    url.password = 'x';
    await expect(gate('production', url.href)).rejects.toMatchObject({
      code: 'api.not_migrated',
      fix: expect.stringContaining('GRANT SELECT'),
    });
  } finally {
    await change(`DROP ROLE ${role}`);
  }
});
