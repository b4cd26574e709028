import path from 'node:path';

import { testServerUrl } from '@agora/testkit';

import { makeOnline } from '../../online/make-online.ts';
import type { Project } from '../../prisma/project.ts';
import { makeScript } from '../../project/folder.ts';
import { fixtureProject, type FixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';

const NAME = '20240201000000_change';

/** A project with what the change becomes on disk, and only the beginning deployed. */
export async function projectWith(
  init: string,
  change: string,
): Promise<{ fixture: FixtureProject; project: Project; parts: number }> {
  const fixture = await fixtureProject({ '20240101000000_init': { up: init } });
  const { directory, root, url } = fixture;
  await deploy({ url, directory });
  const made = (name: string, sql: string) => ({
    name,
    directory: path.join(directory, name),
    up: makeScript(path.join(directory, name, 'migration.sql'), sql),
  });
  const { reports } = await makeOnline({
    adminUrl: await testServerUrl(),
    migrations: [made('20240101000000_init', init), made(NAME, change)],
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
  return { fixture, project: { root, ...config, migrationsDirectory: directory, url }, parts: parts.length };
}
