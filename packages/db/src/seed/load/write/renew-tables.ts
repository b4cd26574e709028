import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';
import { becomeLoader } from '../../database/roles.ts';

/**
 * Gives empty tables new files: rows can only be frozen in one that the transaction has made. Triggers that refuse
 * TRUNCATE, as the ledger's does, are not asked meanwhile.
 * @throws seed.not_empty when somebody's rows would be lost
 */
export async function renewTables(client: Client, tables: readonly string[]): Promise<void> {
  const quoted = tables.map(quoteIdentifier).join(', ');
  await client.query(`LOCK TABLE ${quoted} IN ACCESS EXCLUSIVE MODE`);
  await becomeLoader(client);
  const holding = tables.map(
    (table) => `SELECT ${quoteLiteral(table)} AS name WHERE EXISTS (SELECT 1 FROM ${quoteIdentifier(table)})`,
  );
  const { rows: found } = await client.query<{ name: string }>(holding.join(' UNION ALL '));
  await client.query('RESET ROLE');
  if (found.length > 0) {
    const names = found.map(({ name }) => name).join(', ');
    throw new AgoraError({
      code: 'seed.not_empty',
      message: `There are rows that the load did not make, in: ${names}`,
      why: 'The database was empty when the load began; these rows came since. Nothing was changed.',
      fix: 'Remove the rows and run the same command again, or give the load up: agora seed --profile load --reset',
    });
  }
  const { rows } = await client.query<{ table: string; name: string }>(
    `SELECT tgrelid::regclass::text AS "table", tgname AS name FROM pg_trigger
      WHERE tgrelid = ANY ($1::text[]::regclass[]) AND NOT tgisinternal AND tgenabled = 'O'
        AND tgtype & 32 <> 0 -- TRIGGER_TYPE_TRUNCATE of PostgreSQL's pg_trigger.h`,
    [tables],
  );
  const triggers = (what: string): string[] =>
    rows.map(({ table, name }) => `ALTER TABLE ${table} ${what} TRIGGER ${quoteIdentifier(name)}`);
  await client.query([...triggers('DISABLE'), `TRUNCATE ${quoted}`, ...triggers('ENABLE')].join('; '));
}
