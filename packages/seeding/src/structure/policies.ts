import { type Client, quoteIdentifier, withTransaction } from '@agora/postgres';

/** Whether no policy hides a row from the login. */
export async function bypassesPolicies(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ bypasses: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.bypasses === true;
}

/** Runs `use` in a transaction in which no policy hides a row: as the role, unless the login bypasses policies itself. */
export function withAllRowsVisible<T>(client: Client, role: string, use: () => Promise<T>): Promise<T> {
  return withTransaction(client, async () => {
    if (!(await bypassesPolicies(client))) await client.query(`SET LOCAL ROLE ${quoteIdentifier(role)}`);
    await client.query('SET LOCAL row_security = off');
    return use();
  });
}
