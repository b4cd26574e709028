import { isAgoraError } from '@agora/core';
import { findDrift, type Project, ProofLock, readFolder } from '@agora/migrations';

import type { Context } from '../../../context/context.ts';
import { migrationTarget, type OpenProject, projectUrl } from '../../../project/open/open-project.ts';
import { otherServer, standingScratchOptions } from '../../../project/scratch/scratch-server.ts';
import type { Examined, Files } from '../examined.ts';
import { readDatabase } from './database.ts';
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
  const url = urlOf(project, context);
  const external = [...(project.external?.tables ?? [])];
  const database =
    url === undefined
      ? undefined
      : await readDatabase({ url, folder, forgotten: config.forgotten, external });
  const deep = options.deep && database?.answers === true;
  return {
    machine: await readMachine(context.root),
    environment,
    policy,
    files: {
      ...(await readFiles(project, folder, context.root)),
      unproven: database?.answers === true ? await readUnproven() : undefined,
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

/** Undefined where none is configured: that is a finding, and no fault of the reading. */
function urlOf(project: Project, context: Context): string | undefined {
  try {
    return projectUrl(project, context);
  } catch (error) {
    if (isAgoraError(error) && error.code === 'migrations.no_url') return undefined;
    throw error;
  }
}
