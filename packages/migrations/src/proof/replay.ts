import { AgoraError } from '@agora/core';
import {
  type Client,
  describeSqlError,
  failedWith,
  type Recorder,
  runScript as run,
  ScriptFailure,
  SQLSTATE,
} from '@agora/postgres';

import { hasWayBack, runWholeBackfill } from '../backfill/whole.ts';
import type { Migration, Script } from '../project/folder.ts';
import { planScript } from '../script/script-plan.ts';
import { withAllRows } from './all-rows.ts';
import { isDisarmed, makesReaching } from './guard/disarm.ts';
import { ServerGuard, withRights } from './guard/server-guard.ts';

/** Told of what a script does. */
export interface ScriptObserver extends Pick<
  Recorder,
  'attempt' | 'beforeStatement' | 'ended' | 'afterStatement' | 'committed'
> {
  /** From now on each statement is a transaction of its own: a failure leaves the database half-way. */
  readonly onStatementWise?: () => void;
}

/**
 * Runs a script on a scratch database as a deploy would run it, without any history.
 *
 * @throws AgoraError `migrations.script_failed`, with the place and PostgreSQL's own words
 */
export async function runScript(
  client: Client,
  script: Script,
  { onStatementWise, ...observer }: ScriptObserver = {},
): Promise<void> {
  const guard = new ServerGuard(client);
  try {
    await guard.begin(script.statements);
    await withRights(client, script.statements, () =>
      run({
        client,
        sql: script.sql,
        statements: script.statements,
        plan: planScript(script),
        recorder: {
          ...observer,
          begin: async () => {
            onStatementWise?.();
            return 0;
          },
          ...(script.statements.some(({ text }) => makesReaching(text))
            ? { afterBegin: (statements) => guard.enter(statements) }
            : {}),
          beforeCommit: () => guard.check(),
          beforeOutside: (statement) => guard.checkOutside(statement),
        },
      }),
    );
  } catch (error) {
    throw describeScriptFailure(error, script, guard);
  }
}

/** What a way forward is made of. */
export type Forwards = Pick<Migration, 'name' | 'up' | 'backfill'>;

/**
 * Runs a migration forward on a scratch database as a deploy would, its backfill after it.
 * @throws AgoraError `migrations.script_failed`, and what a backfill fails with
 */
export async function runForwards(
  client: Client,
  migration: Forwards,
  observer: ScriptObserver = {},
): Promise<void> {
  await runScript(client, migration.up, observer);
  const { backfill } = migration;
  if (backfill === undefined) return;
  const run = (script: Script): Promise<void> => runScript(client, script, observer);
  await withAllRows(client, () => runWholeBackfill(client, { ...migration, backfill }, run));
}

/** Takes a migration back: by what its backfill says of it, then by its down.sql. */
export async function runBackwards(
  client: Client,
  migration: Forwards,
  down: Script,
  observer: ScriptObserver = {},
): Promise<void> {
  const { backfill } = migration;
  if (backfill !== undefined && (await hasWayBack({ backfill }))) {
    const run = (script: Script): Promise<void> => runScript(client, script);
    await withAllRows(client, () => runWholeBackfill(client, { ...migration, backfill }, run, 'back'));
  }
  await runScript(client, down, observer);
}

function describeScriptFailure(error: unknown, script: Script, guard: ServerGuard): unknown {
  if (!(error instanceof ScriptFailure)) return error;
  if (isDisarmed(error)) return guard.disarmed(error);
  const described = describeSqlError(error.cause, script.sql);
  const place = error.statement === undefined ? script.path : `${script.path}:${error.statement.line}`;
  // Roles of the history that an earlier scratch database has made are still there.
  const because = failedWith(error, SQLSTATE.duplicateObject) ? guard.sharedBecause : undefined;
  const why = [described.why, because].filter((part) => part !== undefined).join('\n');
  return new AgoraError({
    code: 'migrations.script_failed',
    message: `${place}: ${described.message}`,
    ...(why === '' ? {} : { why }),
    ...(described.fix === undefined ? {} : { fix: described.fix }),
    cause: error,
  });
}

/**
 * Applies migrations in order to an empty database.
 *
 * @param each told of every migration that is in
 * @throws AgoraError `migrations.replay_failed`
 */
export async function replay(
  client: Client,
  migrations: readonly Migration[],
  each: (migration: Migration) => void = () => {},
): Promise<void> {
  for (const migration of migrations) {
    try {
      await runForwards(client, migration);
    } catch (error) {
      throw replayFailed(migration.name, error);
    }
    each(migration);
  }
}

/** The history itself does not run from nothing. */
export function replayFailed(name: string, cause: unknown): AgoraError {
  const known = cause instanceof AgoraError ? cause : undefined;
  return new AgoraError({
    code: 'migrations.replay_failed',
    message: `The history cannot be replayed: ${name} fails on an empty database.`,
    why: [known?.message ?? String(cause), known?.why].filter((part) => part !== undefined).join('\n'),
    fix: fixFor(cause),
    cause,
  });
}

function fixFor(cause: unknown): string {
  const known = cause instanceof AgoraError ? cause : undefined;
  // An extension that is not installed, or a role that may not do it: the migration is not to blame.
  if (
    failedWith(cause, SQLSTATE.undefinedFile, SQLSTATE.insufficientPrivilege) ||
    (failedWith(cause, SQLSTATE.featureNotSupported) && /\bextension\b/.test(known?.message ?? ''))
  )
    return `${known?.fix ?? 'Use a server that has what is missing.'} Another server for the temporary databases: --server postgresql://...`;
  const mend =
    'Mend the migration so that the whole history runs from nothing; `prisma migrate dev` needs that too.';
  return isMissing(cause)
    ? `${mend} What the platform makes before the first migration (its schemas, functions, roles) belongs, as SQL, into migrations.initShadowDb of prisma.config.ts; tables of a schema that is not public need its name in the URL: ?schema=<name>.`
    : mend;
}

/** A name that nobody has made, or not where it is looked for. */
function isMissing(cause: unknown): boolean {
  return failedWith(
    cause,
    SQLSTATE.invalidSchemaName,
    SQLSTATE.undefinedTable,
    SQLSTATE.undefinedFunction,
    SQLSTATE.undefinedObject,
  );
}
