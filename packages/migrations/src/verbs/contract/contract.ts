import path from 'node:path';

import { AgoraError, isAgoraError } from '@agora/core';
import { quoteIdentifier, withTransaction } from '@agora/postgres';

import { schemaOf, withReader } from '../../apply/session.ts';
import { readHistory } from '../../history/history.ts';
import { type LintOptions, lintMigrations } from '../../lint/lint.ts';
import { contractExpansion } from '../../online/expand/contract-expansion.ts';
import type { Contraction } from '../../online/expand/contraction.ts';
import {
  describeExpansion,
  type OpenExpansion,
  openExpansions,
} from '../../online/expand/open-expansions.ts';
import type { Project } from '../../prisma/project.ts';
import { renderBackfillGuard } from '../../project/backfill-file.ts';
import { makeScript, type Migration, type MigrationsFolder, readFolder } from '../../project/folder.ts';
import { slugOf } from '../../project/slug.ts';
import { finishWriting } from '../../project/write-migrations.ts';
import { ProofLock } from '../../proof/lock/proof-lock.ts';
import { replay, runScript } from '../../proof/replay.ts';
import { withScratch } from '../../proof/scratch/scratch.ts';
import { walkHistory } from '../../proof/verify/verify.ts';
import type { CreateReport } from '../create/create.ts';
import { folderName } from '../create/migration-name.ts';
import { writeNew } from '../create/write-new.ts';

