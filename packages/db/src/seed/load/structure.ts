import { type Client, quoteIdentifier, withConnection, withTransaction } from '@agora/postgres';
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
  /** Pages of the table when it was read: what to begin with. */
  pages: number;
}

const tables = (): string[] => loadTables.map(({ factory }) => factory.table);

/** Memory for each sort of an index build and each join of a foreign key's check. */
const BUILD_MEMORY = '512MB';

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
      SELECT CASE kind WHEN 'index' THEN format('DROP INDEX %I', name)
                       ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', table_name, name) END AS drop
        FROM agora.load_structure ORDER BY kind = 'foreign key' DESC, position`);
  for (const { drop } of rows) await client.query(drop);
}

/** What is still missing. */
export async function missingStructure(client: Client): Promise<StructurePart[]> {
  const { rows } = await client.query<StructurePart>(`
    SELECT position, kind, table_name AS "table", name, sql, constraint_sql AS "constraint",
           pg_relation_size(table_name::regclass)::float8 AS pages
      FROM agora.load_structure ORDER BY pages DESC, position`);
  return rows;
}

/**
 * Makes everything again, on two connections: indexes first, then keys on them, then foreign keys, which are added
 * unchecked and validated side by side. Every part is struck from the list in the transaction that makes it, so a
 * run that dies goes on where it stopped.
 */
export async function rebuildStructure(
  url: string,
  connections: number,
  onPart: (part: StructurePart, left: number) => void,
): Promise<void> {
  const missing = await withConnection({ url, applicationName: 'agora-load' }, missingStructure);
  let left = missing.length;
  const built = (part: StructurePart): void => {
    left -= 1;
    onPart(part, left);
  };
  const foreign = missing.filter(({ kind }) => kind === 'foreign key');
  const indexes = missing.filter(({ kind }) => kind !== 'foreign key');
  const queue = [...indexes];
  await inParallel(url, connections, async (client) => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      await buildIndex(client, part);
      built(part);
    }
  });
  // Checks of one table exclude each other; those of different tables do not.
  const tablesOfForeign = [...new Set(foreign.map(({ table }) => table))];
  const groups = tablesOfForeign
    .map((table) => foreign.filter((part) => part.table === table))
    .toSorted((a, b) => b.length * b[0]!.pages - a.length * a[0]!.pages);
  await withConnection({ url, applicationName: 'agora-load' }, async (client) => {
    await withTransaction(client, async () => {
      for (const part of foreign) await addUnchecked(client, part);
    });
  });
  const bypassed = await withConnection({ url, applicationName: 'agora-load' }, bypassesPolicies);
  // Without the right to bypass policies, each check locks its tables whole: side by side they would wait in circles.
  await inParallel(url, bypassed ? connections : 1, async (client) => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      if (!bypassed) await validateUnforced(client, group);
      for (const part of group) {
        if (bypassed) await validate(client, part);
        built(part);
      }
    }
  });
}

async function bypassesPolicies(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ bypasses: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.bypasses === true;
}

async function inParallel(
  url: string,
  connections: number,
  use: (client: Client) => Promise<void>,
): Promise<void> {
  const running = Array.from({ length: connections }, () =>
    withConnection({ url, applicationName: 'agora-load' }, async (client) => {
      await client.query(
        `SET maintenance_work_mem = '${BUILD_MEMORY}'; SET max_parallel_maintenance_workers = 0`,
      );
      // A check that row-level security would filter must fail rather than find nothing to complain about.
      await client.query('SET row_security = off');
      await use(client);
    }),
  );
  const outcomes = await Promise.allSettled(running);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function buildIndex(client: Client, part: StructurePart): Promise<void> {
  await withTransaction(client, async () => {
    await client.query(part.sql);
    if (part.kind === 'key') {
      const type = part.constraint!.startsWith('PRIMARY') ? 'PRIMARY KEY' : 'UNIQUE';
      const name = quoteIdentifier(part.name);
      await client.query(`ALTER TABLE ${part.table} ADD CONSTRAINT ${name} ${type} USING INDEX ${name}`);
    }
    await strike(client, part);
  });
}

async function addUnchecked(client: Client, part: StructurePart): Promise<void> {
  const { rows } = await client.query(
    'SELECT FROM pg_constraint WHERE conrelid = $1::regclass AND conname = $2',
    [part.table, part.name],
  );
  if (rows.length > 0) return;
  const name = quoteIdentifier(part.name);
  await client.query(`ALTER TABLE ${part.table} ADD CONSTRAINT ${name} ${part.constraint} NOT VALID`);
}

async function validate(client: Client, part: StructurePart): Promise<void> {
  await withTransaction(client, () => validateAndStrike(client, part));
}

async function validateAndStrike(client: Client, part: StructurePart): Promise<void> {
  await client.query(`ALTER TABLE ${part.table} VALIDATE CONSTRAINT ${quoteIdentifier(part.name)}`);
  await strike(client, part);
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
    for (const part of parts) await validateAndStrike(client, part);
    for (const { table } of rows) await client.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  });
}

async function strike(client: Client, part: StructurePart): Promise<void> {
  await client.query('DELETE FROM agora.load_structure WHERE position = $1', [part.position]);
}
