import { AgoraError } from '@agora/core';
import { type Client, failedWith, quoteIdentifier, SQLSTATE, tableExists } from '@agora/postgres';

/** Tables of the schema `agora`, which lies outside the schemas that a project manages. */
export interface ToolTables {
  /** Their statements, in order. */
  readonly sql: string;
  /** The table that is made last. */
  readonly last: string;
  /** The role that rows are written as; it is given the use of the schema. */
  readonly role: string;
  /** What the role may do, table by table: `SELECT, INSERT ON agora.mine`. */
  readonly grants: readonly string[];
}

/**
 * Makes tables in which seeds are noted, unless they are there: asking again would want the right to make them, which
 * who may use them need not have.
 * @throws seed.no_rights when the login may not make them
 */
export async function createToolTables(client: Client, tables: ToolTables): Promise<void> {
  if (await tableExists(client, 'agora', tables.last)) return;
  const { rows } = await client.query<{ login: string; database: string }>(
    'SELECT current_user AS login, current_database() AS database',
  );
  const { login, database } = rows[0]!;
  const role = quoteIdentifier(tables.role);
  const granted = [`USAGE ON SCHEMA agora`, ...tables.grants].map((what) => `GRANT ${what} TO ${role}`);
  try {
    const { rows: schemas } = await client.query(`SELECT FROM pg_namespace WHERE nspname = 'agora'`);
    if (schemas.length === 0) await client.query('CREATE SCHEMA agora');
    await client.query([tables.sql, ...granted].join(';\n'));
  } catch (error) {
    if (!failedWith(error, SQLSTATE.insufficientPrivilege)) throw error;
    throw new AgoraError({
      code: 'seed.no_rights',
      message: `The login "${login}" may not make the tables in which seeds are noted.`,
      why: 'They stand in the schema agora, and are made by the first seed of a database, those of loads by its first load.',
      fix: `Do it once as the login that migrates, or as a superuser: GRANT CREATE ON DATABASE "${database}" TO "${login}"; GRANT CREATE, USAGE ON SCHEMA agora TO "${login}"`,
      cause: error,
    });
  }
}
