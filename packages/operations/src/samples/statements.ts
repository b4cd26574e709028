import { type Client, withConnection } from '@agora/postgres';

import { type Counter, countersSource } from './counters.ts';
import type { Source } from './source.ts';

/** Statements that are looked at, the most called first. */
const MOST = 30;
/** Of a database that nobody asks, nothing is judged. */
const LEAST_CALLS = 20;

interface Known {
  readonly id: string;
  readonly name: string;
  readonly control: boolean;
}

/**
 * What pg_stat_statements has counted: statements that name a table of the plan, and as their control those that do not.
 * @param tables of the plan, by name alone
 * @returns undefined where it is not loaded, or the role may not read it
 */
export async function statementsSource(
  url: string,
  tables: ReadonlySet<string>,
): Promise<Source | undefined> {
  const found = await withConnection({ url, applicationName: 'agora watch' }, async (client) => {
    const schema = await schemaOf(client);
    return schema === undefined ? undefined : { schema, known: await readKnown(client, schema, tables) };
  });
  if (found === undefined || found.known.length === 0) return undefined;
  const { schema, known } = found;
  const byId = new Map(known.map((one) => [one.id, one]));
  return countersSource(() =>
    withConnection(
      { url, applicationName: 'agora watch', connectTimeoutMs: 900, statementTimeoutMs: 900 },
      async (client) => {
        const { rows } = await client.query<{ id: string; calls: number; ms: number }>(
          `SELECT queryid::text AS id, sum(calls)::float8 AS calls, sum(total_exec_time)::float8 AS ms
           FROM ${schema}.pg_stat_statements(false)
          WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
            AND queryid = ANY ($1::bigint[]) GROUP BY 1`,
          [known.map(({ id }) => id)],
        );
        return rows.flatMap(({ id, calls, ms }): Counter[] => {
          const one = byId.get(id);
          return one === undefined
            ? []
            : [{ name: one.name, control: one.control, calls, errors: 0, totalMs: ms }];
        });
      },
      // No figures this time; the next look asks again.
    ).catch(() => undefined),
  );
}

/** The schema of the extension, quoted, where its figures can be read. */
async function schemaOf(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT pg_catalog.quote_ident(n.nspname) AS schema FROM pg_catalog.pg_extension e
       JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'`,
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  // Made and not loaded, it refuses (55000).
  const readable = await client.query(`SELECT FROM ${found.schema}.pg_stat_statements(false) LIMIT 1`).then(
    () => true,
    () => false,
  );
  return readable ? found.schema : undefined;
}

async function readKnown(
  client: Client,
  schema: string,
  tables: ReadonlySet<string>,
): Promise<readonly Known[]> {
  const { rows } = await client.query<{ id: string; query: string }>(
    `SELECT queryid::text AS id, pg_catalog.min(query) AS query FROM ${schema}.pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND query ~* '^\\s*(select|insert|update|delete|with|merge)\\M' AND query !~ 'pg_catalog|pg_logical_emit|_prisma_migrations|agora'
      GROUP BY queryid HAVING sum(calls) >= $1 ORDER BY sum(calls) DESC LIMIT $2`,
    [LEAST_CALLS, MOST],
  );
  return rows.map(({ id, query }) => ({
    id,
    name: `statement ${query.replaceAll(/\s+/g, ' ').slice(0, 60)}`,
    control: ![...tables].some((table) => namesTable(query, table)),
  }));
}

/** Whether a statement says a name, quoted or not. A word too many only makes a control less. Pure. */
export function namesTable(query: string, table: string): boolean {
  const escaped = table.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'i').test(query);
}
