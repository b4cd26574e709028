import { type Catalog, compareCatalogs, type Difference, readCatalog, scopeOf } from '@agora/catalog';
import { AgoraError, isAgoraError } from '@agora/core';
import { parseDatabaseUrl } from '@agora/postgres';

import { type Both, readBoth, within } from '../../../proof/down/facts.ts';
import { turnInto } from '../../../proof/down/turn-into.ts';
import { replay, runForwards, runScript } from '../../../proof/replay.ts';
import { type Scratch, withScratch } from '../../../proof/scratch/scratch.ts';
import { walkHistory } from '../../../proof/verify/verify.ts';
import { directivesOf } from '../../../project/directives.ts';
import { makeScript, type Migration, type Script } from '../../../project/folder.ts';
import { resolveTarget } from '../../../project/target.ts';
import type { Project } from '../../../prisma/project.ts';
import type { Forward } from '../forward-sql.ts';
import { chooseStatements } from './choose-statements.ts';
import { dropColumn, isAbout, isOfNewTable, mentions, parseTarget } from './targets.ts';
import { stillWanted } from './still-wanted.ts';

/** Which migration is taken back by a new one, and of what. */
interface UndoInput {
  readonly project: Project;
  readonly adminUrl: string;
  /** The history, in order. */
  readonly migrations: readonly Migration[];
  /** By its name, or what is enough of it. */
  readonly migration: string;
  /** Tables and columns; all of it where there are none. */
  readonly only: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * The SQL that takes a migration back, or a part of it, while those after it stay. What it must give is found by replaying
 * the history with the way back right after the migration: what then fails builds on it. What it does at the end of the
 * history has run, and gave that catalog.
 *
 * @throws AgoraError `migrations.cannot_undo`, `migrations.unknown_target`, `migrations.replay_failed`
 */
export async function undoSql(input: UndoInput): Promise<Forward> {
  const { project, adminUrl, migrations, only } = input;
  const name = resolveTarget(
    migrations.map((one) => one.name),
    input.migration,
  );
  const at = migrations.findIndex((one) => one.name === name);
  const migration = migrations[at]!;
  const schema = parseDatabaseUrl(project.url ?? adminUrl).schema ?? 'public';
  const scratch = { adminUrl, schema, initSql: project.initSql };
  const back = await wayBack(migrations.slice(0, at + 1), migration, { ...scratch, signal: input.signal });
  return withScratch(scratch, migrations, async (make) => {
    const now = await make('undo');
    await now.connect((client) => replay(client, migrations.slice(0, at)));
    const before = await now.connect(readCatalog);
    await now.connect((client) => replay(client, [migration]));
    const after = await now.connect(readCatalog);
    const touched = compareCatalogs(before, after);
    const targets = only.map((text) =>
      parseTarget(text, [before, after], { touched, schema, migration: name }),
    );
    const fresh = targets.filter((target) => isOfNewTable(target, before));
    const statements =
      targets.length === 0
        ? back
        : [
            ...(await chooseStatements(
              back.join(';\n'),
              targets.filter((target) => !fresh.includes(target)),
              [before, after],
            )),
            ...fresh.map(dropColumn),
          ];
    const without = await now.copy('undone');
    const undone = await runThere(without, statements, name);
    if (targets.length > 0) {
      const wrong = [
        ...compareCatalogs(after, undone).filter(
          ({ object }) => !targets.some((target) => isAbout(target, object)),
        ),
        ...compareCatalogs(before, undone).filter(({ object }) =>
          targets.some((target) => !fresh.includes(target) && isAbout(target, object)),
        ),
      ];
      if (wrong.length > 0) throw inseparable(name, only, wrong);
    }
    const later = migrations.slice(at + 1);
    await replayLater(without, later, name);
    await now.connect((client) => replay(client, later));
    const sql = await transfer(now, without, { statements, name, project, schema });
    if (sql === undefined) return { kind: 'none' };
    const warnings = [
      ...(at === migrations.length - 1
        ? [
            `${name} is the last one: where nobody else has it yet, agora migrate rollback takes it back without another.`,
          ]
        : []),
      ...(migration.backfill === undefined
        ? []
        : [`What the backfill of ${name} did to rows stays as it is.`]),
      ...bodiesThatMention(touched, await without.connect(readCatalog)),
      ...(await stillWanted(project, { now, without, schema })),
    ];
    const head = `-- Takes back ${only.length === 0 ? '' : `${only.join(', ')} of `}${name}; what came after it stays.`;
    return { kind: 'changes', sql: `${head}\n${sql}`, warnings };
  });
}

const textsOf = ({ statements }: Script): readonly string[] => statements.map(({ text }) => text);

/** Its down.sql, else one that is planned and proven now. */
async function wayBack(
  history: readonly Migration[],
  migration: Migration,
  scratch: Omit<Parameters<typeof walkHistory>[1], 'select' | 'generate'>,
): Promise<readonly string[]> {
  const { name, down } = migration;
  const isNone = (['irreversible', 'not-found'] as const).some(
    (kind) => down !== undefined && directivesOf(down.directives, kind).length > 0,
  );
  if (down !== undefined && !isNone) return textsOf(down);
  const [report] = await walkHistory(history, {
    ...scratch,
    select: (one) => one === migration,
    generate: () => true,
  });
  if (report?.generated !== undefined && report.outcome !== 'failed' && report.outcome !== 'not found')
    return textsOf(report.generated);
  throw new AgoraError({
    code: 'migrations.cannot_undo',
    message: `${name} has no way back.`,
    why: report?.reason ?? 'None was found that passes the proof.',
    fix: `Write the SQL by hand: agora migrate create <name> --empty`,
  });
}

async function runThere(scratch: Scratch, statements: readonly string[], name: string): Promise<Catalog> {
  try {
    return await scratch.connect(async (client) => {
      await runScript(client, scriptOf(statements));
      return readCatalog(client);
    });
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    throw new AgoraError({
      code: 'migrations.cannot_undo',
      message: `This part of ${name} cannot be taken back alone.`,
      why: [error.message, error.why, statements.join(';\n')].filter((part) => part !== undefined).join('\n'),
      fix: 'Ask for more with --only, or for all of it without.',
      cause: error,
    });
  }
}

const scriptOf = (statements: readonly string[]): ReturnType<typeof makeScript> =>
  makeScript('migration.sql', statements.map((text) => `${text};\n`).join(''));

/** Those that fail after the way back build on what it takes away, or on one that does. */
async function replayLater(scratch: Scratch, later: readonly Migration[], name: string): Promise<void> {
  const failed: { readonly name: string; readonly message: string }[] = [];
  for (const migration of later) {
    try {
      await scratch.connect((client) => runForwards(client, migration));
    } catch (error) {
      if (!isAgoraError(error)) throw error;
      failed.push({ name: migration.name, message: error.message });
    }
  }
  if (failed.length === 0) return;
  throw new AgoraError({
    code: 'migrations.cannot_undo',
    message: `${failed.map((one) => one.name).join(', ')} ${failed.length === 1 ? 'builds' : 'build'} on what would be taken back.`,
    why: failed.map((one) => `${one.name}: ${one.message}`).join('\n'),
    fix: `Take ${failed.at(-1)!.name} back first: agora migrate create <name> --undo ${failed.at(-1)!.name}; or leave out with --only what it needs of ${name}.`,
  });
}

/** The way back in today's state: the same statements where they give it, else planned anew. Undefined where nothing is left to do. */
async function transfer(
  now: Scratch,
  without: Scratch,
  {
    statements,
    name,
    project,
    schema,
  }: {
    readonly statements: readonly string[];
    readonly name: string;
    readonly project: Project;
    readonly schema: string;
  },
): Promise<string | undefined> {
  const wanted = await without.connect(readBoth);
  const today = await now.connect(readBoth);
  if (compareCatalogs(wanted.catalog, today.catalog).length === 0) return undefined;
  const there = await now.copy('undo_now');
  const result = await runThere(there, statements, name).catch((error: unknown) => {
    if (isAgoraError(error) && error.code === 'migrations.cannot_undo') return undefined;
    throw error;
  });
  await there.drop();
  if (result !== undefined && compareCatalogs(wanted.catalog, result).length === 0)
    return statements.map((text) => `${text};\n`).join('');
  const scope = scopeOf(wanted.catalog, { external: project.external, ignore: [], schema });
  const inScope = (both: Both): Both => within(both, scope);
  const planned = await now.copy('undo_planned');
  const found = await planned.connect(async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
    return turnInto(client, inScope(today), inScope(wanted), { scope, user: rows[0]?.name ?? '' });
  });
  if (!('reason' in found)) return found.statements.map(({ sql }) => `${sql};\n`).join('');
  throw new AgoraError({
    code: 'migrations.cannot_undo',
    message: `No way was found that takes ${name} back in today's state.`,
    why: found.reason,
    fix: 'Write the SQL by hand: agora migrate create <name> --empty',
  });
}

/** The server looks into a function's body only when it runs. */
function bodiesThatMention(touched: readonly Difference[], left: Catalog): readonly string[] {
  const gone = touched.filter(
    ({ object }) => (object.kind === 'column' || object.kind === 'table') && !left.objects.has(object.key),
  );
  return [...left.objects.values()].flatMap((object) => {
    if (object.kind !== 'function' && object.kind !== 'procedure') return [];
    const text = JSON.stringify(object.definition);
    const named = gone.filter((one) => mentions(text, one.object.name)).map((one) => one.object.name);
    return named.length === 0
      ? []
      : [
          `The ${object.kind} ${object.schema}.${object.name} mentions ${[...new Set(named)].join(', ')}, which goes.`,
        ];
  });
}

function inseparable(name: string, only: readonly string[], wrong: readonly Difference[]): AgoraError {
  return new AgoraError({
    code: 'migrations.cannot_undo',
    message: `${only.join(', ')} cannot be taken back alone: ${name} ties it to something else.`,
    why: wrong
      .slice(0, 10)
      .map(({ line }) => line)
      .join('\n'),
    fix: 'Ask for more with --only, for all of it without, or write the SQL by hand: agora migrate create <name> --empty',
  });
}
