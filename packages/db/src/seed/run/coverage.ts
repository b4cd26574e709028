import { type Client, withConnection } from '@agora/postgres';
import { factories } from '../factories/index.ts';

/** Tables that no seed fills, and why. Whoever adds a table adds a factory, or a line here. */
const unseeded: Readonly<Record<string, string>> = {
  _prisma_migrations: 'the history of migrations',
  refresh_tokens: 'made by logging in',
  oauth_grants: 'made by logging in through a provider, and soon spent',
  account_tokens: 'made by asking for a mail',
  idempotency_keys: 'made by requests, and soon forgotten',
  notifications: 'made for events from now on; the seeded past has been read',
  post_revisions: 'the API keeps them from the first edit it serves',
  moderation_entries: 'the API’s audit log of what it was asked to do',
};

/** Columns that the database fills by itself, or that are rightly empty in every seed. */
const unfilled: Readonly<Record<string, string>> = {
  'users.token_version': 'counts how often all sessions were ended; begins at its default',
};

export interface CoverageGap {
  table: string;
  /** Absent: the whole table has no factory. */
  column?: string;
  problem: string;
  fix: string;
}

/**
 * Compares the factories' columns with the live catalog: tables and columns that no factory fills, and columns that
 * factories fill but the catalog has not.
 */
export function seedCoverage(url: string): Promise<CoverageGap[]> {
  return withConnection({ url, applicationName: 'agora-seed' }, readCoverage);
}

/** {@link seedCoverage} on a connection at hand. */
export async function readCoverage(client: Client): Promise<CoverageGap[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attgenerated = ''
     GROUP BY c.relname ORDER BY c.relname`);
  const catalog = new Map(rows.map(({ table, columns }) => [table, new Set(columns)]));
  const gaps: CoverageGap[] = [];
  for (const [table, columns] of catalog) {
    const factory = factories.find((one) => one.table === table);
    if (factory === undefined) {
      if (unseeded[table] !== undefined) continue;
      const fix = `Write src/seed/factories/${table.replaceAll('_', '-')}.ts, or say in src/seed/run/coverage.ts why not.`;
      gaps.push({ table, problem: 'no factory fills this table', fix });
      continue;
    }
    for (const column of columns) {
      if (factory.columns.includes(column) || unfilled[`${table}.${column}`] !== undefined) continue;
      const fix = `Add it to the factory "${factory.entity}" and to its writer in src/seed/load/tables/.`;
      gaps.push({ table, column, problem: 'no factory fills this column', fix });
    }
    for (const column of factory.columns) {
      if (columns.has(column)) continue;
      gaps.push({
        table,
        column,
        problem: 'the table has no such column',
        fix: `Apply pending migrations (agora migrate deploy), or remove it from the factory "${factory.entity}".`,
      });
    }
  }
  for (const factory of factories) {
    if (catalog.has(factory.table)) continue;
    gaps.push({
      table: factory.table,
      problem: 'there is no such table',
      fix: `Remove the factory "${factory.entity}".`,
    });
  }
  return gaps;
}
