import { AgoraError } from '@agora/core';
import { type Client, describeSqlError } from '@agora/postgres';

/** What the law had purged, and how it is purged again. */
export interface Purges {
  /** A query: a row for each purge. */
  readonly list: string;
  /** A statement that purges again, given all rows of the list as `$1`, an array in JSON; it puts them into the list, too. */
  readonly apply: string;
}

/** Rows of a list, each as the text of a JSON object: numbers and times keep every digit. */
export type PurgeList = readonly string[];

/**
 * Reads what was purged.
 * @param client whose settings are left as the list wants them: those of the database, times in UTC
 * @throws AgoraError `backup.purges`
 */
export async function readPurges(client: Client, { list }: Pick<Purges, 'list'>): Promise<PurgeList> {
  await asProject(client);
  try {
    const { rows } = await client.query<{ one: string }>(
      `SELECT pg_catalog.to_jsonb(purged)::text AS one FROM (${withoutEnd(list)}\n) AS purged ORDER BY 1`,
    );
    return rows.map(({ one }) => one);
  } catch (error) {
    throw unusable('list', error);
  }
}

/**
 * Purges again, and sees that the list knows all of it afterwards: the next backup must know it as well.
 * @param client in a transaction that is rolled back when this fails
 * @throws AgoraError `backup.purges`
 */
export async function applyPurges(client: Client, purges: Purges, rows: PurgeList): Promise<void> {
  if (rows.length === 0) return;
  await asProject(client);
  try {
    await client.query(purges.apply, [`[${rows.join(',')}]`]);
  } catch (error) {
    throw unusable('apply', error);
  }
  const known = new Set(await readPurges(client, purges));
  const unknown = rows.filter((row) => !known.has(row));
  if (unknown.length === 0) return;
  throw new AgoraError({
    code: 'backup.purges',
    message: `${unknown.length} of ${rows.length} purges are not in the list after backups.purges.apply.`,
    why: `The next backup would not know them, and a restore would bring back what they took away:\n${unknown.slice(0, 5).join('\n')}`,
    fix: 'Let the statement put the rows into the list as well: WITH ... INSERT ... ON CONFLICT DO NOTHING',
  });
}

/** Of several lists, each row once. */
export function joinLists(lists: readonly PurgeList[]): PurgeList {
  return [...new Set(lists.flat())].toSorted();
}

/** The names in the queries of a project are meant as its application means them. */
async function asProject(client: Client): Promise<void> {
  await client.query(`RESET search_path; SET timezone TO 'UTC'; SET row_security TO off`);
}

/** A semicolon at the end of a query is usual, and none of a part of one. */
const withoutEnd = (sql: string): string => sql.trimEnd().replace(/;+\s*$/, '');

function unusable(what: keyof Purges, error: unknown): AgoraError {
  const known = describeSqlError(error);
  return new AgoraError({
    code: 'backup.purges',
    message: `backups.purges.${what} fails: ${known.message}`,
    why: known.why,
    fix: known.fix ?? 'Run it by hand, and correct it in agora.config.ts.',
    cause: error,
  });
}
