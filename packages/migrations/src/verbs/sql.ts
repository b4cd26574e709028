import { randomUUID } from 'node:crypto';

import { AgoraError } from '@agora/core';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import type { Migration, MigrationsFolder, Script } from '../project/folder.ts';
import { LOCK_KEY, createPrismaTableSql, prismaTable, rollBackRowSql } from '../history/prisma-table.ts';
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
  readonly lockTimeoutMs?: number | undefined;
}

/**
 * Renders the way between two migrations as a script for psql, history rows included, without a
 * database. Each migration is a transaction with its row, guarded so that none runs twice; one that
 * cannot run in a transaction is begun and finished by rows of its own, and a stop in between shows as
 * unfinished. (A script for psql cannot resume; `deploy` can.)
 *
 * @throws AgoraError `migrations.unknown_target`, `migrations.no_down`
 */
export function renderSql(input: RenderInput): string {
  const { migrations } = input.folder;
  const names = migrations.map((migration) => migration.name);
  const place = (target: string | undefined, otherwise: number): number =>
    target === undefined ? otherwise : target === ZERO ? -1 : names.indexOf(resolveTarget(names, target));
  const from = place(input.from, -1);
  const to = place(input.to, migrations.length - 1);
  const schema = input.schema ?? 'public';
  const forward = to >= from;
  const parts = forward
    ? migrations.slice(from + 1, to + 1).map((migration) => renderUp(migration, schema))
    : migrations
        .slice(to + 1, from + 1)
        .toReversed()
        .map((migration) => renderDown(migration, schema));
  const words = forward ? 'forward' : 'back';
  return [
    `-- The way ${words}: ${parts.length} migration${parts.length === 1 ? '' : 's'}. Run with: psql -X -f <this file> <database>`,
    String.raw`\set ON_ERROR_STOP on`,
    `SELECT pg_advisory_lock(${LOCK_KEY});`,
    `SET search_path = ${quoteIdentifier(schema)};`,
    `SET lock_timeout = ${input.lockTimeoutMs ?? 2000};`,
    ...(forward ? [...createSchema(schema), `${createPrismaTableSql(schema)};`] : []),
    ...parts,
    `SELECT pg_advisory_unlock(${LOCK_KEY});`,
    '',
  ].join('\n');
}

/** As a deploy does. Not IF NOT EXISTS, which wants the right to create even for a schema that is there. */
function createSchema(schema: string): readonly string[] {
  const name = quoteIdentifier(schema);
  const missing = `pg_catalog.to_regnamespace(${quoteLiteral(name)}) IS NULL`;
  return [`DO $agora$ BEGIN IF ${missing} THEN CREATE SCHEMA ${name}; END IF; END $agora$;`];
}

function renderUp({ name, up }: Migration, schema: string): string {
  const id = randomUUID();
  const table = prismaTable(schema);
  const live = `migration_name = ${quoteLiteral(name)} AND rolled_back_at IS NULL`;
  const row = `'${id}', '${up.checksum}', ${quoteLiteral(name)}`;
  return render(name, up, 'migration.sql', {
    guard: guard(`EXISTS (SELECT FROM ${table} WHERE ${live})`, `${name} is applied or unfinished already`),
    begin: `INSERT INTO ${table} (id, checksum, migration_name) VALUES (${row});`,
    finish: `UPDATE ${table} SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = '${id}';`,
    whole: `INSERT INTO ${table} (id, checksum, migration_name, started_at, finished_at, applied_steps_count)\n  VALUES (${row}, now(), clock_timestamp(), 1);`,
  });
}

function renderDown({ name, down }: Migration, schema: string): string {
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
  return render(name, down, 'down.sql', {
    guard: guard(
      `NOT EXISTS (SELECT FROM ${table} WHERE ${live} AND finished_at IS NOT NULL)`,
      `${name} is not applied`,
    ),
    begin: `UPDATE ${table} SET finished_at = NULL WHERE ${live};`,
    finish,
    whole: finish,
  });
}

interface Bookkeeping {
  readonly guard: string;
  readonly begin: string;
  readonly finish: string;
  readonly whole: string;
}

function render(name: string, script: Script, file: string, rows: Bookkeeping): string {
  const plan = planScript(script);
  const head = `\n-- ${name}/${file}`;
  if (plan.mode === 'transaction') {
    const body = plan.statements.map((statement) => `${statement.text};`);
    return [head, `BEGIN ${plan.modes}`.trimEnd() + ';', rows.guard, ...body, rows.whole, 'COMMIT;'].join(
      '\n',
    );
  }
  const body = plan.units.flatMap((unit) => {
    const statements = unit.statements.map((statement) => `${statement.text};`);
    return statements.length > 1
      ? [`BEGIN ${unit.modes}`.trimEnd() + ';', ...statements, 'COMMIT;']
      : statements;
  });
  return [
    `${head}: statement by statement, since ${plan.reason}`,
    rows.guard,
    rows.begin,
    ...body,
    rows.finish,
  ].join('\n');
}

function guard(condition: string, message: string): string {
  return `DO $agora$ BEGIN IF ${condition} THEN RAISE EXCEPTION '%', ${quoteLiteral(message)}; END IF; END $agora$;`;
}
