import { AgoraError, isAgoraError } from '@agora/core';

import { schemaOf, withReader } from '../../apply/session.ts';
import { readHistory } from '../../history/history.ts';
import type { SeverityOverrides } from '../../lint/finding.ts';
import { lintMigrations } from '../../lint/lint.ts';
import { makeOnline, type OnlineReport } from '../../online/make-online.ts';
import { isFelt } from '../../online/rewrite/left.ts';
import { type MigrationsFolder, readFolder } from '../../project/folder.ts';
import { migrationsAfter, resolveTarget } from '../../project/target.ts';
import { finishWriting, writeMigrations } from '../../project/write-migrations.ts';
import type { Project } from '../../prisma/project.ts';
import { ProofLock } from '../../proof/lock/proof-lock.ts';
import { compareWithBase } from '../check/against-base.ts';

interface FixInput {
  readonly project: Pick<Project, 'migrationsDirectory' | 'initSql' | 'url' | 'root'>;
  /** A server for the scratch databases. */
  readonly adminUrl: () => Promise<string>;
  /** Only these: names, slugs or beginnings. */
  readonly only?: readonly string[] | undefined;
  /** Baseline: this one and those before it stay as they are. */
  readonly since?: string | undefined;
  /** What this branch of git has stays as it is: it may be applied anywhere. */
  readonly base?: string | undefined;
  readonly severities?: SeverityOverrides | undefined;
  /** Do everything but write. */
  readonly dryRun?: boolean | undefined;
  readonly onStep?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FixReport {
  /** Of each migration that a live database would feel. */
  readonly reports: readonly OnlineReport[];
  /** Migrations that stay as they are, since the project's database has them. */
  readonly applied: readonly string[];
  /** Why it could not be seen which are applied; undefined when it could. */
  readonly unseen?: string;
  readonly written: boolean;
}

/**
 * Writes migrations that are applied nowhere anew, so that a live database does not feel them; what cannot be is in the
 * report with its reason. All files are written, or none.
 * @throws AgoraError `migrations.applied_here` for one that was named and is applied, `migrations.unseen` when nothing tells
 * which are applied, `migrations.unknown_target`, `migrations.bad_ref`, `migrations.replay_failed`, `migrations.folder_changed`
 */
export async function fixMigrations(input: FixInput): Promise<FixReport> {
  const { project, severities, onStep = () => {} } = input;
  const { migrationsDirectory: directory, url } = project;
  if (input.dryRun !== true && (await finishWriting(directory)))
    onStep('Finished the writing that an earlier run was stopped in');
  const folder = await readFolder(directory);
  const state = url === undefined ? { unseen: 'no database is configured' } : await appliedIn(url, folder);
  const { chosen, applied } = await choose(input, folder, state);
  const unseen = 'unseen' in state ? { unseen: state.unseen } : {};
  const schema = url === undefined ? 'public' : schemaOf(url);
  const common = { root: project.root, defaultSchema: schema, severities, squawk: false };
  const found = await lintMigrations({ ...common, migrations: folder.migrations });
  const felt = new Set(
    found.findings.filter((one) => one.direction === 'up' && isFelt(one)).map((one) => one.migration),
  );
  if (![...chosen].some((name) => felt.has(name))) return { reports: [], applied, ...unseen, written: false };
  const scratch = { adminUrl: await input.adminUrl(), schema, initSql: project.initSql };
  const { reports, migrations } = await makeOnline({
    ...scratch,
    migrations: folder.migrations,
    isChosen: ({ name }) => chosen.has(name) && felt.has(name),
    severities,
    onStep,
    signal: input.signal,
  });
  const changed = reports.filter(({ rewritten }) => rewritten.length > 0);
  const written = input.dryRun !== true && changed.length > 0;
  if (written) {
    await writeMigrations(folder, changed);
    const lock = await ProofLock.open(directory, migrations, scratch);
    for (const proof of changed.flatMap(({ proofs }) => proofs)) await lock.remember(proof);
  }
  return { reports, applied, ...unseen, written };
}

type Applied = { readonly names: ReadonlySet<string> } | { readonly unseen: string };

async function appliedIn(url: string, folder: MigrationsFolder): Promise<Applied> {
  try {
    const history = await withReader(url, (client) => readHistory(client, folder, { schema: schemaOf(url) }));
    return { names: new Set(history.entries.filter(({ row }) => row !== undefined).map(({ name }) => name)) };
  } catch (error) {
    if (isAgoraError(error) && error.code.startsWith('postgres.')) return { unseen: error.message };
    throw error;
  }
}

async function choose(
  { only = [], since, base }: FixInput,
  folder: MigrationsFolder,
  state: Applied,
): Promise<{ readonly chosen: ReadonlySet<string>; readonly applied: readonly string[] }> {
  const names = folder.migrations.map(({ name }) => name);
  const wanted = new Set(only.map((one) => resolveTarget(names, one)));
  const later = since === undefined ? folder.migrations : migrationsAfter(folder.migrations, since);
  const own = base === undefined ? undefined : new Set((await compareWithBase(folder, base)).own);
  if ('unseen' in state && wanted.size === 0 && own === undefined) throw notSeen(state.unseen);
  const free = later
    .map(({ name }) => name)
    .filter((name) => (wanted.size === 0 || wanted.has(name)) && (own === undefined || own.has(name)));
  const applied = 'names' in state ? free.filter((name) => state.names.has(name)) : [];
  const named = applied.filter((name) => wanted.has(name));
  if (named.length > 0) throw appliedHere(named);
  return { chosen: new Set(free.filter((name) => !applied.includes(name))), applied };
}

function notSeen(why: string): AgoraError {
  return new AgoraError({
    code: 'migrations.unseen',
    message: 'It cannot be seen which migrations are applied, and one that is must not be changed.',
    why,
    fix: 'Start the database, or say which are new: by their names, or with --base <branch> for those that the branch does not have.',
  });
}

function appliedHere(names: readonly string[]): AgoraError {
  return new AgoraError({
    code: 'migrations.applied_here',
    message: `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} applied in the project’s database.`,
    why: 'An applied migration is never edited: deploys stop at its checksum.',
    fix: 'If only this development database has it: agora migrate rollback, then run this again.',
  });
}
