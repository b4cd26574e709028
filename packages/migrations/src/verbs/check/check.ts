import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { databaseFacts } from '@agora/catalog';
import { AgoraError, undefinedIfMissing } from '@agora/core';
import { EngineError } from '@agora/schema-engine';

import { directivesOf } from '../../project/directives.ts';
import { compareDocs } from '../../docs/write-docs.ts';
import { drawChange } from '../../docs/diagrams/changed-tables.ts';
import { replayedCatalogs } from '../../docs/load-catalog.ts';
import { MARK, renderDocs } from '../../docs/render-docs.ts';
import { type Migration, type MigrationsFolder, readFolder } from '../../project/folder.ts';
import { type LintOptions, lintMigrations } from '../../lint/lint.ts';
import type { Project } from '../../prisma/project.ts';
import { schemaOf } from '../../apply/session.ts';
import {
  type ReplayedHistory,
  type ReplayOptions,
  withReplayedHistory,
} from '../../proof/replayed-history.ts';
import { describeScratchRefusal } from '../../proof/scratch/scratch-refused.ts';
import { migrationsAfter } from '../../project/target.ts';
import { changedSince } from '../../project/changed-since.ts';
import { proveHistory, type Trust } from '../../proof/verify/prove-history.ts';
import { badDirectory, lockFileMismatch } from '../../history/violations.ts';
import { forwardSql } from '../create/forward-sql.ts';
import { compareWithBase, problemsAgainstBase } from './against-base.ts';
import type { Problem } from './problem.ts';

