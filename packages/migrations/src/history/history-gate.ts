import { type Client, parseDatabaseUrl } from '@agora/postgres';

import { readFolder } from '../project/folder.ts';
import { readHistory } from './history.ts';
import type { Violation } from './violations.ts';

export type { MigrationsErrorCode } from '../error-codes.ts';

/**
 * An entry of its own: what an application asks before it starts. Reads only, and loads neither Prisma nor a
 * differ.
 */

/** Whether a database is where a folder of migrations wants it. */
export interface HistoryAssessment {
  /**
   * `ok`, also of a database that is ahead by compatible migrations alone; `pending`: something is to be applied, all else is well; `failed`: a migration stopped on the
   * way; `unknown`: the database is not what the folder describes (edited, missing, foreign, unmanaged).
   */
  readonly state: 'ok' | 'pending' | 'failed' | 'unknown';
  /** One line that says what is wrong and what to do; empty when nothing is. */
  readonly message: string;
  readonly pending: readonly string[];
  /** The last migration of the folder, which the application was built with; undefined of an empty folder. */
  readonly migration: string | undefined;
  /** What the database has beyond that, marked compatible. */
  readonly ahead: readonly string[];
  readonly violations: readonly Violation[];
}

/**
 * Compares the history of a database with a migrations folder.
 *
 * @param client a connection that may read the history table
 * @param directory the migrations folder
 * @param options.schema the schema of the history table; `public` unless given, see {@link historySchema}
 */
export async function assessHistory(
  client: Client,
  directory: string,
  options: { readonly schema?: string; readonly forgotten?: readonly string[] } = {},
): Promise<HistoryAssessment> {
  const folder = await readFolder(directory);
  const { entries, ahead, violations } = await readHistory(client, folder, options);
  const pending = entries.filter((entry) => entry.state === 'pending').map((entry) => entry.name);
  const stopped = entries.filter((entry) => entry.state === 'interrupted' || entry.state === 'failed');
  const found = { pending, migration: folder.migrations.at(-1)?.name, ahead, violations };
  if (stopped.length > 0) {
    const names = stopped.map((entry) => entry.name).join(', ');
    const fix = violations.find((one) => one.kind === 'failed')?.fix ?? 'Run: agora migrate deploy';
    return { state: 'failed', message: `Migration ${names} stopped half-way. ${fix}`, ...found };
  }
  const other = violations.filter((violation) => violation.kind !== 'out-of-order');
  const [first] = other;
  if (first) {
    const more = other.length > 1 ? ` (and ${other.length - 1} more: agora migrate status)` : '';
    return { state: 'unknown', message: `${first.message}${more} ${first.fix}`, ...found };
  }
  if (pending.length > 0) {
    const names = pending.length === 1 ? `Migration ${pending[0]} is` : `${pending.length} migrations are`;
    return { state: 'pending', message: `${names} not applied yet. Run: agora migrate deploy`, ...found };
  }
  return { state: 'ok', message: '', ...found };
}

/** The schema in which Prisma keeps its history, by the URL's `schema` parameter. */
export function historySchema(url: string): string {
  return parseDatabaseUrl(url).schema ?? 'public';
}
