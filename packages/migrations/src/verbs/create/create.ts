import path from 'node:path';

import { parseDatabaseUrl } from '@agora/postgres';

import { makeScript, type Migration, readFolder } from '../../project/folder.ts';
import type { LintOptions, LintResult } from '../../lint/lint.ts';
import { lintMigrations } from '../../lint/lint.ts';
import type { Project } from '../../prisma/project.ts';
import {
  type ReplayedHistory,
  type ReplayOptions,
  withReplayedHistory,
} from '../../proof/replayed-history.ts';
import { describeScratchRefusal } from '../../proof/scratch/scratch-refused.ts';
import type { MigrationReport } from '../../proof/verify/findings.ts';
import { ProofLock } from '../../proof/lock/proof-lock.ts';
import { walkHistory } from '../../proof/verify/verify.ts';
import { makeOnline, type OnlineReport } from '../../online/make-online.ts';
import { finishWriting } from '../../project/write-migrations.ts';
import { describeNotRunning } from './does-not-run.ts';
import { type Forward, forwardSql } from './forward-sql.ts';
import { checkName, folderName } from './migration-name.ts';
import { undoSql } from './undo/undo-sql.ts';
import { writeNew } from './write-new.ts';

export interface CreateInput {
  readonly project: Project;
  /** The slug, such as `add_bans`. */
  readonly name: string;
  /** A server on which databases may be made. */
  readonly adminUrl: string;
  /** Renames to be done as such: `users.name=users.display_name`, `users=accounts`. */
  readonly renames?: readonly string[] | undefined;
  /** Take a migration back, or tables and columns of it, instead of following the schema. */
  readonly undo?: { readonly migration: string; readonly only: readonly string[] } | undefined;
  /** Only lay the folder, for SQL that is written by hand. */
  readonly empty?: boolean | undefined;
  /** Write what a live database would feel in steps that it does not feel. */
  readonly online?: boolean | undefined;
  /** Do everything but write. */
  readonly dryRun?: boolean | undefined;
  readonly severities?: LintOptions['severities'];
  /** Told of each step as it begins. */
  readonly onStep?: ((text: string) => void) | undefined;
  readonly now?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was made. */
export interface CreateReport {
  /** The first, where several were made. */
  readonly migration: Migration;
  /** All that were made, in order. */
  readonly migrations: readonly Migration[];
  /** What was rewritten, and what a live database still feels; undefined where that was not asked for, or it feels nothing. */
  readonly online?: OnlineReport;
  /** How up, down, up went; undefined for an empty migration. */
  readonly proof?: MigrationReport;
  readonly lint?: LintResult;
  /** What can make it fail on rows, or goes unseen by Prisma, a sentence each. */
  readonly warnings: readonly string[];
  readonly written: boolean;
}

/** Schema and history agree. */
export interface NothingToMake {
  readonly migration?: undefined;
  /** What PostgreSQL keeps in another spelling than the schema has, a line each. */
  readonly kept: readonly string[];
}

const EMPTY = `-- Write the migration here, then run: agora migrate down %NAME%
`;

/**
 * Makes the next migration without a question: has Prisma's engine write the way forward from the schema,
 * plans the way back from the catalogs before and after, proves both on filled tables, lints both, and
 * writes the folder. Everything happens in temporary databases; if anything fails, nothing is left behind.
 *
 * @throws AgoraError `migrations.bad_name`, `migrations.name_taken`, `migrations.bad_rename`,
 * `migrations.replay_failed`, `migrations.does_not_run`, `migrations.cannot_undo`, `migrations.folder_changed`; EngineError for a schema that Prisma refuses
 */
export async function createMigration(input: CreateInput): Promise<CreateReport | NothingToMake> {
  const { project } = input;
  if (input.dryRun !== true) await finishWriting(project.migrationsDirectory);
  const folder = await readFolder(project.migrationsDirectory);
  const taken = [...folder.migrations, ...folder.badDirectories].map((one) => one.name);
  checkName(input.name, taken);
  const name = folderName(input.name, taken, input.now ?? new Date());
  const directory = path.join(project.migrationsDirectory, name);
  const step = input.onStep ?? (() => {});

  if (input.empty === true) {
    const up = makeScript(path.join(directory, 'migration.sql'), EMPTY.replace('%NAME%', name));
    const migration: Migration = { name, directory, up };
    if (input.dryRun !== true) await writeNew(folder, [migration]);
    return { migration, migrations: [migration], warnings: [], written: input.dryRun !== true };
  }

  const { migrations } = folder;
  const { severities, signal, undo } = input;
  const schema = parseDatabaseUrl(project.url ?? input.adminUrl).schema ?? 'public';
  const scratch = { adminUrl: input.adminUrl, initSql: project.initSql, schema, signal };
  const migrationOf = (sql: string): Migration => ({
    name,
    directory,
    up: makeScript(path.join(directory, 'migration.sql'), sql),
  });
  const found = async (looking: Promise<Forward>, replayed?: ReplayedHistory): Promise<Found | Unchanged> => {
    const forward = await looking.catch((error: unknown) => {
      throw describeScratchRefusal(error, input.adminUrl);
    });
    if (forward.kind !== 'changes') return forward;
    const bare = migrationOf(forward.sql);
    const proving = prove({ input, scratch, migrations, step, replayed }, bare);
    const proven = await proving.catch((error: unknown) => {
      throw describeNotRunning(error, bare, input.name);
    });
    return { ...forward, bare, ...proven };
  };
  let made: Found | Unchanged;
  if (undo === undefined) {
    step("Asking Prisma's engine for the way forward");
    made = await withReplayedHistory(scratch, migrations, (replayed) =>
      found(forwardSql({ project, schema, migrations, replayed, renames: input.renames }), replayed),
    );
  } else {
    step(`Looking for the way back of ${undo.migration} in today's state`);
    made = await found(undoSql({ ...input, ...undo, migrations }));
  }
  if (made.kind !== 'changes') return { kept: made.kind === 'none' ? [] : made.kept };
  const { bare, parts, proofs, online, warnings } = made;

  step('Linting both');
  const lint = await lintMigrations({
    root: project.root,
    migrations: [...migrations, ...parts],
    only: parts.map((one) => one.name),
    severities,
    ...(project.url === undefined ? {} : { defaultSchema: schema }),
  });
  if (input.dryRun !== true) {
    await writeNew(folder, parts);
    const lock = await ProofLock.open(folder.directory, [...migrations, ...parts], scratch);
    for (const proof of proofs) await lock.remember(proof);
  }
  // The one that counts where there are several: a part without a way back, else the first.
  const proof = proofs.find(({ outcome }) => outcome === 'failed' || outcome === 'not found') ?? proofs[0];
  return {
    migration: parts[0] ?? bare,
    migrations: parts,
    lint,
    warnings,
    written: input.dryRun !== true,
    ...(online === undefined ? {} : { online }),
    ...(proof === undefined ? {} : { proof }),
  };
}

type Unchanged = Exclude<Forward, { readonly kind: 'changes' }>;

type Found = Extract<Forward, { readonly kind: 'changes' }> & Proven & { readonly bare: Migration };

/** What is written, and how it went up, down and up. */
interface Proven {
  readonly parts: readonly Migration[];
  readonly proofs: readonly MigrationReport[];
  readonly online?: OnlineReport | undefined;
}

interface ProofInput {
  readonly input: CreateInput;
  readonly scratch: ReplayOptions;
  /** The history before it. */
  readonly migrations: readonly Migration[];
  readonly step: (text: string) => void;
  readonly replayed: ReplayedHistory | undefined;
}

/** The new migration with its way back, in steps that a live database does not feel where that was asked for. */
async function prove(
  { input, scratch, migrations, step, replayed }: ProofInput,
  bare: Migration,
): Promise<Proven> {
  const history = [...migrations, bare];
  const isNew = (migration: Migration): boolean => migration === bare;
  const { severities } = input;
  const { reports } =
    input.online === true
      ? await makeOnline({ ...scratch, migrations: history, isChosen: isNew, severities, onStep: step })
      : { reports: [] };
  const [online] = reports;
  let proofs = online?.proofs ?? [];
  if (proofs.length === 0) {
    step('Planning the way back and proving both on filled tables');
    proofs = await walkHistory(history, {
      ...scratch,
      select: isNew,
      generate: () => true,
      // What it makes may want another server than the history does.
      ...(replayed?.covers(bare.up) === true ? { replayed, last: true } : {}),
    });
  }
  const parts = (online?.parts ?? [bare]).map((one): Migration => {
    const down = proofs.find(({ migration }) => migration === one.name)?.generated;
    return down === undefined ? one : { ...one, down };
  });
  return { parts, proofs, online };
}