export interface CheckInput {
  readonly project: Project;
  /**
   * A server on which databases may be made; nothing in the named database is touched. Without one, the files alone are
   * judged: neither models without a migration, nor proofs, nor documentation.
   */
  readonly adminUrl?: string | undefined;
  /** A branch, tag or commit to be merged into: what is there is not to be changed, and only what is new is judged. */
  readonly base?: string | undefined;
  /** Only these are judged, by name: what is staged for a commit. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Without a base: migrations up to this one are not judged. */
  readonly since?: string | undefined;
  /** Schema of unqualified names. Default `public`. */
  readonly schema?: string | undefined;
  readonly forgotten?: readonly string[] | undefined;
  readonly severities?: LintOptions['severities'];
  /** Whether proofs that agora.lock remembers count. Default `lock`. */
  readonly trust?: Trust | undefined;
  /** False skips the round trips, which take longest. Default true. */
  readonly prove?: boolean | undefined;
  /** The folder of the documentation; looked at only if `agora migrate docs` has written there. */
  readonly docsDirectory?: string | undefined;
  /** Whether the tables that the judged migrations change are drawn, which takes a replay more. Default false. */
  readonly drawn?: boolean | undefined;
  /** Told of each part as it begins. */
  readonly onStep?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** With a server. */
type Replaying = CheckInput & { readonly adminUrl: string };

/** With the history replayed for whoever looks at a state of it. */
type Gate = Replaying & { readonly folder: MigrationsFolder; readonly replayed: ReplayedHistory };

/** What the gate found. */
export interface CheckReport {
  readonly problems: readonly Problem[];
  /** All migrations, and those that were judged. */
  readonly migrations: number;
  readonly judged: readonly string[];
  /** What was looked at, in order. */
  readonly looked: readonly string[];
  /** The tables that the judged migrations change, as a diagram of Mermaid; absent where none does or none was asked for. */
  readonly diagram?: string | undefined;
}

/**
 * The gate before a merge. Looks at everything and returns every problem at once, each with its fix; throws
 * only where it cannot look (no server, no such ref).
 *
 * @throws AgoraError `migrations.bad_ref`, `migrations.unknown_target`, and what connecting throws
 */
export async function checkMigrations(input: CheckInput): Promise<CheckReport> {
  const { project, base, adminUrl } = input;
  const replaying = adminUrl === undefined ? undefined : { ...input, adminUrl };
  const folder = await readFolder(project.migrationsDirectory);
  const judged = await judgedMigrations(folder, input);
  const looked: string[] = [];
  const problems: Problem[] = [];
  const look = async (what: string, work: () => Promise<readonly Problem[]>): Promise<void> => {
    input.signal?.throwIfAborted();
    input.onStep?.(what);
    looked.push(what);
    problems.push(...(await work()));
  };
  await look('the folder', async () => folderProblems(folder));
  if (base !== undefined) {
    await look(`the history against ${base}`, async () =>
      problemsAgainstBase(await compareWithBase(folder, base), folder.migrations, {
        base,
        folder: relative(project, project.migrationsDirectory),
        forgotten: input.forgotten ?? [],
      }),
    );
  }
  // Prisma's engine reads neither a folder without its file nor another database's lock file.
  const readable = !problems.some(({ kind }) => kind === 'bad-directory' || kind === 'lock-file-mismatch');
  await look('hazards', () => lintProblems(input, folder, judged));
  await look('ways back', async () => missingDowns(judged, project));
  const isBroken = (): boolean => problems.some(({ kind }) => kind === 'history-broken');
  const provable = judged.filter(({ down }) => down !== undefined);
  if (replaying !== undefined) {
    const { docsDirectory, prove } = replaying;
    const documented = docsDirectory !== undefined && (await wasWritten(docsDirectory));
    const lookOn = async (what: string, work: () => Promise<readonly Problem[]>): Promise<void> => {
      if (!isBroken()) await look(what, () => unlessBroken(work));
    };
    await withReplayedHistory(replayOptions(replaying), folder.migrations, async (replayed) => {
      const gate: Gate = { ...replaying, folder, replayed };
      // In the order of the history: the proofs begin where the first one does, and the others look at its end.
      if (prove !== false && provable.length > 0)
        await lookOn('proof of the ways back', () => proofProblems(gate, provable));
      if (documented) await lookOn('documentation', () => docsProblems(gate, docsDirectory));
      if (readable) await lookOn('models without a migration', () => modelProblems(gate));
    });
  }
  const diagram =
    replaying !== undefined && input.drawn === true && !isBroken() && judged.length > 0
      ? await drawJudged(replaying, folder, judged)
      : undefined;
  return Object.freeze({
    problems: Object.freeze(problems),
    migrations: folder.migrations.length,
    judged: Object.freeze(judged.map(({ name }) => name)),
    looked: Object.freeze(looked),
    ...(diagram === undefined ? {} : { diagram }),
  });
}

/** From what stands before the first judged migration to the end of the history. */
async function drawJudged(
  { adminUrl, schema, project, onStep }: Replaying,
  { migrations }: MigrationsFolder,
  judged: readonly Migration[],
): Promise<string | undefined> {
  onStep?.('the tables that change');
  const [first] = judged;
  const [before, after] = await replayedCatalogs(
    adminUrl,
    [migrations.slice(0, first === undefined ? 0 : migrations.indexOf(first)), migrations],
    { schema, initSql: project.initSql },
  );
  return before && after && drawChange(databaseFacts(before), databaseFacts(after));
}

async function judgedMigrations(
  { directory, migrations }: MigrationsFolder,
  { base, only, since }: CheckInput,
): Promise<readonly Migration[]> {
  if (only !== undefined) return migrations.filter(({ name }) => only.has(name));
  if (base !== undefined) {
    const changed = await changedSince(directory, base);
    return migrations.filter(({ name }) => changed.has(name));
  }
  if (since === undefined) return migrations;
  return migrationsAfter(migrations, since);
}

function folderProblems({ badDirectories, lockProvider }: MigrationsFolder): readonly Problem[] {
  const bad = badDirectories.map(({ name, problem }): Problem => ({
    ...badDirectory(name, problem),
    kind: 'bad-directory',
  }));
  if (lockProvider === undefined || lockProvider === 'postgresql') return bad;
  return [...bad, { ...lockFileMismatch(lockProvider), kind: 'lock-file-mismatch' }];
}

async function modelProblems({ project, adminUrl, folder, replayed }: Gate): Promise<readonly Problem[]> {
  const { migrations } = folder;
  try {
    const schema = schemaOf(project.url ?? adminUrl);
    const forward = await forwardSql({ project, schema, migrations, replayed, last: true });
    if (forward.kind !== 'changes') return [];
    return [
      {
        kind: 'model-without-migration',
        code: 'check.model_without_migration',
        message: 'The Prisma schema has changes that no migration makes.',
        why: forward.sql.trim(),
        fix: 'agora migrate create --name <what_changes>',
      },
    ];
  } catch (error) {
    if (!isRefusal(error)) throw describeScratchRefusal(error, adminUrl);
    return [
      {
        kind: 'history-broken',
        code: 'check.history_broken',
        message: 'Prisma cannot read the schema.',
        why: error.why ?? error.message,
        fix: error.fix ?? 'Mend what is named; npx prisma migrate status says the same.',
      },
    ];
  }
}

const replayOptions = ({ adminUrl, schema, project, signal }: Replaying): ReplayOptions => ({
  adminUrl,
  schema,
  initSql: project.initSql,
  signal,
});

/** A history that does not run from nothing is a problem like any other. */
async function unlessBroken(work: () => Promise<readonly Problem[]>): Promise<readonly Problem[]> {
  try {
    return await work();
  } catch (error) {
    if (!isReplayFailure(error)) throw error;
    return [historyBroken(error)];
  }
}

function isReplayFailure(error: unknown): error is AgoraError {
  return error instanceof AgoraError && error.code === 'migrations.replay_failed';
}

function historyBroken({ code, message, why = '', fix }: AgoraError): Problem {
  return {
    kind: 'history-broken',
    code,
    message,
    why,
    fix: fix ?? 'Mend the migration so that the history runs from nothing.',
  };
}

/** A schema or a history that Prisma refuses is a problem; a server that does not answer (P1001, ...) is none. */
function isRefusal(error: unknown): error is EngineError {
  if (!(error instanceof EngineError) || error.isPanic) return false;
  return error.engineCode === 'P1012' || error.engineCode?.startsWith('P3') === true;
}

async function lintProblems(
  { project, schema, severities }: CheckInput,
  { migrations }: MigrationsFolder,
  judged: readonly Migration[],
): Promise<readonly Problem[]> {
  if (judged.length === 0) return [];
  const { findings } = await lintMigrations({
    root: project.root,
    migrations,
    only: judged.map(({ name }) => name),
    severities: { ...severities, 'missing-down': 'off' },
    defaultSchema: schema,
    // A second opinion, which not everybody has installed, is no verdict.
    squawk: false,
  });
  return findings
    .filter(({ severity }) => severity === 'error')
    .map((finding) => ({
      kind: 'lint' as const,
      code: finding.code,
      migration: finding.migration,
      file: finding.file,
      line: finding.line,
      message: `${finding.rule}: ${finding.message}`,
      why: finding.why,
      fix: `${finding.fix}\n-- or, at the top of the file: -- agora: allow ${finding.rule} because <reason>`,
    }));
}

function missingDowns(judged: readonly Migration[], project: Project): readonly Problem[] {
  return judged
    .filter(({ up, down }) => down === undefined && directivesOf(up.directives, 'irreversible').length === 0)
    .map(({ name, up }) => ({
      kind: 'missing-down' as const,
      code: 'check.missing_down',
      migration: name,
      file: relative(project, up.path),
      message: `${name} has no way back.`,
      why: 'When its deploy goes wrong, one would have to be written then, unproven.',
      fix: `agora migrate down ${name}; or, if there is none, at the top of its migration.sql: -- agora: irreversible because <reason>`,
    }));
}

async function proofProblems(gate: Gate, provable: readonly Migration[]): Promise<readonly Problem[]> {
  const { folder, project, trust, replayed } = gate;
  const reports = await proveHistory(folder.migrations, {
    ...replayOptions(gate),
    directory: folder.directory,
    trust,
    replayed,
    // A gate writes nothing.
    remember: false,
    select: (migration) => provable.includes(migration),
  });
  return reports
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'not found')
    .map((report) => ({
      kind: 'unproven-down' as const,
      code: 'check.unproven_down',
      migration: report.migration,
      file: relative(project, path.join(project.migrationsDirectory, report.migration, 'down.sql')),
      message: `The way back of ${report.migration} does not lead back.`,
      why: [...(report.reason === undefined ? [] : [report.reason]), ...report.differences].join('\n'),
      fix: `agora migrate down --regenerate ${report.migration}, or mend its down.sql; agora migrate verify ${report.migration} proves it.`,
    }));
}

async function wasWritten(directory: string): Promise<boolean> {
  const readme = await readFile(path.join(directory, 'README.md'), 'utf8').catch(undefinedIfMissing);
  return readme?.startsWith(MARK) ?? false;
}

async function docsProblems(
  { project, schema, folder, replayed }: Gate,
  directory: string,
): Promise<readonly Problem[]> {
  const { migrations } = folder;
  const catalog = await replayed.catalogAt(migrations.length);
  const files = await renderDocs({ project, migrations, catalog, defaultSchema: schema });
  const differences = await compareDocs(directory, files);
  if (differences.length === 0) return [];
  return [
    {
      kind: 'docs-out-of-date',
      code: 'check.docs_out_of_date',
      file: relative(project, directory),
      message: `The documentation is out of date: ${differences.length} file${differences.length === 1 ? '' : 's'} differ.`,
      why: differences.map(({ kind, path: file }) => `${kind}: ${file}`).join('\n'),
      fix: 'agora migrate docs',
    },
  ];
}

function relative({ root }: Project, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}
