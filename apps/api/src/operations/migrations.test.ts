import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { migrationsDirectory } from '@agora/db/paths';
import { beforeEach, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { useForum } from '../testing/forum.fixture.ts';
import { assertMigrated } from './migrations.ts';

const forum = useForum();
const names = readdirSync(migrationsDirectory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted();

const gate = (environment: string, url = forum.config.database.url): Promise<void> =>
  assertMigrated(
    parseConfig({
      DATABASE_URL: url,
      AGORA_ENV: environment,
      JWT_SECRET: 'x'.repeat(32),
      PUBLIC_URL: 'https://forum.example',
    }),
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
  await expect(gate(environment)).resolves.toBeUndefined();
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

it('development leaves it to agora up', async () => {
  await change('DELETE FROM _prisma_migrations');
  await expect(gate('development')).resolves.toBeUndefined();
});

it('a login that may not read the history is told what it needs', async () => {
  await change(`DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'api_gate_test') THEN
    CREATE ROLE api_gate_test LOGIN PASSWORD 'x'; END IF; END $$`);
  const url = new URL(forum.config.database.url);
  url.username = 'api_gate_test';
  url.password = 'x';
  await expect(gate('production', url.href)).rejects.toMatchObject({
    code: 'api.not_migrated',
    fix: expect.stringContaining('GRANT SELECT'),
  });
});
