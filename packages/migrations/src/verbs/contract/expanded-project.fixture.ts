import path from 'node:path';

import { testServerUrl } from '@agora/testkit';

import { makeOnline } from '../../online/make-online.ts';
import type { Project } from '../../prisma/project.ts';
import { makeScript } from '../../project/folder.ts';
import type { FixtureProject } from '../../temporary-project.fixture.ts';
import { deploy } from '../deploy.ts';

/** The first migration of the project. */
export const INIT_NAME = '20240101000000_init';
const NAME = '20240201000000_change';

/**
 * Writes what a change becomes into a project without migrations, after a first one; only that is deployed.
 * @returns the project, and the names of the change's migrations
 */
export async function expandInto(
  fixture: FixtureProject,
  init: string,
  change: string,
): Promise<{ readonly project: Project; readonly parts: readonly string[] }> {
  const { directory, root, url } = fixture;
  await fixture.write({ [INIT_NAME]: { up: init } });
  await deploy({ url, directory });
  const made = (name: string, sql: string) => ({
    name,
    directory: path.join(directory, name),
    up: makeScript(path.join(directory, name, 'migration.sql'), sql),
  });
  const { reports } = await makeOnline({
    adminUrl: await testServerUrl(),
    migrations: [made(INIT_NAME, init), made(NAME, change)],
    isChosen: ({ name }) => name === NAME,
  });
  const parts = reports[0]?.parts ?? [];
  await fixture.write(
    Object.fromEntries(
      parts.map(({ name, up, down, backfill }) => [
        name,
        {
          up: up.raw,
          ...(down === undefined ? {} : { down: down.raw }),
          ...(backfill?.kind === 'sql' ? { 'backfill.sql': backfill.script.raw } : {}),
        },
      ]),
    ),
  );
  const schemaPath = path.join(root, 'prisma', 'schema.prisma');
  const config = { configPath: path.join(root, 'prisma.config.ts'), schemaPath, schemaFiles: [schemaPath] };
  return {
    project: { root, ...config, migrationsDirectory: directory, url },
    parts: parts.map(({ name }) => name),
  };
}
