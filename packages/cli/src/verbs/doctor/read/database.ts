import { isAgoraError } from '@agora/core';
import {
  appliedEntries,
  type History,
  type HistoryEntry,
  historySchema,
  type MigrationsFolder,
  readHistory,
  readInvalidIndexes,
  refusePooler,
  RUNS_TABLE,
  tablesOfHistory,
} from '@agora/migrations';
import {
  type Client,
  failedWith,
  parseDatabaseUrl,
  SQLSTATE,
  withConnection,
  readServerVersion,
} from '@agora/postgres';

import type { Answering, Database, HistoryFacts } from '../examined.ts';

/** Milliseconds that a server may take to answer. */
const PATIENCE_MS = 10_000;

/** What the project says of the database. */
export interface Target {
  readonly url: string;
  readonly folder: MigrationsFolder;
  readonly forgotten: readonly string[];
  /** Tables that others manage, by name or `schema.name`. */
  readonly external: readonly string[];
}

/** Reads a database; one that does not answer is what was found. */
export async function readDatabase(target: Target): Promise<Database> {
  const { url } = target;
  const redacted = redact(url);
  try {
    const found = await withConnection(
      { url, applicationName: 'agora doctor', connectTimeoutMs: PATIENCE_MS },
      (client) => readAnswering(client, target),
    );
    return { answers: true, redacted, ...found };
  } catch (error) {
    return unanswered(error, redacted);
  }
}

/**
 * A database that cannot be asked, and why.
 * @throws whatever is no fault of the project or its server
 */
export function unanswered(error: unknown, redacted: string | undefined): Database {
  if (!isAgoraError(error)) throw error;
  const { code, message, why, fix } = error;
  const fault = {
    code,
    message,
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
  };
  return { answers: false, redacted, fault };
}

function redact(url: string): string {
  try {
    return parseDatabaseUrl(url).redacted;
  } catch {
    return 'the URL';
  }
}

async function readAnswering(client: Client, target: Target): Promise<Answering> {
  const { url, folder, forgotten } = target;
  const schema = historySchema(url);
  const server = await readServer(client);
  const history = await readHistory(client, folder, {
    schema,
    forgotten,
    externalTables: target.external,
  }).catch((error: unknown) => {
    if (failedWith(error, SQLSTATE.insufficientPrivilege)) return undefined;
    throw error;
  });
  return {
    server,
    rights: await readRights(client, schema),
    pooler: await readPooler(client, url),
    available: await readAvailable(client),
    invalidIndexes: await readInvalidIndexes(client),
    history: history === undefined ? undefined : factsOf(history),
    tables:
      history === undefined
        ? { missing: [], unknown: [] }
        : await compareTables(client, history, target.external),
  };
}

function factsOf(history: History): HistoryFacts {
  const named = (...states: readonly HistoryEntry['state'][]): readonly string[] =>
    history.entries.filter(({ state }) => states.includes(state)).map(({ name }) => name);
  return {
    initialized: history.initialized,
    applied: appliedEntries(history).length,
    pending: named('pending'),
    halfApplied: named('interrupted', 'failed'),
    violations: history.violations,
  };
}

async function readServer(client: Client): Promise<Answering['server']> {
  const { rows } = await client.query<Omit<Answering['server'], 'versionNumber'>>(
    `SELECT pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) AS version,
            pg_catalog.pg_is_in_recovery() AS "inRecovery",
            pg_catalog.current_setting('default_transaction_read_only')::bool AS "readOnly",
            pg_catalog.current_setting('max_connections')::int
              - pg_catalog.current_setting('superuser_reserved_connections')::int AS "maxConnections",
            (SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend') AS connections,
            (SELECT setting::int FROM pg_catalog.pg_settings
              WHERE name = 'idle_in_transaction_session_timeout') AS "idleInTransactionMs"`,
  );
  return { ...rows[0]!, versionNumber: await readServerVersion(client) };
}

async function readRights(client: Client, schema: string): Promise<Answering['rights']> {
  const { rows } = await client.query<{
    role: string;
    superuser: boolean;
    createDatabase: boolean;
    createInSchema: boolean | null;
    foreignTables: string[];
  }>(
    `SELECT rolname AS role, rolsuper AS superuser, rolcreatedb OR rolsuper AS "createDatabase",
            (SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
               FROM pg_catalog.pg_namespace n WHERE n.nspname = $1) AS "createInSchema",
            ARRAY(SELECT pg_catalog.format('%s.%s', n.nspname, c.relname)
                    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')
                     AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')
                     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                        AND d.objid = c.oid AND d.deptype = 'e')
                   ORDER BY 1) AS "foreignTables"
       FROM pg_catalog.pg_roles WHERE rolname = current_user`,
    [schema],
  );
  const { createInSchema, ...found } = rows[0]!;
  return { ...found, schema, createInSchema: createInSchema ?? undefined };
}

async function readPooler(client: Client, url: string): Promise<Answering['pooler']> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  try {
    await refusePooler(client, url, rows[0]?.pid ?? 0);
    return undefined;
  } catch (error) {
    if (!isAgoraError(error) || error.code !== 'migrations.pooled_connection') throw error;
    return { message: error.message, why: error.why ?? '', fix: error.fix ?? '' };
  }
}

async function readAvailable(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM pg_catalog.pg_available_extensions',
  );
  return rows.map(({ name }) => name);
}

/** Tables by name alone, in the schemas of the history: what can be told without a temporary database. */
async function compareTables(
  client: Client,
  { initialized, schema, entries }: History,
  external: readonly string[],
): Promise<Answering['tables']> {
  const applied = entries.flatMap(({ state, migration }) =>
    state === 'applied' && migration !== undefined ? [migration] : [],
  );
  if (!initialized || applied.length === 0) return { missing: [], unknown: [] };
  const { tables, complete } = await tablesOfHistory(applied, schema);
  const schemas = [...new Set([schema, ...tables.map((table) => table.split('.')[0] ?? '')])];
  const { rows } = await client.query<{ name: string; schema: string; table: string }>(
    `SELECT n.nspname || '.' || c.relname AS name, n.nspname AS schema, c.relname AS "table"
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY ($1)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                           AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 1`,
    [schemas],
  );
  const there = new Set(rows.map(({ name }) => name));
  const known = new Set([...tables, ...external, `${schema}._prisma_migrations`, RUNS_TABLE]);
  return {
    missing: tables.filter((table) => !there.has(table)),
    unknown: complete
      ? rows
          .filter(({ name, table }) => !known.has(name) && !external.includes(table))
          .map(({ name }) => name)
      : [],
  };
}
