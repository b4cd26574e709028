import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { AgoraError } from '@agora/core';
import {
  mayChangeRole,
  mayChangeSession,
  concurrentTimeouts,
  quoteIdentifier,
  quoteLiteral,
  resetSql,
  type ScriptTimeouts,
  setTimeouts,
  type Statement,
} from '@agora/postgres';

import type { ApplyOptions } from '../apply/options.ts';
import { sessionSettings } from '../apply/session.ts';
import { scriptTimeouts, timeoutsOf } from '../apply/step/timeouts.ts';
import { badFile } from '../backfill/backfill-errors.ts';
import { readBackfill, renderBackfillGuard, withCondition } from '../project/backfill-file.ts';
import type { Migration, MigrationsFolder, Script } from '../project/folder.ts';
import { LOCK_KEY, createPrismaTableSql, prismaTable, rollBackRowSql } from '../history/prisma-table.ts';
import { forPsql } from '../script/for-psql.ts';
import { planScript } from '../script/script-plan.ts';
import { resolveTarget } from '../project/target.ts';

/** As a target: before the first migration. */
const ZERO = 'zero';

export interface RenderInput {
  readonly folder: MigrationsFolder;
  /** The migration the database is at; before the first unless given. */
  readonly from?: string | undefined;
  /**
   * The migration it shall be at, or `zero` for none; the last unless given. Earlier than `from` renders the
   * way back.
   */
  readonly to?: string | undefined;
  /** Default `public`. */
  readonly schema?: string | undefined;
  /** Of the environment; those of a deploy unless given. */
  readonly timeouts?: Pick<ApplyOptions, 'lockTimeoutMs' | 'statementTimeoutMs'> | undefined;
}

/**
 * Renders the way between two migrations as a script for psql, history rows included, without a database. Each migration
 * is a transaction with its row and runs once; one that cannot run in a transaction gets rows at its beginning and end,
 * between which a stop shows as unfinished. Timeouts and the session are as in a deploy.
 * @throws AgoraError `migrations.unknown_target`, `migrations.no_down`, `migrations.psql_command`
 */
export function renderSql(input: RenderInput): string {
  const { migrations } = input.folder;
  const names = migrations.map((migration) => migration.name);
  const place = (target: string | undefined, otherwise: number): number =>
    target === undefined ? otherwise : target === ZERO ? -1 : names.indexOf(resolveTarget(names, target));
  const from = place(input.from, -1);
  const to = place(input.to, migrations.length - 1);
  const schema = input.schema ?? 'public';
  const timeouts = timeoutsOf(input.timeouts ?? {});
  const session: Session = {
    timeouts,
    // The file is UTF-8, whatever the terminal's locale makes psql take it for.
    settings: [
      "SET client_encoding = 'UTF8'",
      ...sessionSettings({ schema, noticesKill: false, isSpread: false, major: 0 }, timeouts),
      WITHOUT_OTHERS,
    ],
  };
  const forward = to >= from;
  const parts = forward
    ? migrations
        .slice(from + 1, to + 1)
        .flatMap((migration) => [renderUp(migration, schema, session), ...renderRows(migration)])
    : migrations
        .slice(to + 1, from + 1)
        .toReversed()
        .map((migration) => renderDown(migration, schema, session));
  const steps = Math.abs(to - from);
  const words = forward ? 'forward' : 'back';
  return [
    `-- The way ${words}: ${steps} migration${steps === 1 ? '' : 's'}. Run with: psql -X -f <this file> <database>`,
    String.raw`\set ON_ERROR_STOP on`,
    `SELECT pg_advisory_lock(${LOCK_KEY});`,
    ...session.settings.map((setting) => `${setting};`),
    ...(forward ? [...createSchema(schema), `${createPrismaTableSql(schema)};`] : []),
    ...parts,
    `SELECT pg_advisory_unlock(${LOCK_KEY});`,
    // Whoever includes it in a session of psql goes on with their own settings.
    'RESET ALL;',
    '',
  ].join('\n');
}

/** What role or database set for the application would end a long script; which of them there are, the server knows. */
const WITHOUT_OTHERS =
  "DO $agora$ BEGIN PERFORM pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings " +
  "WHERE name IN ('idle_session_timeout', 'transaction_timeout'); END $agora$";

/** What a session begins with, and is put back to. */
interface Session {
  readonly timeouts: ScriptTimeouts;
  readonly settings: readonly string[];
}

/** As a deploy does. Not IF NOT EXISTS, which wants the right to create even for a schema that is there. */
function createSchema(schema: string): readonly string[] {
  const name = quoteIdentifier(schema);
  const missing = `pg_catalog.to_regnamespace(${quoteLiteral(name)}) IS NULL`;
  return [`DO $agora$ BEGIN IF ${missing} THEN CREATE SCHEMA ${name}; END IF; END $agora$;`];
}

function renderUp({ name, up }: Migration, schema: string, session: Session): string {
  const id = randomUUID();
  const table = prismaTable(schema);
  const live = `migration_name = ${quoteLiteral(name)} AND rolled_back_at IS NULL`;
  const row = `'${id}', '${up.checksum}', ${quoteLiteral(name)}`;
  return render(
    { name, script: up, file: 'migration.sql', session },
    {
      guard: guard(`EXISTS (SELECT FROM ${table} WHERE ${live})`, `${name} is applied or unfinished already`),
      begin: `INSERT INTO ${table} (id, checksum, migration_name) VALUES (${row});`,
      finish: `UPDATE ${table} SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = '${id}';`,
      whole: `INSERT INTO ${table} (id, checksum, migration_name, started_at, finished_at, applied_steps_count)\n  VALUES (${row}, now(), clock_timestamp(), 1);`,
    },
  );
}

