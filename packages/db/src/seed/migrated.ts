import { AgoraError, type Client } from '@agora/postgres';
import { factories } from './factories/index.ts';

/** @throws seed.not_migrated when a table that seeds fill is missing */
export async function assertMigrated(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT name AS "table" FROM unnest($1::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NULL`,
    [factories.map((factory) => factory.table)],
  );
  if (rows.length === 0) return;
  throw new AgoraError({
    code: 'seed.not_migrated',
    message: 'The database has not all of the forum’s tables.',
    why: `Missing: ${rows.map((row) => row.table).join(', ')}.`,
    fix: 'Apply the migrations first: pnpm prisma migrate deploy',
  });
}
