import { readSequenceFeeds } from '@agora/catalog';
import type { Client } from '@agora/postgres';

/** Whether what a sequence deals out next is above all that its columns hold, by the sequence's name. */
type SequencesAhead = ReadonlyMap<string, boolean>;

/** Reads, of every sequence that feeds a column of whole numbers, whether it is ahead of that column. */
export async function sequencesAhead(client: Client): Promise<SequencesAhead> {
  const feeds = await readSequenceFeeds(client);
  if (feeds.length === 0) return new Map();
  const parts = feeds.map(
    ({ sequence, table, column }, index) =>
      // A number that was set by hand is not in pg_sequence until it is dealt out.
      `SELECT ${index} AS place, coalesce((SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM ${sequence}) >= (SELECT max(${column}) FROM ${table}), true) AS ahead`,
  );
  const { rows } = await client.query<{ place: number; ahead: boolean }>(parts.join(' UNION ALL '));
  const found = new Map<string, boolean>();
  for (const row of rows) {
    const name = feeds[row.place]?.label ?? '';
    found.set(name, (found.get(name) ?? true) && row.ahead);
  }
  return found;
}

/**
 * Sequences that were ahead of their columns and are not any more: the next row would get a number that is
 * taken.
 *
 * @param notes gains a line for each
 */
export function startedOver(before: SequencesAhead, after: SequencesAhead, notes: string[]): string[] {
  const names = [...after]
    .filter(([name, ahead]) => !ahead && before.get(name) === true)
    .map(([name]) => name);
  notes.push(...names.map((name) => `${name} starts over below the numbers that its column holds`));
  return names;
}
