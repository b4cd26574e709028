import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { undefinedIfMissing } from '@agora/core';
import { type Client, serverError, withTransaction } from '@agora/postgres';

import { type HealthCheck, healthCheck } from './check.ts';

/** A query of the project's own that must give no rows. */
interface CheckFile {
  /** Its path for people, with forward slashes. */
  readonly name: string;
  readonly sql: string;
}

/** Rows that are shown of those that a check found. */
const SHOWN = 5;
/** Milliseconds that a check may take. */
const PATIENCE_MS = 60_000;

/** The queries of a folder in the order of their names; none where there is no folder. */
export async function readCheckFiles(folder: string): Promise<readonly CheckFile[]> {
  const names = await readdir(folder).catch(undefinedIfMissing);
  const files = (names ?? []).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    files.map(async (name) => ({
      name: `${path.basename(folder)}/${name}`,
      sql: (await readFile(path.join(folder, name), 'utf8')).replace(/^\uFEFF/, ''),
    })),
  );
}

/**
 * Runs each query in a transaction that may not write, with row-level security off: where the role may not see every
 * row, the check fails instead of finding nothing.
 */
export async function runCheckFiles(
  client: Client,
  files: readonly CheckFile[],
): Promise<readonly HealthCheck[]> {
  const checks: HealthCheck[] = [];
  for (const file of files) checks.push(await runCheckFile(client, file));
  return checks;
}

async function runCheckFile(client: Client, { name, sql }: CheckFile): Promise<HealthCheck> {
  const base = { group: 'integrity', name } as const;
  try {
    const rows = await withTransaction(
      client,
      async () => {
        await client.query(`SET LOCAL row_security = off; SET LOCAL statement_timeout = ${PATIENCE_MS}`);
        // A cursor takes one query and nothing else, and gives no more rows than are wanted. The line end closes a comment.
        const text = `DECLARE agora_check NO SCROLL CURSOR FOR ${withoutEnd(sql)}\n`;
        // The extended protocol refuses a second statement; pg's types do not know the setting.
        const query = { text, queryMode: 'extended' };
        await client.query(query);
        return (await client.query<Record<string, unknown>>(`FETCH ${SHOWN + 1} FROM agora_check`)).rows;
      },
      { readOnly: true },
    );
    const shown = rows.slice(0, SHOWN).map((row) => JSON.stringify(row));
    return healthCheck({
      ...base,
      saw:
        rows.length === 0
          ? 'no rows'
          : rows.length > SHOWN
            ? `more than ${SHOWN} rows`
            : `${rows.length} rows`,
      finding:
        rows.length === 0
          ? undefined
          : {
              code: 'operations.check_found_rows',
              message: `${name} finds ${rows.length > SHOWN ? `more than ${SHOWN}` : rows.length} row${rows.length === 1 ? '' : 's'}, and must find none.`,
              why: shown.join('\n'),
              fix: 'Mend these rows, or the query if they are as they should be.',
            },
    });
  } catch (error) {
    const server = serverError(error);
    if (server === undefined) throw error;
    return healthCheck({
      ...base,
      saw: 'it failed',
      finding: {
        code: 'operations.check_failed',
        message: `${name} could not be run.`,
        why: server.message,
        fix: 'A check is one query (SELECT, VALUES, WITH or TABLE) that gives a row for each fault; the role must see every row of what it reads.',
      },
    });
  }
}

/** A semicolon at the end of a file is usual, and none of a cursor's query. */
function withoutEnd(sql: string): string {
  return sql.trimEnd().replace(/;+\s*$/, '');
}
