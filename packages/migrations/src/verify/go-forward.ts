import { type Client, quoteIdentifier, serverError, sqlState } from '@agora/postgres';

import type { Script } from '../folder.ts';
import { runScript } from '../replay.ts';
import { planScript } from '../script-plan.ts';
import { type Content, readContent } from '../sample/index.ts';

const ATTEMPTS = 6;

/**
 * Runs the way forward on filled tables. Many a migration refuses rows that nobody has (a required column
 * without a default, a unique index over made-up values): then the table that is in the way is emptied, at
 * last all of them, and that is noted. Returns what the tables held when it went through.
 */
export async function goForward(
  client: Client,
  up: Script,
  notes: string[],
): Promise<{ readonly content: Content; readonly emptied: boolean } | { readonly reason: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const content = await readContent(client);
    try {
      await runScript(client, up);
      return { content, emptied: attempt > 1 };
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      // A script that ran statement by statement may have left the database half-way.
      const untouched = planScript(up).mode === 'transaction';
      if (attempt >= ATTEMPTS || !untouched || !refusesRows(error)) return { reason: words };
      const culprit = attempt < ATTEMPTS - 1 ? tableOf(error) : undefined;
      await empty(client, culprit);
      notes.push(`${culprit ?? 'every table'} was emptied: on rows the way forward fails (${words})`);
    }
  }
}

/** Constraint violations, conversions that fail, and exceptions of the script's own checks. */
function refusesRows(error: unknown): boolean {
  return /^(?:2[123]|P0|42804|42P17|55006)/.test(sqlState(error) ?? '');
}

function tableOf(error: unknown): string | undefined {
  const known = serverError(error);
  if (known?.schema === undefined || known.table === undefined) return undefined;
  return `${quoteIdentifier(known.schema)}.${quoteIdentifier(known.table)}`;
}

async function empty(client: Client, table: string | undefined): Promise<void> {
  const names = table === undefined ? await allTables(client) : [table];
  if (names.length === 0) return;
  const truncate = `TRUNCATE ${names.join(', ')} CASCADE`;
  await client.query(truncate).catch(async (error: unknown) => {
    // A trigger that forbids it, on a table that is append-only.
    if (sqlState(error) === undefined) throw error;
    await client.query(`SET LOCAL session_replication_role TO replica; ${truncate}`);
  });
}

async function allTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'agora')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`,
  );
  return rows.map((row) => row.name);
}
