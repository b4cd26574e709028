import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { AgoraError } from '@agora/core';

const run = promisify(execFile);

/**
 * Names of the migrations whose files differ from a git ref: added, edited, or not committed yet.
 *
 * @param directory the migrations folder, inside a git working tree
 * @param ref a branch, tag or commit; what it has gained since this branch left it does not count
 * @throws AgoraError `migrations.bad_ref`
 */
export async function changedSince(directory: string, ref: string): Promise<ReadonlySet<string>> {
  const base = (await git(directory, ref, ['merge-base', ref, 'HEAD'])).trim();
  const changed = await git(directory, ref, ['diff', '--name-only', '--relative', '-z', base, '--', '.']);
  const untracked = await git(directory, ref, [
    'ls-files',
    '--others',
    '--exclude-standard',
    '-z',
    '--',
    '.',
  ]);
  const paths = [...changed.split('\0'), ...untracked.split('\0')];
  return new Set(paths.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''));
}

/**
 * Runs git where the migrations are.
 * @param ref what the caller asked about, named in the error
 * @throws AgoraError `migrations.bad_ref`
 */
export async function git(directory: string, ref: string, args: readonly string[]): Promise<string> {
  // An option in the place of a ref would be obeyed.
  if (ref.startsWith('-')) throw badRef(ref, 'it begins with a dash');
  try {
    const { stdout } = await run('git', ['-C', directory, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw badRef(ref, words, error);
  }
}

function badRef(ref: string, why: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.bad_ref',
    message: `git knows no "${ref}" that this branch comes from.`,
    why,
    fix: 'Name a branch, tag or commit, for example origin/main; in CI, fetch it first (fetch-depth: 0).',
    cause,
  });
}
