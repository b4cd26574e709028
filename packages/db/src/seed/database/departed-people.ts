import type { Client, CopyValue } from '@agora/postgres';
import type { MadeRows } from '@agora/seeding';
import { rowsOf } from '../../sql/index.ts';
import type { Factory } from '../factories/factory.ts';
import { departedPeopleSql } from './departed-people.sql.ts';

/**
 * Seeded people can leave the forum like any other, and then are not made again: returns a function that takes their
 * rows out of what is to be written.
 * @param communities ids.
 */
export async function withoutDeparted(
  client: Client,
  communities: readonly string[],
): Promise<(made: readonly MadeRows<Factory>[]) => readonly MadeRows<Factory>[]> {
  const found = await rowsOf(client, departedPeopleSql({ communities }));
  const left = new Set<CopyValue>(found.map(({ id }) => id));
  return (made) =>
    made.map(({ factory, rows }) => {
      const { personOf } = factory;
      if (personOf === undefined || left.size === 0) return { factory, rows };
      return { factory, rows: rows.filter((row) => !left.has(row[personOf]!)) };
    });
}
