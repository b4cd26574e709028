import { type Client, quoteIdentifier, withConnection, withTransaction } from '@agora/postgres';
import { cancelledBy } from '../cancelled-by.ts';
import { loadTables } from './tables/index.ts';

/** An index, key or foreign key that was taken away for a load, with the statement that makes it again. */
export interface StructurePart {
  position: number;
  kind: 'index' | 'key' | 'foreign key';
  table: string;
  name: string;
  /** For a key: the definition of its index. */
  sql: string;
  /** For a key and a foreign key: what `pg_get_constraintdef` says. */
  constraint: string | null;
  /** Size of the table when it was read: what to begin with. */
  bytes: number;
}

const tables = (): string[] => loadTables.map(({ factory }) => factory.table);

/**
 * For sessions that build and check. Memory is for each sort of an index build and each join of a foreign key's check.
 * A build's own workers would only compete with the other connections. A crash of the server may undo what was
 * reported last, together with its strike from the list, so no commit waits for the disk. Tables are read from their
 * beginning, where another build may be reading further on: several keys are then met in their order and need no sort.
 * Where it is allowed, pages of indexes are compressed in the log. A check that row-level security would filter must fail rather than find nothing to
 * complain about.
 */
const SESSION = `
  SET maintenance_work_mem = '512MB';
  SET max_parallel_maintenance_workers = 0;
  SET synchronous_commit = off;
  SET synchronize_seqscans = off;
  SET jit = off;
  SET row_security = off;
  DO $$ BEGIN
    PERFORM set_config('wal_compression', 'lz4', false);
  EXCEPTION WHEN insufficient_privilege OR invalid_parameter_value THEN NULL;
  END $$`;

/** Whether something other than a foreign key needs a key of the generated tables, as a view does that groups by one. */
export async function isStructureNeeded(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ needed: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_depend d JOIN pg_constraint c ON d.refclassid = 'pg_constraint'::regclass AND d.refobjid = c.oid
       WHERE c.conrelid = ANY ($1::text[]::regclass[]) AND d.deptype = 'n' AND d.classid <> 'pg_constraint'::regclass) AS needed`,
    [tables()],
  );
  return rows[0]?.needed === true;
}

/**
 * Takes indexes and keys off the generated tables and notes how to make them again. Call it in a transaction: a
 * database without them then always says so in `agora.load_structure`.
 */
export async function dropStructure(client: Client): Promise<void> {
  await client.query(
    `
      INSERT INTO agora.load_structure (kind, table_name, name, sql, constraint_sql)
      SELECT CASE contype WHEN 'f' THEN 'foreign key' ELSE 'key' END, conrelid::regclass::text, conname,
             CASE contype WHEN 'f' THEN '' ELSE pg_get_indexdef(conindid) END, pg_get_constraintdef(oid)
        FROM pg_constraint
       WHERE (conrelid = ANY ($1::text[]::regclass[]) AND contype IN ('f', 'p', 'u'))
          OR (confrelid = ANY ($1::text[]::regclass[]) AND contype = 'f')
      UNION ALL
      SELECT 'index', indrelid::regclass::text, i.relname, pg_get_indexdef(indexrelid), NULL
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
       WHERE indrelid = ANY ($1::text[]::regclass[])
         AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))`,
    [tables()],
  );
  const { rows } = await client.query<{ drop: string }>(`
      SELECT CASE kind WHEN 'index' THEN format('DROP INDEX %s', string_agg(format('%I', name), ', '))
                       ELSE format('ALTER TABLE %s %s', table_name,
                                   string_agg(format('DROP CONSTRAINT %I', name), ', ')) END AS drop
        FROM agora.load_structure GROUP BY kind, table_name ORDER BY kind = 'foreign key' DESC`);
  await client.query(rows.map(({ drop }) => drop).join('; '));
}

/** What is still missing. */
export async function missingStructure(client: Client): Promise<StructurePart[]> {
  const { rows } = await client.query<StructurePart>(`
    SELECT position, kind, table_name AS "table", name, sql, constraint_sql AS "constraint",
           pg_relation_size(table_name::regclass)::float8 AS bytes
      FROM agora.load_structure ORDER BY bytes DESC, position`);
  return rows;
}

/**
 * Makes everything again, and the planner's statistics of the generated tables. First the indexes, each a job of its
 * own, the largest tables' first. Then, in one short transaction, keys on their indexes and foreign keys, unchecked:
 * done table by table, their locks would wait for the table's other indexes. Last, for each table, its statistics,
 * with which the checks' joins are planned, and the checks of its foreign keys: their locks exclude each other on one
 * table and not on two. Every part is struck from the list in the transaction that completes it, so a run that dies
 * goes on where it stopped.
 * @param signal cancels what is being built: of large tables one index takes minutes
 * @throws the signal's reason; what the server says
 */
export async function rebuildStructure(
  url: string,
  connections: number,
  onPart: (part: StructurePart, left: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const missing = await withConnection({ url, applicationName: 'agora-load' }, missingStructure);
  let left = missing.length;
  const built = (part: StructurePart): void => {
    left -= 1;
    onPart(part, left);
  };
  const foreign = missing.filter(({ kind }) => kind === 'foreign key');
  const keys = missing.filter(({ kind }) => kind === 'key');
  const indexes = missing.filter(({ kind }) => kind !== 'foreign key');
  await inParallel(url, indexes.length === 0 ? 0 : connections, indexes, signal, async (client, part) => {
    await buildIndex(client, part);
    if (part.kind === 'index') built(part);
  });
  await withConnection({ url, applicationName: 'agora-load' }, (client) =>
    addConstraints(client, keys, foreign),
  );
  for (const key of keys) built(key);
  const checks = [...new Set([...tables(), ...foreign.map(({ table }) => table)])]
    .map((table) => ({ table, parts: foreign.filter((part) => part.table === table) }))
    .toSorted((a, b) => weight(b.parts) - weight(a.parts));
  const bypassed = await withConnection({ url, applicationName: 'agora-load' }, bypassesPolicies);
  // Without the right to bypass policies, each check locks its tables whole: side by side they would wait in circles.
  await inParallel(url, bypassed ? connections : 1, checks, signal, async (client, { table, parts }) => {
    if (tables().includes(table)) await client.query(`ANALYZE ${table}`);
    if (!bypassed && parts.length > 0) await validateUnforced(client, parts);
    for (const part of parts) {
      if (bypassed) await client.query(validation(part));
      built(part);
    }
  });
}

/** Whether no policy hides a row from the login. */
export async function bypassesPolicies(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ bypasses: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.bypasses === true;
}

function weight(parts: readonly StructurePart[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Gives each job to the next of several connections that is free. */
async function inParallel<T>(
  url: string,
  connections: number,
  jobs: readonly T[],
  signal: AbortSignal | undefined,
  use: (client: Client, job: T) => Promise<void>,
): Promise<void> {
  const queue = [...jobs];
  const connection = { url, applicationName: 'agora-load' };
  const running = Array.from({ length: connections }, () =>
    withConnection(connection, (client) =>
      cancelledBy(signal, connection, client, async () => {
        await client.query(SESSION);
        for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
          await use(client, job);
          signal?.throwIfAborted();
        }
      }),
    ),
  );
  const outcomes = await Promise.allSettled(running);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Two statements in one message are one transaction. */
async function buildIndex(client: Client, part: StructurePart): Promise<void> {
  if (part.kind === 'index') await client.query(`${part.sql}; ${strike([part])}`);
  else await client.query(part.sql.replace('CREATE UNIQUE INDEX', 'CREATE UNIQUE INDEX IF NOT EXISTS'));
}

/** Turns finished indexes into keys, and adds the foreign keys that are not there yet, all in one transaction. */
async function addConstraints(
  client: Client,
  keys: readonly StructurePart[],
  foreign: readonly StructurePart[],
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT conrelid::regclass || '.' || conname AS name FROM pg_constraint WHERE contype = 'f'`,
  );
  const present = new Set(rows.map(({ name }) => name));
  const absent = foreign.filter(({ table, name }) => !present.has(`${table}.${name}`));
  const added = [...keys, ...absent];
  if (added.length === 0) return;
  const alter = (parts: readonly StructurePart[]): string[] =>
    [...new Set(parts.map(({ table }) => table))].map((table) => {
      const clauses = parts.filter((part) => part.table === table).map(clause);
      return `ALTER TABLE ${table} ${clauses.join(', ')}`;
    });
  await client.query([...alter(keys), ...alter(absent), strike(keys)].join('; '));
}

