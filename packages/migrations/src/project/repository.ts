import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { AgoraError } from '@agora/core';

import type { Project } from '../prisma/project.ts';

const run = promisify(execFile);

/**
 * What stands before a folder's paths at the top of its git repository, as in `packages/db/`: annotations and code
 * scanning want paths from there. Empty at the top, and outside any repository.
 */
export async function repositoryPrefix(folder: string): Promise<string> {
  try {
    return (await run('git', ['-C', folder, 'rev-parse', '--show-prefix'])).stdout.trim();
  } catch {
    return '';
  }
}

/** What is staged for the next commit, as far as it concerns migrations. */
export interface Staged {
  /** Whether anything is: of the migrations folder, or of the Prisma schema. */
  readonly any: boolean;
  /** Names of migrations with staged files. */
  readonly migrations: ReadonlySet<string>;
  /** Of those: whose files on disk are no longer what is staged. */
  readonly differing: readonly string[];
}

/**
 * Reads what is staged.
 * @throws AgoraError `migrations.not_in_git`
 */
export async function readStaged({
  schemaPath,
  migrationsDirectory,
}: Pick<Project, 'schemaPath' | 'migrationsDirectory'>): Promise<Staged> {
  const migrations = await namesIn(migrationsDirectory, ['--cached']);
  const differing = await namesIn(migrationsDirectory, []);
  const schema =
    schemaPath === undefined
      ? []
      : await paths(path.dirname(schemaPath), ['--cached'], path.basename(schemaPath));
  return {
    any: migrations.size > 0 || schema.length > 0,
    migrations,
    differing: [...migrations].filter((name) => differing.has(name)),
  };
}

async function namesIn(directory: string, more: readonly string[]): Promise<ReadonlySet<string>> {
  const folder = path.basename(directory);
  const files = await paths(path.dirname(directory), more, folder);
  const parts = files.map((file) => file.split('/')).filter(({ length }) => length > 2);
  return new Set(parts.map(([, name = '']) => name));
}

/** Paths that differ, from `folder`, which may lack what is looked for. */
async function paths(folder: string, more: readonly string[], what: string): Promise<readonly string[]> {
  const args = ['-C', folder, 'diff', ...more, '--name-only', '--relative', '-z', '--', what];
  const { stdout } = await run('git', args, { maxBuffer: 64 * 1024 * 1024 }).catch((cause: unknown) => {
    throw new AgoraError({
      code: 'migrations.not_in_git',
      message: `What is staged in ${folder} cannot be read.`,
      why: cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause),
      fix: 'Run it in a git repository, or without --staged.',
      cause,
    });
  });
  return stdout.split('\0').filter((file) => file !== '');
}
