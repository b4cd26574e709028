import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ENVIRONMENTS, type Environment, type EnvironmentPolicy } from '@agora/core';
import { makeConfig } from '@agora/core/config';
import { deploy } from '@agora/migrations';
import { withConnection } from '@agora/postgres';
import { createTestDatabase } from '@agora/testkit';
import { onTestFinished } from 'vitest';

import type { ResetInput } from './reset/reset.ts';

/** A migrations folder with a database, both removed after the test. */
export interface FixtureProject extends Pick<ResetInput, 'url' | 'directory' | 'policy'> {
  readonly root: string;
  /** Writes `migration.sql` of each. */
  write(migrations: Readonly<Record<string, string>>): Promise<void>;
  /** A script for node, as a seed command. */
  readonly seedScript: (code: string) => Promise<NonNullable<ResetInput['seed']>>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Whether a table, view or other relation is there. */
  readonly has: (relation: string) => Promise<boolean>;
}

/** The table of environments, with locks that are given up soon. */
export function policyOf(name: Environment): EnvironmentPolicy {
  const settings = { lockTimeoutMs: 100, lockAttempts: 2 };
  const environments = Object.fromEntries(ENVIRONMENTS.map((one) => [one, settings]));
  return makeConfig({ environments }).environments[name];
}

/** Makes a project and deploys it. */
export async function fixtureProject(migrations: Readonly<Record<string, string>>): Promise<FixtureProject> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const root = await mkdtemp(path.join(tmpdir(), 'agora operations '));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const directory = path.join(root, 'migrations');
  const query: FixtureProject['query'] = (sql) =>
    withConnection(database.url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
  const project: FixtureProject = {
    root,
    directory,
    url: database.url,
    policy: policyOf('development'),
    query,
    async write(more) {
      for (const [name, sql] of Object.entries(more)) {
        await mkdir(path.join(directory, name), { recursive: true });
        await writeFile(path.join(directory, name, 'migration.sql'), sql);
      }
    },
    async seedScript(code) {
      await writeFile(path.join(root, 'seed.mjs'), code);
      return {
        command: 'node seed.mjs',
        cwd: root,
        env: { PATH: process.env['PATH'], DATABASE_URL: database.url },
      };
    },
    async has(relation) {
      const [row] = await query(`SELECT to_regclass('${relation}') IS NOT NULL AS there`);
      return row?.['there'] === true;
    },
  };
  await mkdir(directory);
  await project.write(migrations);
  await deploy({ url: database.url, directory });
  return project;
}