function clause(part: StructurePart): string {
  const name = quoteIdentifier(part.name);
  if (part.kind === 'foreign key') return `ADD CONSTRAINT ${name} ${part.constraint} NOT VALID`;
  const type = part.constraint!.startsWith('PRIMARY') ? 'PRIMARY KEY' : 'UNIQUE';
  return `ADD CONSTRAINT ${name} ${type} USING INDEX ${name}`;
}

function validation(part: StructurePart): string {
  return `ALTER TABLE ${part.table} VALIDATE CONSTRAINT ${quoteIdentifier(part.name)}; ${strike([part])}`;
}

/**
 * Validates the foreign keys of one table as its owner, whom forced policies would bind as well: they are not forced
 * inside the transaction, which holds an exclusive lock on the tables until it ends, so that no one else ever sees
 * them so, and a kill leaves them forced.
 */
async function validateUnforced(client: Client, parts: readonly StructurePart[]): Promise<void> {
  await withTransaction(client, async () => {
    const { rows } = await client.query<{ table: string }>(
      `SELECT DISTINCT c.oid::regclass::text AS "table"
         FROM pg_constraint k JOIN pg_class c ON c.oid IN (k.conrelid, k.confrelid)
        WHERE k.conrelid = $1::regclass AND k.conname = ANY ($2) AND c.relforcerowsecurity ORDER BY 1`,
      [parts[0]!.table, parts.map(({ name }) => name)],
    );
    for (const { table } of rows) await client.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    for (const part of parts) await client.query(validation(part));
    for (const { table } of rows) await client.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  });
}

function strike(parts: readonly StructurePart[]): string {
  return `DELETE FROM agora.load_structure WHERE position IN (${['0', ...parts.map(({ position }) => position)].join(', ')})`;
}
