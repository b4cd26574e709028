import { quoteIdentifier, quoteLiteral } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { ColumnGround, ColumnPlace } from './column-ground.ts';
import { copySql } from './copy-column.ts';
import { dollarQuoted } from './dollar-quoted.ts';
import type { SyncSql } from './sync.ts';

/** Pages of a table whose rows one transaction fills: some thousand rows. */
const PAGES = 32;

/** Statements as one transaction of a script that runs statement by statement. */
export function together(statements: readonly string[]): string {
  return `DO ${dollarQuoted('together', ['', 'BEGIN', ...statements, 'END '].join('\n'))};`;
}

/**
 * A copy of a column with the values that the rows have now, for a script that runs statement by statement: a trigger fills
 * rows that are written from now on, then the rows of some pages at a time are filled, so that nobody waits for all.
 *
 * @param value of the copy in SQL, from the column
 * @param types statements that make its type
 */
export function fillBeside(
  { table, column, copy }: Pick<ColumnPlace, 'table' | 'column' | 'copy'>,
  ground: ColumnGround,
  {
    value,
    sync,
    types = [],
  }: { readonly value: string; readonly sync: SyncSql; readonly types?: readonly string[] },
): readonly string[] {
  const [target, name] = [quoted(table), quoteIdentifier(copy)];
  const relation = `${quoteLiteral(target)}::regclass`;
  // Variables that no column is called like: a plain `first` would be ambiguous beside one of that name.
  return [
    together([...types, ...copySql({ table, copy }, ground), ...sync.outward.create]),
    `DO ${dollarQuoted(
      'repeatable',
      `
DECLARE
  agora_pages bigint := (SELECT max(pg_relation_size(relid)) / current_setting('block_size')::bigint
    FROM (SELECT ${relation} AS relid UNION SELECT relid FROM pg_partition_tree(${relation})) parts);
  agora_page bigint := 0;
  agora_first tid;
  agora_beyond tid;
BEGIN
  WHILE agora_page <= agora_pages LOOP
    PERFORM set_config('row_security', 'off', true);
    agora_first := format('(%s,0)', agora_page)::tid;
    agora_page := agora_page + ${PAGES};
    agora_beyond := format('(%s,0)', agora_page)::tid;
    UPDATE ${target} SET ${name} = ${value} WHERE ${name} IS NULL AND ${quoteIdentifier(column)} IS NOT NULL AND ctid >= agora_first AND ctid < agora_beyond;
    COMMIT;
  END LOOP;
END `,
    )};`,
  ];
}
