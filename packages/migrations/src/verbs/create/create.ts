import path from 'node:path';

import { parseDatabaseUrl } from '@agora/postgres';

import { makeScript, type Migration, readFolder } from '../../project/folder.ts';
import type { LintOptions, LintResult } from '../../lint/lint.ts';
import { lintMigrations } from '../../lint/lint.ts';
import type { Project } from '../../prisma/project.ts';
import { describeScratchRefusal } from '../../proof/scratch/scratch-refused.ts';
import type { MigrationReport } from '../../proof/verify/findings.ts';
import { ProofLock } from '../../proof/lock/proof-lock.ts';
import { walkHistory } from '../../proof/verify/verify.ts';
import { forwardSql } from './forward-sql.ts';
import { checkName, folderName } from './migration-name.ts';
import { writeMigration } from './write-migration.ts';

export interface CreateInput {
  readonly project: Project;
  /** The slug, such as `add_bans`. */
  readonly name: string;
  /** A server on which databases may be made. */
  readonly adminUrl: string;
  /** Renames to be done as such: `users.name=users.display_name`, `users=accounts`. */
  readonly renames?: readonly string[] | undefined;
  /** Only lay the folder, for SQL that is written by hand. */
  readonly empty?: boolean | undefined;
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
  readonly migration: Migration;
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
 * `migrations.replay_failed`; EngineError for a schema that Prisma refuses
 */
export async function createMigration(input: CreateInput): Promise<CreateReport | NothingToMake> {
  const { project } = input;
  const folder = await readFolder(project.migrationsDirectory);
  const taken = [...folder.migrations, ...folder.badDirectories].map((one) => one.name);
  checkName(input.name, taken);
  const name = folderName(input.name, taken, input.now ?? new Date());
  const directory = path.join(project.migrationsDirectory, name);
  const step = input.onStep ?? (() => {});

  if (input.empty === true) {
    const up = makeScript(path.join(directory, 'migration.sql'), EMPTY.replace('%NAME%', name));
    const migration: Migration = { name, directory, up };
    if (input.dryRun !== true) await writeMigration(project, migration);
    return { migration, warnings: [], written: input.dryRun !== true };
  }

  step("Asking Prisma's engine for the way forward");
  const forward = await forwardSql({ ...input, migrations: folder.migrations }).catch((error: unknown) => {
    throw describeScratchRefusal(error, input.adminUrl);
  });
  if (forward.kind !== 'changes') return { kept: forward.kind === 'none' ? [] : forward.kept };
  const { sql, warnings } = forward;
  const bare: Migration = { name, directory, up: makeScript(path.join(directory, 'migration.sql'), sql) };

  step('Planning the way back and proving both on filled tables');
  const schema = parseDatabaseUrl(input.adminUrl).schema;
  const history = [...folder.migrations, bare];
  const scratch = {
    adminUrl: input.adminUrl,
    initSql: project.initSql,
    schema: project.url === undefined ? schema : parseDatabaseUrl(project.url).schema,
  };
  const [proof] = await walkHistory(history, {
    ...scratch,
    select: (migration) => migration.name === name,
    generate: () => true,
    signal: input.signal,
  });
  const down = proof?.generated;
  const migration: Migration = down === undefined ? bare : { ...bare, down };

  step('Linting both');
  const lint = await lintMigrations({
    root: project.root,
    migrations: [...folder.migrations, migration],
    only: [name],
    severities: input.severities,
    ...(project.url === undefined ? {} : { defaultSchema: parseDatabaseUrl(project.url).schema ?? 'public' }),
  });
  if (input.dryRun !== true) {
    await writeMigration(project, migration);
    if (proof !== undefined) await (await ProofLock.open(folder.directory, history, scratch)).remember(proof);
  }
  return {
    migration,
    lint,
    warnings,
    written: input.dryRun !== true,
    ...(proof === undefined ? {} : { proof }),
  };
}
