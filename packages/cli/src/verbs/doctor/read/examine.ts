import { findDrift, type Project, ProofLock, readFolder } from '@agora/migrations';

import type { Context } from '../../../context/context.ts';
import { migrationTarget, type OpenProject, projectUrl } from '../../../project/open/open-project.ts';
import { otherServer, standingScratchOptions } from '../../../project/scratch/scratch-server.ts';
import type { Database, Examined, Files } from '../examined.ts';
import { readDatabase, type Target, unanswered } from './database.ts';
import { readFiles } from './files.ts';
import { readMachine } from './machine.ts';

/** Reads everything that the checks decide on. Writes nothing; `deep` replays the history in a temporary database. */
export async function examine(
  context: Context,
  opened: OpenProject,
  options: { readonly deep: boolean; readonly server: string | undefined },
): Promise<Examined> {
  const { project, config, environment, policy } = opened;
  const folder = await readFolder(project.migrationsDirectory);
  const external = [...(project.external?.tables ?? [])];
  const database = await read(project, context, { folder, forgotten: config.forgotten, external });
  const deep = options.deep && database.answers;
  return {
    machine: await readMachine(context.root),
    environment,
    policy,
    files: {
      ...(await readFiles(project, folder, context.root)),
      unproven: database.answers ? await readUnproven() : undefined,
    },
    database,
    drift: deep ? await readDrift() : undefined,
  };

  async function readUnproven(): Promise<Files['unproven']> {
    const scratch = await standingScratchOptions(project, context, options.server);
    if (scratch === undefined) return undefined;
    const lock = await ProofLock.open(project.migrationsDirectory, folder.migrations, scratch);
    return folder.migrations
      .filter((migration) => migration.down !== undefined && lock.recall(migration) === undefined)
      .map(({ name }) => name);
  }

  async function readDrift(): Promise<readonly string[]> {
    const { differences } = await findDrift({
      ...migrationTarget(opened, context),
      adminUrl: await otherServer(project, options.server),
      ignore: config.drift.ignore,
      project,
    });
    return differences;
  }
}

/** One that nobody has named is what was found, and no fault of the reading. */
async function read(project: Project, context: Context, target: Omit<Target, 'url'>): Promise<Database> {
  let url: string;
  try {
    url = projectUrl(project, context);
  } catch (error) {
    return unanswered(error, undefined);
  }
  return readDatabase({ ...target, url });
}
