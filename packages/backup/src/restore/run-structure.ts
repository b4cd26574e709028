import { AgoraError } from '@agora/core';
import {
  type Client,
  describeSqlError,
  failedWith,
  sqlState,
  SQLSTATE,
  withTransaction,
} from '@agora/postgres';
import { withOwnPath, withSession } from '../source/session.ts';
import type { LateStatement, Structure } from '../structure/structure.ts';
import { workOff } from '../work/crew.ts';
import { type OnProgress, progressThrough } from '../work/progress.ts';

/** Makes the bare tables. The database is empty but for the schema `public`, which the backup has itself. */
export async function runBefore(client: Client, { before }: Structure): Promise<void> {
  await withTransaction(client, async () => {
    await run(client, 'DROP SCHEMA IF EXISTS public');
    for (const sql of before) await run(client, sql);
  });
}

/** Where {@link runAfter} works. */
interface AfterOptions {
  readonly url: string;
  readonly jobs: number;
  /** Of the database that was backed up, `name=value`. */
  readonly settings: readonly string[];
  /** Whether owners and rights are restored too. */
  readonly owners: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: OnProgress | undefined;
}

/** Makes the rest: indexes and checks side by side, then one after the other. */
export async function runAfter(client: Client, { after }: Structure, options: AfterOptions): Promise<void> {
  const { url, jobs, settings, owners, signal, onProgress } = options;
  const builds = after.filter(({ kind }) => kind === 'build');
  const onDone = progressThrough(
    after,
    { stage: 'indexes', sizeOf: () => 1, labelOf: ({ sql }) => sql.split('\n', 1)[0] ?? '' },
    onProgress,
  );
  await workOff(
    builds,
    { url, count: jobs, open: (use) => withSession(url, use) },
    signal,
    async (session, statement) => {
      await runLate(session, statement.sql, settings);
      onDone(statement);
    },
  );
  for (const statement of after) {
    if (statement.kind === 'build') continue;
    signal?.throwIfAborted();
    if (owners || !isOfRoles(statement)) await runLate(client, statement.sql, settings);
    onDone(statement);
  }
}

const isOfRoles = ({ kind, sql }: LateStatement): boolean =>
  kind === 'owner' || kind === 'right' || /^ALTER EVENT TRIGGER .* OWNER TO /s.test(sql);

/** What rows do not allow is made without asking them: all the rest is restored, and the comparison tells of it. */
async function runLate(client: Client, sql: string, settings: readonly string[]): Promise<void> {
  try {
    await withOwnPath(client, settings, () => run(client, sql));
  } catch (error) {
    const weaker = withoutRows(sql, error);
    if (weaker === undefined) throw error;
    await run(client, weaker).catch(() => {
      throw error;
    });
  }
}

/** The same without a look at rows; undefined where there is no such statement. */
function withoutRows(sql: string, error: unknown): string | undefined {
  if (sqlState(error) === undefined || failedWith(error, SQLSTATE.queryCanceled)) return undefined;
  if (sql.startsWith('CREATE MATERIALIZED VIEW ')) return `${sql} WITH NO DATA`;
  const { foreignKeyViolation, checkViolation } = SQLSTATE;
  return sql.startsWith('ALTER TABLE ') && failedWith(error, foreignKeyViolation, checkViolation)
    ? `${sql} NOT VALID`
    : undefined;
}

/** @throws AgoraError `backup.restore_failed` */
export async function run(client: Client, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    if (sqlState(error) === undefined || failedWith(error, SQLSTATE.queryCanceled)) throw error;
    throw restoreFailed(error, sql);
  }
}

export function restoreFailed(error: unknown, sql: string): AgoraError {
  const known = describeSqlError(error, sql);
  return new AgoraError({
    code: 'backup.restore_failed',
    message: `A statement of the restore failed: ${known.message}`,
    why: [known.why, sql.length > 500 ? `${sql.slice(0, 500)}...` : sql]
      .filter((part) => part !== undefined)
      .join('\n'),
    fix: known.fix ?? 'See that the server is of the same major version, and has the same extensions.',
    cause: error,
  });
}
