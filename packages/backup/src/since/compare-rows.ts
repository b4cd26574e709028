import { type Client, withTransaction } from '@agora/postgres';

import { tableSql } from '../source/tables.ts';
import { rowSql } from './keys.ts';

/** A table of two databases. */
interface ComparedTable {
  readonly schema: string;
  readonly name: string;
  /** Those that both have. */
  readonly columns: readonly string[];
  /** Of the primary key; none: rows are their own keys, and equal ones count as often as they are there. */
  readonly key: readonly string[];
}

interface Counted {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly examples: readonly string[];
}

/** Rows that are fetched at once, so that memory does not grow with the table. */
const FETCHED = 5000;
/** Keys that are shown. */
const SHOWN = 5;

interface Row {
  /** Of the key: the same in any encoding and locale, so that both databases order it the same. */
  readonly hash: string;
  readonly key: string;
  readonly content: string;
}

/** Merges the rows of both databases by their keys. */
export async function compareRows(restored: Client, old: Client, table: ComparedTable): Promise<Counted> {
  const key = table.key.length === 0 ? table.columns : table.key;
  const sql = `SELECT md5(k) AS hash, k AS key, content FROM (
      SELECT ${rowSql(key)}::text AS k, md5(${rowSql(table.columns)}::text) AS content FROM ONLY ${tableSql(table)}
    ) rows ORDER BY md5(k) COLLATE "C", content COLLATE "C"`;
  let [added, changed, removed] = [0, 0, 0];
  const examples: string[] = [];
  const show = (row: Row): void => {
    if (examples.length < SHOWN) examples.push(row.key);
  };
  await withRows(restored, sql, (nextThen) =>
    withRows(old, sql, async (nextNow) => {
      let [then, now] = [await nextThen(), await nextNow()];
      while (then !== undefined || now !== undefined) {
        if (now === undefined || (then !== undefined && then.hash < now.hash)) {
          removed += 1;
          then = await nextThen();
        } else if (then === undefined || now.hash < then.hash) {
          added += 1;
          show(now);
          now = await nextNow();
        } else {
          if (then.content !== now.content) {
            changed += 1;
            show(now);
          }
          [then, now] = [await nextThen(), await nextNow()];
        }
      }
    }),
  );
  return { added, changed, removed, examples };
}

/** Brackets a cursor. @param use gets what gives the next row, undefined at the end */
function withRows(
  client: Client,
  sql: string,
  use: (next: () => Promise<Row | undefined>) => Promise<void>,
): Promise<void> {
  return withTransaction(
    client,
    async () => {
      await client.query(`DECLARE agora_rows NO SCROLL CURSOR FOR ${sql}`);
      let rows: readonly Row[] = [];
      let at = 0;
      await use(async () => {
        if (at === rows.length) {
          rows = (await client.query<Row>(`FETCH ${FETCHED} FROM agora_rows`)).rows;
          at = 0;
        }
        at += 1;
        return rows[at - 1];
      });
    },
    { readOnly: true },
  );
}
