import path from 'node:path';

import { directivesOf } from '../../project/directives.ts';
import type { Migration, MigrationsFolder } from '../../project/folder.ts';
import { git } from '../../project/changed-since.ts';
import type { Problem } from './problem.ts';

/** The migrations of a branch as git sees them against a base branch. */
interface BaseComparison {
  /** Migrations that the base branch does not have. */
  readonly own: readonly string[];
  /** Migrations that the base branch gained since this one left it, and that are not here. */
  readonly theirs: readonly string[];
  /** The last migration of the base branch. */
  readonly lastOfBase?: string;
  /** Scripts of the base that are other here: path below the folder -> how. */
  readonly touched: ReadonlyMap<string, 'edited' | 'deleted'>;
}

/**
 * Compares the folder on disk, committed or not, with a base branch. Reads only.
 * @throws AgoraError `migrations.bad_ref` when git knows no such ref, or the folder is not in a repository
 */
export async function compareWithBase(folder: MigrationsFolder, base: string): Promise<BaseComparison> {
  const { directory } = folder;
  const left = (await git(directory, base, ['merge-base', base, 'HEAD'])).trim();
  const [status, atBase, whenLeft] = await Promise.all([
    git(directory, base, ['diff', '--name-status', '--no-renames', '--relative', '-z', left, '--', '.']),
    namesAt(directory, base, base),
    namesAt(directory, base, left),
  ]);
  const here = folder.migrations.map(({ name }) => name);
  const lastOfBase = atBase.at(-1);
  return {
    own: here.filter((name) => !atBase.includes(name) && !whenLeft.includes(name)),
    theirs: atBase.filter((name) => !here.includes(name) && !whenLeft.includes(name)),
    touched: touchedFiles(status),
    ...(lastOfBase === undefined ? {} : { lastOfBase }),
  };
}

/** Names of the migrations in a tree of git, in the order in which they are applied. */
async function namesAt(directory: string, base: string, ref: string): Promise<readonly string[]> {
  const prefix = (await git(directory, base, ['rev-parse', '--show-prefix'])).trim();
  // Where the folder does not exist at the ref, the list is empty and no error.
  const files = await git(directory, base, [
    'ls-tree',
    '-r',
    '--name-only',
    '-z',
    '--full-tree',
    ref,
    '--',
    prefix,
  ]);
  const names = files
    .split('\0')
    .filter((file) => file.endsWith('/migration.sql'))
    .map((file) => path.posix.basename(path.posix.dirname(file)));
  return names.toSorted((a, b) => a.localeCompare(b));
}

/** Reads `diff --name-status -z`: letter, path, letter, path, ... */
function touchedFiles(status: string): ReadonlyMap<string, 'edited' | 'deleted'> {
  const parts = status.split('\0');
  const touched = new Map<string, 'edited' | 'deleted'>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const file = parts[at + 1] ?? '';
    if (parts[at] === 'D') touched.set(file, 'deleted');
    else if (parts[at] !== 'A') touched.set(file, 'edited');
  }
  return touched;
}

interface BaseContext {
  readonly base: string;
  /** The migrations folder relative to the project's root, with forward slashes. */
  readonly folder: string;
  /** Migrations that are gone on purpose (agora.config.ts). */
  readonly forgotten: readonly string[];
}

/** What the comparison finds wrong. Pure. */
export function problemsAgainstBase(
  comparison: BaseComparison,
  migrations: readonly Migration[],
  { base, folder, forgotten }: BaseContext,
): readonly Problem[] {
  const { own, theirs, lastOfBase, touched } = comparison;
  const gone = new Set([...forgotten, ...replaced(migrations)]);
  const problems: Problem[] = [];
  for (const [file, how] of touched) {
    const [migration = '', script] = file.split('/');
    if (script !== 'migration.sql' || (how === 'deleted' && gone.has(migration))) continue;
    problems.push(how === 'edited' ? edited(migration, base, folder) : deleted(migration, base, folder));
  }
  if (own.length > 0 && theirs.length > 0) problems.push(twoHeads(own, theirs, base));
  for (const migration of own) {
    if (lastOfBase === undefined || migration.localeCompare(lastOfBase) > 0) continue;
    problems.push(outOfOrder(migration, lastOfBase, base));
  }
  return problems;
}

function replaced(migrations: readonly Migration[]): readonly string[] {
  return migrations.flatMap(({ up }) =>
    directivesOf(up.directives, 'replaces').map(({ migration }) => migration),
  );
}

function edited(migration: string, base: string, folder: string): Problem {
  const file = `${folder}/${migration}/migration.sql`;
  return {
    kind: 'edited',
    code: 'check.edited',
    migration,
    file,
    message: `${migration} is on ${base} and was edited here.`,
    why: 'Databases that have applied it have run another text: they will not run it again, and deploys stop at the checksum.',
    fix: `git checkout ${base} -- ${file}, and make a new migration for the change: agora migrate create --name <what_changes>`,
  };
}

function deleted(migration: string, base: string, folder: string): Problem {
  return {
    kind: 'deleted',
    code: 'check.deleted',
    migration,
    message: `${migration} is on ${base} and was deleted here.`,
    why: 'Databases that have applied it know it, and deploys stop at a migration that is not on disk.',
    fix: `git checkout ${base} -- ${folder}/${migration}. After a squash: write "-- agora: replaces ${migration}" into the migration that holds it now.`,
  };
}

function twoHeads(own: readonly string[], theirs: readonly string[], base: string): Problem {
  return {
    kind: 'two-heads',
    code: 'check.two_heads',
    message: `The histories have parted: ${own.length} here that ${base} does not have, ${theirs.length} there that are not here.`,
    why: `Here: ${own.join(', ')}. On ${base}: ${theirs.join(', ')}. Neither was tried together with the other.`,
    fix: `git rebase ${base} (or merge it), then run this again: migrations that come too early by then are named.`,
  };
}

function outOfOrder(migration: string, last: string, base: string): Problem {
  return {
    kind: 'out-of-order',
    code: 'check.out_of_order',
    migration,
    message: `${migration} is new here and comes before ${last}, the last on ${base}.`,
    why: 'Databases that have applied the last one would run it late, new databases early: two orders, two schemas.',
    fix: `Give it a newer timestamp: agora migrate rebase --base ${base}`,
  };
}
