import type { Catalog, SequenceFeed } from '@agora/catalog';
import { quoteLiteral } from '@agora/postgres';

/**
 * Statements by which sequences that the way back has made anew go on where their columns end: a new one
 * would deal out numbers that are taken.
 *
 * @param after the catalog before the way back
 * @param filled tables that the way back has made and filled, as SQL
 * @param feeds the sequences after it, read from the same database
 */
export function catchUp(
  after: Catalog,
  filled: ReadonlySet<string>,
  feeds: readonly SequenceFeed[],
): string[] {
  const known = new Set([...after.objects.values()].map(({ address }) => `${address.oid}:${address.sub}`));
  return feeds
    .filter(
      (feed) =>
        !known.has(`${feed.sequenceOid}:0`) &&
        (known.has(`${feed.tableOid}:${feed.columnNumber}`) || filled.has(feed.table)),
    )
    .map(
      ({ sequence, table, column, start }) =>
        `SELECT pg_catalog.setval(${quoteLiteral(sequence)}, max(${column})) FROM ${table} HAVING max(${column}) >= ${start}`,
    );
}
