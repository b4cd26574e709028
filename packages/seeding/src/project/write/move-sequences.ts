import { readSequenceFeeds } from '@agora/catalog';
import type { Client } from '@agora/postgres';
import type { ProjectSet } from '../sets/set.ts';

/** Moves the sequences of columns for which rows gave numbers beyond these, so that the next row finds a free one. */
export async function moveSequences(client: Client, sets: readonly ProjectSet[]): Promise<void> {
  const feeds = await readSequenceFeeds(client);
  for (const { target, columns } of sets)
    for (const { name } of target.table.columns.filter((column) => columns.includes(column.name)))
      for (const { sequence, column } of feeds.filter(
        (feed) => feed.tableOid === target.table.oid && unquoted(feed.column) === name,
      ))
        await client.query(
          `SELECT setval('${sequence.replaceAll("'", "''")}', m.most)
             FROM (SELECT max(${column})::bigint AS most FROM ${target.sql}) m, ${sequence} q
            WHERE m.most > q.last_value OR (m.most = q.last_value AND NOT q.is_called)`,
        );
}

function unquoted(identifier: string): string {
  return identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;
}
