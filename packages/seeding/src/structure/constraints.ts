import { type Client, quoteIdentifier, withTransaction } from '@agora/postgres';
import { strike, type StructurePart } from './structure-table.ts';

/** Turns finished indexes into keys, and adds the foreign keys that are not there yet, all in one transaction. */
export async function addConstraints(
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
  await client.query([...alter(keys), ...alter(absent), strike(keys)].join('; '));
}

/** One statement for each table. */
function alter(parts: readonly StructurePart[]): string[] {
  return [...new Set(parts.map(({ table }) => table))].map((table) => {
    const clauses = parts.filter((part) => part.table === table).map(clause);
    return `ALTER TABLE ${table} ${clauses.join(', ')}`;
  });
}

function clause(part: StructurePart): string {
  const name = quoteIdentifier(part.name);
  if (part.kind === 'foreign key') return `ADD CONSTRAINT ${name} ${part.constraint} NOT VALID`;
  const type = part.constraint!.startsWith('PRIMARY') ? 'PRIMARY KEY' : 'UNIQUE';
  return `ADD CONSTRAINT ${name} ${type} USING INDEX ${name}`;
}

/** SQL that checks a foreign key that was added unchecked, and strikes it. */
export function validation(part: StructurePart): string {
  return `ALTER TABLE ${part.table} VALIDATE CONSTRAINT ${quoteIdentifier(part.name)}; ${strike([part])}`;
}

/**
 * Validates the foreign keys of one table as its owner, whom forced policies would bind as well: they are not forced
 * inside the transaction, which holds an exclusive lock on the tables until it ends, so that no one else ever sees
 * them so, and a kill leaves them forced.
 */
export async function validateUnforced(client: Client, parts: readonly StructurePart[]): Promise<void> {
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
