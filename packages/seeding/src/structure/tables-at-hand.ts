import { type Client, quoteIdentifier, withTransaction } from '@agora/postgres';

/** Whether no policy hides a row from the login. */
export async function bypassesPolicies(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ bypasses: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.bypasses === true;
}

/** Whether the login owns the project's tables, so that it may take off and make again; a superuser owns everything. */
export async function ownsTables(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ owns: boolean }>(
    `SELECT bool_and(pg_has_role(current_user, relowner, 'USAGE')) AS owns
       FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'`,
  );
  return rows[0]?.owns === true;
}

/** Runs `use` in a transaction in which no policy hides a row: as the role, unless the login bypasses policies itself. */
export function seeingAll<T>(client: Client, role: string, use: () => Promise<T>): Promise<T> {
  return withTransaction(client, async () => {
    if (!(await bypassesPolicies(client))) await client.query(`SET LOCAL ROLE ${quoteIdentifier(role)}`);
    await client.query('SET LOCAL row_security = off');
    return use();
  });
}

/**
 * Whether none of the project's tables has a row, those that no seed fills included.
 * @param role from which policies hide nothing
 */
export async function holdsNothing(client: Client, role: string): Promise<boolean> {
  const { rows: tables } = await client.query<{ table: string }>(
    `SELECT c.oid::regclass::text AS "table" FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'`,
  );
  if (tables.length === 0) return true;
  const found = tables.map(({ table }) => `EXISTS (SELECT FROM ${table})`).join(' OR ');
  return seeingAll(client, role, async () => {
    const { rows } = await client.query<{ holds: boolean }>(`SELECT ${found} AS holds`);
    return rows[0]?.holds === false;
  });
}
