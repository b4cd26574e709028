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
