import { AgoraError, type EnvironmentPolicy } from '@agora/core';
import { type AgoraConfig, loadAgoraConfig } from '@agora/core/config';
import { loadProject, type Project } from '@agora/migrations';

import type { Context } from '../context/context.ts';

/** A Prisma project with what agora.config.ts says of the environment. */
export interface OpenProject {
  readonly project: Project;
  readonly config: AgoraConfig;
  readonly policy: EnvironmentPolicy;
}

/** Reads prisma.config.ts (`--config`, else the nearest) and agora.config.ts beside or above it. */
export async function openProject(
  context: Pick<Context, 'cwd' | 'configPath' | 'environment'>,
): Promise<OpenProject> {
  const project = await loadProject({ cwd: context.cwd, configPath: context.configPath });
  const config = await loadAgoraConfig(project.root);
  return { project, config, policy: config.environments[context.environment] };
}

/** A database with the migrations that it goes by. */
export interface MigrationTarget {
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  /** Applied migrations that may be missing on disk. */
  readonly forgotten: readonly string[];
}

/**
 * The database of a project, with its migrations.
 * @throws AgoraError `migrations.no_url`
 */
export function migrationTarget(
  { project, config }: Pick<OpenProject, 'project' | 'config'>,
  context: Pick<Context, 'settings'>,
): MigrationTarget {
  return {
    url: projectUrl(project, context),
    directory: project.migrationsDirectory,
    forgotten: config.forgotten,
  };
}

/**
 * The database of a project: its configuration's, else DATABASE_URL.
 * @throws AgoraError `migrations.no_url`
 */
export function projectUrl(project: Project, context: Pick<Context, 'settings'>): string {
  const url = project.url ?? context.settings.DATABASE_URL;
  if (url !== undefined) return url;
  throw new AgoraError({
    code: 'migrations.no_url',
    message: `${project.configPath} names no database.`,
    why: 'It has no datasource.url, and DATABASE_URL is not set.',
    fix: 'Set DATABASE_URL, or datasource: { url: ... } in the file. Without a server: agora db start, then DATABASE_URL="$(agora db url)".',
  });
}
