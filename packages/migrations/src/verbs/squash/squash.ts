import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { columnOrderDifferences, compareCatalogs, scopeOf } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import type { Client, Recorder } from '@agora/postgres';

import { schemaOf } from '../../apply/session.ts';
import { makeScript, type Migration, readFolder } from '../../project/folder.ts';
import type { Project } from '../../prisma/project.ts';
import { replaceFile } from '../../project/replace-file.ts';
import { resolveTarget } from '../../project/target.ts';
import { type Both, readBoth } from '../../proof/down/facts.ts';
import { turnInto } from '../../proof/down/turn-into.ts';
import { readReach } from '../../proof/guard/reach.ts';
import { replay, replayFailed, runForwards } from '../../proof/replay.ts';
import { type Scratch, withScratch } from '../../proof/scratch/scratch.ts';
import type { MigrationReport } from '../../proof/verify/findings.ts';
import { walkHistory } from '../../proof/verify/verify.ts';
import { checkName } from '../create/migration-name.ts';
import { keptRows, type KeptRows } from './kept-rows.ts';
import { renderSquash } from './render-squash.ts';

interface SquashInput {
  readonly project: Pick<Project, 'migrationsDirectory' | 'initSql' | 'external' | 'url'>;
  /** The last migration that goes into it. */
  readonly to: string;
  /** Slug of the new one. */
  readonly name: string;
  /** A server for the scratch databases. */
  readonly adminUrl: string;
  readonly dryRun?: boolean | undefined;
  readonly onStep?: ((what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SquashReport {
  /** With its way back, if one was found. */
  readonly migration: Migration;
  readonly replaced: readonly string[];
  /** How many rows of an empty database it brings. */
  readonly rows: number;
  /** Statements that changed no row of an empty database, and are not in it. */
  readonly leftOut: readonly string[];
  /** Columns that stand in another order than before: old databases keep theirs. */
  readonly notes: readonly string[];
  /** Of the way back. */
  readonly proof: MigrationReport | undefined;
}

/** What a history makes in an empty database. */
interface Made extends Both {
  readonly rows: KeptRows;
}

/**
 * Makes one migration of those up to `to`: the schema and the rows that they leave in an empty database, compared on a
 * scratch database. The old folders go; the new one names them with their checksums, so that a deploy to a database that
 * has them all records it.
 * @throws AgoraError `migrations.cannot_squash`, `migrations.unknown_target`, `migrations.replay_failed`
 */
export async function squash(input: SquashInput): Promise<SquashReport> {
  const { project, adminUrl } = input;
  const directory = project.migrationsDirectory;
  const { migrations } = await readFolder(directory);
  const names = migrations.map(({ name }) => name);
  const last = names.indexOf(resolveTarget(names, input.to));
  const replaced = migrations.slice(0, last + 1);
  if (replaced.length < 2)
    throw cannot(`${names[0]} is the first: there is nothing to squash.`, 'Name a later one.');
  refuseServer(replaced);
  checkName(
    input.name,
    names.filter((name) => !replaced.some((one) => one.name === name)),
  );
  // In the place of the last: what follows it stays behind it.
  const name = `${/^\d+/.exec(names[last] ?? '')?.[0] ?? '0'.repeat(14)}_${input.name}`;
  if (names.includes(name)) throw cannot(`There is a migration ${name} already.`, 'Choose another --name.');
  const schema = schemaOf(project.url ?? adminUrl);
  const options = { adminUrl, schema, initSql: project.initSql };
  const folder = path.join(directory, name);
  const step = input.onStep ?? (() => {});
  const found = await withScratch(options, replaced, async (make) => {
    step(`Replaying ${replaced.length} migrations`);
    const leftOut: string[] = [];
    const made = await inScratch(await make('squash'), (client) => replayWatched(client, replaced, leftOut));
    if ('reason' in made.rows) throw cannot('Their rows cannot be kept.', made.rows.reason);
    step('Looking for the statements that make the same');
    const statements = await generate(await make('squashed'), made, schema);
    const text = renderSquash({ replaced, statements, rows: made.rows.statements, leftOut });
    const up = makeScript(path.join(folder, 'migration.sql'), text);
    step('Running them, and comparing catalog and rows');
    const bare: Migration = { name, directory: folder, up };
    const again = await inScratch(await make('proof'), (client) => replay(client, [bare]));
    refuseDifferent(made, again);
    const notes = columnOrderDifferences(made.catalog, again.catalog);
    return { bare, leftOut, notes, rows: made.rows.rows };
  });
  step('Planning the way back');
  const { bare, leftOut, notes, rows } = found;
  const [proof] = await walkHistory([bare], { ...options, generate: () => true, signal: input.signal });
  const migration = proof?.generated === undefined ? bare : { ...bare, down: proof.generated };
  if (!input.dryRun) await write(migration, replaced);
  return { migration, replaced: replaced.map((one) => one.name), rows, leftOut, notes, proof };
}

async function inScratch(scratch: Scratch, fill: (client: Client) => Promise<void>): Promise<Made> {
  await scratch.connect(fill);
  // A connection for each, as a replay leaves the session bare.
  return scratch.connect(async (client) => ({ ...(await readBoth(client)), rows: await keptRows(client) }));
}

/** Replays, and notes every statement on rows that found none. */
async function replayWatched(
  client: Client,
  migrations: readonly Migration[],
  leftOut: string[],
): Promise<void> {
  for (const migration of migrations) {
    const { name } = migration;
    const ended: Recorder['ended'] = ({ text, line }, { rows }) => {
      if (rows > 0 || !/^(?:insert|update|delete|merge|with)\b/i.test(text)) return;
      leftOut.push(`${name}/migration.sql:${line} ${text.replaceAll(/\s+/g, ' ').slice(0, 80)}`);
    };
    await runForwards(client, migration, { ended }).catch((error: unknown) => {
      throw replayFailed(name, error);
    });
  }
}

async function generate(scratch: Scratch, made: Made, schema: string) {
  return scratch.connect(async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
    const scope = scopeOf(made.catalog, { schema });
    const found = await turnInto(client, await readBoth(client), made, { scope, user: rows[0]?.name ?? '' });
    if ('reason' in found) throw cannot('No statements were found that make the same schema.', found.reason);
    return found.statements;
  });
}

/** What belongs to a server is in no catalog of a database: it would be lost. */
function refuseServer(migrations: readonly Migration[]): void {
  const found = migrations.filter(({ up }) => readReach([up.sql]).server).map(({ name }) => name);
  if (found.length === 0) return;
  throw cannot(
    `${found.join(', ')} ${found.length === 1 ? 'makes' : 'make'} what belongs to the whole server, such as roles.`,
    'That is in no catalog of a database, so that the squashed migration would lack it. Squash up to the one before.',
  );
}

function refuseDifferent(made: Made, again: Made): void {
  const lines = compareCatalogs(made.catalog, again.catalog, { owners: false }).map(({ line }) => line);
  const rowsOf = ({ rows }: Made): string => JSON.stringify('reason' in rows ? rows.reason : rows.statements);
  if (rowsOf(made) !== rowsOf(again)) lines.push('the rows are not the same');
  if (lines.length > 0)
    throw cannot('The statements that were found do not make the same.', lines.slice(0, 12).join('\n'));
}

/** The new folder first: what was stopped half-way has both, and version control knows the old ones. */
async function write(migration: Migration, replaced: readonly Migration[]): Promise<void> {
  await mkdir(migration.directory);
  if (migration.down !== undefined) await replaceFile(migration.down.path, migration.down.raw);
  await replaceFile(migration.up.path, migration.up.raw);
  for (const { directory } of replaced) await rm(directory, { recursive: true });
}

function cannot(message: string, why: string): AgoraError {
  return new AgoraError({ code: 'migrations.cannot_squash', message, why, fix: 'Nothing was written.' });
}
