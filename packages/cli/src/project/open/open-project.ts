import { AgoraError, type EnvironmentChoice, type EnvironmentPolicy, policyOf } from '@agora/core';
import { type AgoraConfig, loadAgoraConfig } from '@agora/core/config';
import { loadProject, type Project } from '@agora/migrations';

import { readDevelopmentBranch, withNamedDatabase } from '@agora/postgres';

import type { Context } from '../../context/context.ts';
import { embeddedDirectory } from '../../context/database.ts';
import { developmentUrl } from '../../context/development-branch.ts';
import { environmentOf } from '../../context/environment.ts';
import type { Output } from '../../output/output.ts';

/** A Prisma project with what agora.config.ts says of the environment. */
export interface OpenProject {
  readonly project: Project;
  readonly config: AgoraConfig;
  /** Of the database, and what said so. */
  readonly environment: EnvironmentChoice;
  readonly policy: EnvironmentPolicy;
}

/**
 * Reads the Prisma project (what options name of it, else the nearest) and agora.config.ts beside or above it.
 * @param options.prisma8 whether the caller can do with the history of Prisma 8
 * @throws AgoraError `migrations.prisma_8`
 */
export async function openProject(
  context: Pick<Context, 'cwd' | 'root' | 'env' | 'projectOptions' | 'environmentOption' | 'settings'>,
  { prisma8 = false }: { readonly prisma8?: boolean } = {},
): Promise<OpenProject> {
  const found = await loadProject({
    cwd: context.cwd,
    env: context.env,
    ...context.projectOptions,
  });
  const project = { ...found, ...urlOf(found, context) };
  if (project.prisma8 === true && !prisma8) throw readsOnly(project);
  const config = await loadAgoraConfig(project.root);
  const environment = environmentOf(context, project.url ?? context.settings.DATABASE_URL);
  return { project, config, environment, policy: policyOf(config.environments, environment) };
}

/** A URL that stands in the configuration itself means the branch, too; one of the command line is meant as it is. */
function urlOf(
  { url }: Project,
  context: Pick<Context, 'root' | 'env' | 'projectOptions' | 'environmentOption'>,
): Pick<Project, 'url'> {
  if (url === undefined || context.projectOptions.url !== undefined) return {};
  return { url: developmentUrl(context, url, () => readDevelopmentBranch(embeddedDirectory(context))) };
}

/** Says in prose which environment counts, and why. */
export function noteEnvironment(out: Pick<Output, 'note'>, { name, why }: EnvironmentChoice): void {
  out.note(`environment: ${name} (${why})`);
}

function readsOnly({ migrationsDirectory }: Project): AgoraError {
  return new AgoraError({
    code: 'migrations.prisma_8',
    message: 'This is a project of Prisma 8, and of its history agora reads the status only.',
    why: `Its migrations are operations, not SQL (${migrationsDirectory}/<space>/<name>/migration.json), and it records them with hashes in the schema prisma_contract: what agora wrote there would be wrong to it.`,
    fix: 'agora migrate status shows what is applied; npx prisma migration plan and npx prisma db migrate do the rest.',
  });
}

/** A database with the migrations that it goes by. */
interface MigrationTarget {
  readonly url: string;
  /** The migrations folder. */
  readonly directory: string;
  /** Applied migrations that may be missing on disk. */
  readonly forgotten: readonly string[];
  /** Tables that others manage. */
  readonly externalTables: readonly string[];
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
    externalTables: project.external?.tables ?? [],
  };
}

/**
 * The database of a project: its own, else DATABASE_URL where the project names no variable.
 * @throws AgoraError `migrations.no_url`, `postgres.invalid_url`
 */
export function projectUrl(project: Project, context: Pick<Context, 'settings'>): string {
  const { url, urlVariable, configPath = 'The command line' } = project;
  if (url !== undefined) return withNamedDatabase(url);
  const { DATABASE_URL } = context.settings;
  if (DATABASE_URL !== undefined && urlVariable === undefined) return withNamedDatabase(DATABASE_URL);
  const variable = urlVariable ?? 'DATABASE_URL';
  throw new AgoraError({
    code: 'migrations.no_url',
    message:
      urlVariable === undefined
        ? `${configPath} names no database.`
        : `${configPath} has its database in the environment variable ${urlVariable}, and it is not set.`,
    why:
      urlVariable === undefined
        ? 'It has no datasource.url, and DATABASE_URL is not set.'
        : 'Neither the environment has it, nor a .env file of the project.',
    fix: `Set ${variable}, in .env for example, or name the database: --url postgresql://... Without a server: agora db start, then --url "$(agora db url)".`,
  });
}
