import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { AgoraError, isAgoraError } from '@agora/core';
import {
  type DevelopmentBranch,
  embeddedStatus,
  parseDatabaseUrl,
  readDevelopmentBranch,
  serverName,
  unbranchedUrl,
} from '@agora/postgres';

import type { Context } from '../../../context/context.ts';
import { embeddedDirectory, openDatabase } from '../../../context/database.ts';
import { environmentOf } from '../../../context/environment.ts';

/** The development database, as its URL names it. */
export interface Development {
  readonly url: string;
  /** Where what was switched to is remembered. */
  readonly directory: string;
  /** What was switched to; undefined for the development database itself. */
  readonly current: DevelopmentBranch | undefined;
}

/**
 * The development database of DATABASE_URL, of the project, or of the embedded server, which is started.
 * @throws AgoraError `cli.branch_refused` outside development
 */
export async function openDevelopment(context: Context): Promise<Development> {
  const directory = embeddedDirectory(context);
  const current = readDevelopmentBranch(directory);
  const named = context.settings.DATABASE_URL ?? (await urlOfProject(context));
  const environment = environmentOf(context, named);
  if (environment.name !== 'development') {
    throw new AgoraError({
      code: 'cli.branch_refused',
      message: `Branches are for development, and this is ${environment.name} (${environment.why}).`,
      why: 'A branch is a copy with everything in it, and which one is meant is remembered on this machine alone.',
      fix: 'Name the development database: DATABASE_URL, or --url with --env development',
    });
  }
  const url = named ?? (await openDatabase(context, context.out.note)).url;
  return { url: unbranchedUrl(url, current), directory, current };
}

const NO_PROJECT = new Set<string>(['migrations.no_config', 'migrations.no_schema', 'migrations.no_url']);

/** Undefined where there is no project, or it names no database. */
async function urlOfProject(context: Context): Promise<string | undefined> {
  const { openProject } = await import('../../../project/open/open-project.ts');
  try {
    return (await openProject(context, { prisma8: true })).project.url;
  } catch (error) {
    if (isAgoraError(error) && NO_PROJECT.has(error.code)) return undefined;
    throw error;
  }
}

/** By which names the server of a URL is known: the embedded one changes its port. */
export async function serversOf({ url, directory }: Development): Promise<readonly string[]> {
  const own = serverName(url);
  const embedded = await embeddedStatus({ directory });
  return embedded.running && serverName(embedded.url) === own ? [own, 'embedded'] : [own];
}

/** Whether a branch is the one that is meant now. */
export function isCurrent({ current }: Development, database: string): boolean {
  return current?.database === database;
}

/** The name of the development database among its branches. */
export function nameOf(url: string): string {
  return parseDatabaseUrl(url).database;
}

/** The git branch that is checked out where the person stands; undefined for none. */
export async function gitBranch(context: Pick<Context, 'cwd' | 'env'>): Promise<string | undefined> {
  try {
    // In a hook git names its folder from where the hook began, which may be another.
    const { GIT_DIR: _, ...env } = context.env;
    const words = ['-C', context.cwd, 'symbolic-ref', '--quiet', '--short', 'HEAD'];
    return (await promisify(execFile)('git', words, { env })).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
