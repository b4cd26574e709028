import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';
import { factories } from '../factories/index.ts';

/**
 * What a seed needs before it writes a row: every table and column that the factories fill.
 * @throws seed.not_migrated
 */
export async function assertMigrated(client: Client): Promise<void> {
  await assertTables(client);
  const columns = factories.flatMap(({ table, columns: names }) =>
    names.map((name) => [table, name] as const),
  );
  const { rows } = await client.query<{ column: string }>(
    `SELECT f."table" || '.' || f.name AS "column" FROM unnest($1::text[], $2::text[]) AS f ("table", name)
      WHERE NOT EXISTS (SELECT FROM pg_attribute a
        WHERE a.attrelid = to_regclass(quote_ident(f."table")) AND a.attname = f.name AND NOT a.attisdropped)`,
    [columns.map(([table]) => table), columns.map(([, name]) => name)],
  );
  if (rows.length === 0) return;
  throw new AgoraError({
    code: 'seed.not_migrated',
    message: 'Tables of the forum lack columns.',
    why: `Missing: ${rows.map(({ column }) => column).join(', ')}.`,
    fix: 'Apply the pending migrations first: agora migrate deploy',
  });
}

/**
 * What one needs to look at what was seeded: the forum's tables, and a login that may become `agora_loader`.
 * @throws seed.not_migrated, seed.no_rights
 */
export async function assertUsable(client: Client): Promise<void> {
  await assertTables(client);
  await assertRights(client);
}

/** @throws seed.no_rights when the login may not become `agora_loader` */
export async function assertRights(client: Client): Promise<void> {
  const { rows } = await client.query<{ login: string; loader: boolean }>(
    `SELECT current_user AS login, coalesce(pg_has_role(to_regrole('agora_loader'), 'MEMBER'), false) AS loader`,
  );
  const { login, loader } = rows[0]!;
  if (loader) return;
  throw new AgoraError({
    code: 'seed.no_rights',
    message: `The login "${login}" may not seed this database, nor look at what was seeded.`,
    why: 'Seeds are written, compared and checked as the role agora_loader, from which no row is hidden.',
    fix: `As its owner: GRANT agora_loader TO "${login}"   (to apply changed seeds, reset or load the fast way, agora_owner too)`,
  });
}

/** @throws seed.not_migrated when a table that seeds fill is missing */
async function assertTables(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT name AS "table" FROM unnest($1::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NULL`,
    [factories.map((factory) => factory.table)],
  );
  if (rows.length === 0) return;
  const { rows: others } = await client.query<{ table: string }>(
    `SELECT relname AS "table" FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND relname <> '_prisma_migrations' ORDER BY 1`,
  );
  const missing = rows.map((row) => row.table);
  const foreign = missing.includes('communities') && others.length > 0;
  const there = others.slice(0, 8).map((row) => row.table);
  throw new AgoraError({
    code: 'seed.not_migrated',
    message: 'The database has not all of the forum’s tables.',
    why: [
      `Missing: ${missing.join(', ')}.`,
      ...(foreign
        ? [`There are: ${there.join(', ')}. This looks like the database of another project.`]
        : []),
    ].join('\n'),
    fix: foreign
      ? 'Look at DATABASE_URL; into an empty database: agora migrate deploy'
      : 'Apply the migrations first: agora migrate deploy',
  });
}
