import { z } from 'zod';
import { ApiError } from '../api-error.ts';

/** Query parameters of every listing. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Most items to answer'),
  cursor: z.string().max(500).optional().describe('`next` of the page before'),
});

/** A page of a listing. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the next page; null on the last one'),
  });
}

/** Sizes for which a statement is planned: LIMIT is part of the text, because with a parameter PostgreSQL guesses badly. */
const sizes = [20, 50, 100] as const;

/** The smallest planned size that holds `limit`. */
export function plannedSize(limit: number): number {
  return sizes.find((size) => size >= limit) ?? 100;
}

/**
 * Wraps a query into one page of JSON: `{items, next}`. Reads one row more than asked for, to know whether there is a
 * next page. The cursor holds the listing's name and the sort key of the page's last row.
 * @param listing name of the listing and its order: a cursor is good for this one only
 * @param query yields the columns `item` (json) and `key` (a json array) in order, and has no LIMIT
 * @param limit place of the parameter that holds the page's size, such as `$2`
 */
export function pageOf(listing: string, query: string, size: number, limit: string): string {
  return `WITH listed AS MATERIALIZED (
    SELECT item, key, row_number() OVER () AS place FROM (${query} LIMIT ${size + 1}) ordered
  )
  SELECT json_build_object(
    'items', (SELECT coalesce(json_agg(item ORDER BY place) FILTER (WHERE place <= ${limit}::int), '[]') FROM listed),
    'next', (SELECT translate(encode(convert_to(json_build_array('${listing}', key)::text, 'UTF8'), 'base64'), E'+/=\\n', '-_')
             FROM listed WHERE place = ${limit}::int AND EXISTS (SELECT FROM listed WHERE place > ${limit}::int)))`;
}

/**
 * Reads a cursor back.
 * @param key what the listing's sort key looks like
 * @throws ApiError `request.invalid_cursor`
 */
export function readCursor<Key extends z.ZodType>(listing: string, key: Key, cursor: string): z.output<Key> {
  try {
    const [, value] = z
      .tuple([z.literal(listing), z.unknown()])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return key.parse(value);
  } catch (cause) {
    throw new ApiError('request.invalid_cursor', 'The cursor does not belong to this listing.', {
      why: 'A cursor continues the listing it came from, in the same order.',
      fix: 'Send the `next` of the page before, with the same parameters, or no cursor for the first page.',
      cause,
    });
  }
}

/** A page of a listing, and the cursor of the next. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/**
 * A page from rows that were read one more than asked for.
 * @param listing name of the listing and its order: a cursor is good for this one only
 * @param keyOf the listing's sort key, as {@link readCursor} gets it back
 */
export function pageFrom<Row>(
  listing: string,
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => unknown,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items,
    next: more ? Buffer.from(JSON.stringify([listing, keyOf(last)])).toString('base64url') : null,
  };
}