export interface ContractInput {
  readonly project: Project;
  /** A server on which databases may be made. */
  readonly adminUrl: string;
  /** `users`, `users.name`, with the schema before it where it is not the default one; everything without it. */
  readonly what?: string | undefined;
  /** Do everything but write. */
  readonly dryRun?: boolean | undefined;
  readonly severities?: LintOptions['severities'];
  /** Told of each step as it begins. */
  readonly onStep?: ((text: string) => void) | undefined;
  readonly now?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ContractReport {
  /** A migration for each expansion, in the order in which they began. */
  readonly contractions: readonly (CreateReport & { readonly expansion: string })[];
  /** Why the project's database could not be asked whether the backfills are done; undefined when they are. */
  readonly unseen?: string;
}

/**
 * Writes the migrations that end open expansions: the old name, or the old type, goes. Each with its way back, proven and
 * linted as `create` does it. Nothing is applied.
 *
 * @throws AgoraError `migrations.nothing_to_contract`; `migrations.not_filled` while the project's database has rows that a
 * backfill has not reached; `migrations.replay_failed`; `migrations.folder_changed`
 */
export async function contractExpansions(input: ContractInput): Promise<ContractReport> {
  const { project, adminUrl } = input;
  const step = input.onStep ?? (() => {});
  const schema = schemaOf(project.url ?? adminUrl);
  if (input.dryRun !== true) await finishWriting(project.migrationsDirectory);
  const folder = await readFolder(project.migrationsDirectory);
  const open = openExpansions(folder.migrations, schema).filter((one) => isMeant(one, input.what, schema));
  if (open.length === 0) throw nothingToContract(input.what, openExpansions(folder.migrations, schema));
  step('Writing what ends the expansion');
  const scratch = { adminUrl, initSql: project.initSql, schema };
  const made = await withScratch(scratch, folder.migrations, async (make) => {
    const database = await make('contract');
    return database.connect(async (client) => {
      await replay(client, folder.migrations);
      const list: Made[] = [];
      for (const expansion of open) {
        const contraction = await contractExpansion(client, expansion);
        if (contraction === undefined && input.what === undefined) continue;
        if (contraction === undefined) throw goneMeanwhile(expansion);
        const migration = migrationOf(expansion, contraction, {
          project,
          taken: [...namesIn(folder), ...list.map((one) => one.migration.name)],
          now: input.now ?? new Date(),
        });
        await runScript(client, migration.up);
        list.push({ expansion, contraction, migration });
      }
      const [first] = open;
      if (list.length === 0 && first !== undefined) throw goneMeanwhile(first);
      return list;
    });
  });
  const unseen =
    project.url === undefined ? 'no database is configured' : await refuseUnfilled(project.url, folder, made);

  step('Proving both ways on filled tables');
  const added = new Set(made.map(({ migration }) => migration));
  const history = [...folder.migrations, ...added];
  const proofs = await walkHistory(history, {
    ...scratch,
    select: (migration) => added.has(migration),
    signal: input.signal,
  });
  step('Linting both');
  const contractions = [];
  for (const { expansion, migration } of made) {
    const proof = proofs.find((one) => one.migration === migration.name);
    const lint = await lintMigrations({
      root: project.root,
      migrations: history,
      only: [migration.name],
      severities: input.severities,
      defaultSchema: schema,
    });
    contractions.push({
      expansion: describeExpansion(expansion),
      migration,
      migrations: [migration],
      lint,
      warnings: [],
      written: input.dryRun !== true,
      ...(proof === undefined ? {} : { proof }),
    });
  }
  if (input.dryRun !== true) {
    await writeNew(folder, [...added]);
    const lock = await ProofLock.open(folder.directory, history, scratch);
    for (const proof of proofs) await lock.remember(proof);
  }
  return { contractions, ...(unseen === undefined ? {} : { unseen }) };
}

interface Made {
  readonly expansion: OpenExpansion;
  readonly contraction: Contraction;
  readonly migration: Migration;
}

function namesIn({ migrations, badDirectories }: MigrationsFolder): readonly string[] {
  return [...migrations, ...badDirectories].map(({ name }) => name);
}

function isMeant(expansion: OpenExpansion, what: string | undefined, schema: string): boolean {
  if (what === undefined) return true;
  const { table, column } = expansion;
  return [table, ...(column === undefined ? [] : [`${table}.${column}`, `${table}.${expansion.to}`])].some(
    (name) => what === `${expansion.schema}.${name}` || (expansion.schema === schema && what === name),
  );
}

function migrationOf(
  { since }: OpenExpansion,
  { suffix, header, doneWhen, statements, down }: Contraction,
  {
    project,
    taken,
    now,
  }: { readonly project: Project; readonly taken: readonly string[]; readonly now: Date },
): Migration {
  const name = folderName(freeSlug(`contract_${slugOf(suffix)}`, taken), taken, now);
  const directory = path.join(project.migrationsDirectory, name);
  const guard = doneWhen === undefined ? [] : [renderBackfillGuard(since, doneWhen)];
  return {
    name,
    directory,
    up: makeScript(
      path.join(directory, 'migration.sql'),
      `${[...header, ...guard, ...statements].join('\n')}\n`,
    ),
    down: makeScript(path.join(directory, 'down.sql'), down),
  };
}

/** One that no migration has yet. */
function freeSlug(slug: string, taken: readonly string[]): string {
  const slugs = new Set(taken.map((one) => one.replace(/^\d+_/, '')));
  let free = slug;
  for (let n = 2; slugs.has(free); n += 1) free = `${slug}_${n}`;
  return free;
}

/** @returns why the database could not be asked */
async function refuseUnfilled(
  url: string,
  folder: MigrationsFolder,
  made: readonly Made[],
): Promise<string | undefined> {
  const schema = schemaOf(url);
  try {
    await withReader(url, async (client) => {
      const { entries } = await readHistory(client, folder, { schema });
      const applied = new Set(entries.filter(({ state }) => state === 'applied').map(({ name }) => name));
      const asked = made.filter(({ expansion }) => applied.has(expansion.since));
      await withTransaction(client, async () => {
        await client.query(
          `SET LOCAL search_path TO ${quoteIdentifier(schema)}; SET LOCAL row_security = off`,
        );
        for (const { expansion, contraction } of asked) {
          if (contraction.doneWhen === undefined) continue;
          const { rows } = await client.query<{ done: boolean }>(`SELECT (${contraction.doneWhen}) AS done`);
          if (rows[0]?.done !== true) throw notFilled(expansion);
        }
      });
    });
    return undefined;
  } catch (error) {
    if (isAgoraError(error) && error.code.startsWith('postgres.')) return error.message;
    throw error;
  }
}

function notFilled(expansion: OpenExpansion): AgoraError {
  return new AgoraError({
    code: 'migrations.not_filled',
    message: `The backfill of ${expansion.since} is not done in the project’s database.`,
    why: `Until then the new side of ${describeExpansion(expansion)} misses values, and the old one is needed.`,
    fix: `agora migrate backfill run ${expansion.since}`,
  });
}

function goneMeanwhile(expansion: OpenExpansion): AgoraError {
  return new AgoraError({
    code: 'migrations.nothing_to_contract',
    message: `${describeExpansion(expansion)}, which ${expansion.since} has expanded, is not there any more.`,
    why: 'A later migration of the history has dropped or renamed its table or a column of it.',
    fix: 'Take that migration back, contract, and make it again; or end the expansion by hand: agora migrate create --empty.',
  });
}

function nothingToContract(what: string | undefined, open: readonly OpenExpansion[]): AgoraError {
  return new AgoraError({
    code: 'migrations.nothing_to_contract',
    message:
      what === undefined
        ? 'The history has no open expansion.'
        : `The history has no open expansion of ${what}.`,
    why:
      open.length === 0
        ? 'An expansion is a migration with `-- agora: expands ...` at its top; a contraction ends it.'
        : `Open: ${open.map((one) => describeExpansion(one)).join('; ')}`,
    fix: 'Names are those of the database: agora migrate contract users.name',
  });
}
