import { rename } from 'node:fs/promises';
import path from 'node:path';

import { compareCatalogs, readCatalog, scopeOf, withinScope } from '@agora/catalog';
import { AgoraError, isAgoraError } from '@agora/core';

import { schemaOf, withReader } from '../../apply/session.ts';
import { readHistory } from '../../history/history.ts';
import { directivesOf } from '../../project/directives.ts';
import { type Migration, type MigrationsFolder, readFolder } from '../../project/folder.ts';
import { replaceFile } from '../../project/replace-file.ts';
import type { Project } from '../../prisma/project.ts';
import { renameInLock } from '../../proof/lock/proof-lock.ts';
import { replay } from '../../proof/replay.ts';
import { withScratch } from '../../proof/scratch/scratch.ts';
import { compareWithBase } from '../check/against-base.ts';
import { planRebase, type Rename } from './plan-rebase.ts';

interface RebaseInput {
  readonly project: Pick<Project, 'migrationsDirectory' | 'initSql' | 'external' | 'url'>;
  /** The branch that was merged into this one, or onto which it was rebased. */
  readonly base: string;
  /** A server for the scratch databases. */
  readonly adminUrl: string;
  readonly dryRun?: boolean | undefined;
  readonly now?: Date | undefined;
}

/** What running them in the order of before and in that of after makes. */
export type Orders =
  | { readonly kind: 'same catalog' }
  | { readonly kind: 'different'; readonly differences: readonly string[] }
  /** The order of before does not run at all. */
  | { readonly kind: 'only the new one runs'; readonly reason: string };

export interface RebaseReport {
  readonly renames: readonly Rename[];
  /** Undefined when there is nothing to rename. */
  readonly orders?: Orders;
  /** Why it could not be seen whether they are applied; undefined when they are not. */
  readonly unseen?: string;
}

/**
 * Gives the migrations of a branch that come before the last of its base newer timestamps, so that they are applied last
 * everywhere. Their files and their lines in agora.lock move along. Both orders are run first, on scratch databases.
 * @throws AgoraError `migrations.not_merged` when the base has what is not here, `migrations.applied_here` when the
 * project's database has run one of them, `migrations.replay_failed` when the new order does not run; nothing is renamed then
 */
export async function rebase(input: RebaseInput): Promise<RebaseReport> {
  const { migrationsDirectory: directory, url } = input.project;
  const folder = await readFolder(directory);
  const { own, theirs, lastOfBase } = await compareWithBase(folder, input.base);
  if (theirs.length > 0) throw notMerged(theirs, input.base);
  const names = [...folder.migrations, ...folder.badDirectories].map(({ name }) => name);
  const renames = planRebase(names, own, { lastOfBase, now: input.now ?? new Date() });
  if (renames.length === 0) return { renames };
  const unseen = url === undefined ? 'no database is configured' : await refuseApplied(url, folder, renames);
  const orders = await runBoth(input, folder, renames);
  if (!input.dryRun) await renameAll(directory, renames);
  return { renames, orders, ...(unseen === undefined ? {} : { unseen }) };
}

/** @returns why the database could not be asked */
async function refuseApplied(
  url: string,
  folder: MigrationsFolder,
  renames: readonly Rename[],
): Promise<string | undefined> {
  const history = await withReader(url, (client) =>
    readHistory(client, folder, { schema: schemaOf(url) }),
  ).catch((error: unknown) => {
    if (isAgoraError(error) && error.code.startsWith('postgres.')) return error;
    throw error;
  });
  if (isAgoraError(history)) return history.message;
  const known = new Set(history.entries.filter(({ row }) => row !== undefined).map(({ name }) => name));
  const applied = renames.filter(({ from }) => known.has(from)).map(({ from }) => from);
  if (applied.length === 0) return undefined;
  throw new AgoraError({
    code: 'migrations.applied_here',
    message: `${applied.join(', ')} ${applied.length === 1 ? 'is' : 'are'} applied in the project’s database.`,
    why: 'Under another name they would count as new there, and what is applied would be missing on disk.',
    fix: 'Roll back to the last that both have (agora migrate rollback), or reset the development database; then run this again. If other databases have them, they can no longer be renamed: deploy with the order as it is.',
  });
}

async function runBoth(
  { project, adminUrl }: RebaseInput,
  folder: MigrationsFolder,
  renames: readonly Rename[],
): Promise<Orders> {
  const schema = schemaOf(project.url ?? adminUrl);
  const nameOf = ({ name }: Migration): string => renames.find(({ from }) => from === name)?.to ?? name;
  const after = folder.migrations.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const options = { adminUrl, schema, initSql: project.initSql };
  return withScratch(options, folder.migrations, async (make) => {
    const made = async (label: string, order: readonly Migration[]) => {
      const scratch = await make(label);
      await scratch.connect((client) => replay(client, order));
      return scratch.connect(readCatalog);
    };
    const next = await made('rebased', after);
    const scope = scopeOf(next, { external: project.external, schema });
    try {
      const before = await made('rebase', folder.migrations);
      const found = compareCatalogs(withinScope(next, scope), withinScope(before, scope), { owners: false });
      if (found.length === 0) return { kind: 'same catalog' };
      return { kind: 'different', differences: found.map(({ line }) => line) };
    } catch (error) {
      if (!isAgoraError(error) || error.code !== 'migrations.replay_failed') throw error;
      return { kind: 'only the new one runs', reason: `${error.message} ${error.why ?? ''}`.trim() };
    }
  });
}

/** All of them, or none. */
async function renameAll(directory: string, renames: readonly Rename[]): Promise<void> {
  const done: Rename[] = [];
  const awaiting = await renamedInside(directory, renames);
  try {
    for (const one of renames) {
      await rename(path.join(directory, one.from), path.join(directory, one.to));
      done.push(one);
    }
    await renameInLock(directory, new Map(renames.map(({ from, to }) => [from, to])));
    for (const { file, text } of awaiting) await replaceFile(file, text);
  } catch (error) {
    for (const { from, to } of done.toReversed()) {
      // The first error is told.
      await rename(path.join(directory, to), path.join(directory, from)).catch(() => undefined);
    }
    throw error;
  }
}

/** Scripts that wait for the backfill of one that is renamed, as they are to read in their new places. */
async function renamedInside(
  directory: string,
  renames: readonly Rename[],
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const { migrations } = await readFolder(directory);
  return renames.flatMap(({ from, to }) => {
    const up = migrations.find(({ name }) => name === from)?.up;
    const awaited = new Set(
      directivesOf(up?.directives ?? [], 'after-backfill').map(({ migration }) => migration),
    );
    const inside = renames.filter((one) => awaited.has(one.from));
    if (up === undefined || inside.length === 0) return [];
    // The guard speaks of it by its name, too.
    const text = inside.reduce((sql, one) => sql.replaceAll(one.from, one.to), up.raw);
    return [{ file: path.join(directory, to, 'migration.sql'), text }];
  });
}

function notMerged(theirs: readonly string[], base: string): AgoraError {
  return new AgoraError({
    code: 'migrations.not_merged',
    message: `${base} has ${theirs.length === 1 ? 'a migration' : `${theirs.length} migrations`} that ${theirs.length === 1 ? 'is' : 'are'} not here.`,
    why: theirs.join(', '),
    fix: `git rebase ${base} (or merge it), then run this again.`,
  });
}