/** What a migration's backfill does, on all rows at once: psql knows no batches. */
function renderRows({ name, backfill }: Migration): readonly string[] {
  if (backfill === undefined) return [];
  const command = `agora migrate backfill run ${name}`;
  if (backfill.kind === 'module')
    return [
      `\n-- ${name}: ${path.basename(backfill.path)} is not SQL\n\\echo ${quoteLiteral(`not done here: ${command}`)}`,
    ];
  const { text, problems } = readBackfill(backfill.script);
  if (text === undefined) throw badFile(backfill.script.path, problems);
  return [
    [
      `\n-- ${name}/backfill.sql: all rows at once; in batches by ${command}`,
      'BEGIN;',
      'SET LOCAL row_security = off;',
      `${forPsql({ text: withCondition(text.statement, 'true'), line: 1 }, backfill.script.path)};`,
      forPsql({ text: renderBackfillGuard(name, text.doneWhen), line: 1 }, backfill.script.path),
      'COMMIT;',
    ].join('\n'),
  ];
}

function renderDown({ name, down }: Migration, schema: string, session: Session): string {
  if (!down) {
    throw new AgoraError({
      code: 'migrations.no_down',
      message: `${name} has no down.sql.`,
      fix: `agora migrate down ${name}`,
    });
  }
  const table = prismaTable(schema);
  const live = `migration_name = ${quoteLiteral(name)} AND rolled_back_at IS NULL`;
  const finish = `${rollBackRowSql(schema, live)};`;
  return render(
    { name, script: down, file: 'down.sql', session },
    {
      guard: guard(
        `NOT EXISTS (SELECT FROM ${table} WHERE ${live} AND finished_at IS NOT NULL)`,
        `${name} is not applied`,
      ),
      begin: `UPDATE ${table} SET finished_at = NULL WHERE ${live};`,
      finish,
      whole: finish,
    },
  );
}

interface Bookkeeping {
  readonly guard: string;
  readonly begin: string;
  readonly finish: string;
  readonly whole: string;
}

interface Rendered {
  readonly name: string;
  readonly script: Script;
  readonly file: string;
  readonly session: Session;
}

function render({ name, script, file, session }: Rendered, rows: Bookkeeping): string {
  const plan = planScript(script);
  const own = script.directives.length > 0 ? scriptTimeouts(script, session.timeouts) : undefined;
  const setOwn = (scope: 'LOCAL' | 'SESSION'): readonly string[] =>
    own === undefined ? [] : [`${setTimeouts(own, scope)};`];
  const withSemicolon = (statement: Statement): string => `${forPsql(statement, script.path)};`;
  const head = `\n-- ${name}/${file}`;
  if (plan.mode === 'transaction') {
    return [
      head,
      begin(plan.modes),
      ...setOwn('LOCAL'),
      rows.guard,
      ...plan.statements.map(withSemicolon),
      // History must be written by the role that owns it, whatever the script has set.
      ...(mayChangeRole(script.sql) ? ['RESET SESSION AUTHORIZATION;', 'RESET ROLE;'] : []),
      rows.whole,
      'COMMIT;',
      ...(mayChangeSession(script.statements) ? [reset(session)] : []),
    ].join('\n');
  }
  const timeouts = own ?? session.timeouts;
  const body = plan.units.flatMap(({ statements, modes, transactional }) => {
    if (statements.length > 1) return [begin(modes), ...statements.map(withSemicolon), 'COMMIT;'];
    return statements.flatMap((statement) => {
      const sent = withSemicolon(statement);
      if (!transactional) return patiently(script, statement, sent, timeouts);
      // The others stand alone: a procedure among them may commit, which no transaction lets it.
      return WANTS_TRANSACTION.test(statement.text) ? [begin(modes), sent, 'COMMIT;'] : sent;
    });
  });
  return [
    `${head}: statement by statement, since ${plan.reason}`,
    rows.guard,
    rows.begin,
    ...setOwn('SESSION'),
    ...body,
    reset(session),
    rows.finish,
  ].join('\n');
}

/** What the server refuses outside of a transaction. */
const WANTS_TRANSACTION = /^(?:lock|savepoint|declare)\b/i;

const begin = (modes: string): string => `${`BEGIN ${modes}`.trimEnd()};`;

const reset = ({ settings }: Session): string => `${resetSql(settings)};`;

/** A statement that builds concurrently runs without timeouts, as in a deploy; afterwards they hold again. */
function patiently(
  { sql }: Script,
  { text }: Statement,
  sent: string,
  timeouts: ScriptTimeouts,
): readonly string[] {
  const without = concurrentTimeouts(sql, text);
  const off = setTimeouts(without ?? {}, 'SESSION');
  if (without === undefined || off === '') return [sent];
  const again = {
    ...('lockTimeoutMs' in without ? { lockTimeoutMs: timeouts.lockTimeoutMs } : {}),
    ...('statementTimeoutMs' in without ? { statementTimeoutMs: timeouts.statementTimeoutMs } : {}),
  };
  return [`${off};`, sent, `${setTimeouts(again, 'SESSION')};`];
}

function guard(condition: string, message: string): string {
  return `DO $agora$ BEGIN IF ${condition} THEN RAISE EXCEPTION '%', ${quoteLiteral(message)}; END IF; END $agora$;`;
}
