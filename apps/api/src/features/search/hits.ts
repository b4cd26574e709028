import { z } from 'zod';
import { postSummary } from '../../domain/content.ts';
import { type Page, page, pageFrom, readCursor } from '../../domain/page.ts';
import { id } from '../../domain/values.ts';
import { type SearchPostsRow, searchPostsSql } from './search-posts.sql.ts';

export const searchHit = postSummary
  .extend({
    rank: z.number().describe('Higher fits better; comparable within one search'),
    highlight: z.object({
      title: z.string().describe('Escaped HTML with the hits in <mark>'),
      body: z.string().describe('The best passages, escaped HTML with the hits in <mark>'),
    }),
  })
  .meta({ id: 'SearchHit' });

export const searchPage = page(searchHit).meta({ id: 'SearchPage' });
export type SearchPage = z.output<typeof searchPage>;

/** A page of hits, as somebody wants it. */
export interface WantedHits {
  readonly communityId: string;
  /** As `websearch_to_tsquery` takes them. */
  readonly terms: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const rankAndId = z.tuple([z.number(), id]);

/**
 * The statement that reads a page of hits, the best first, and one more where there is a next page.
 * @throws ApiError `request.invalid_cursor`
 */
export function findHitsSql({ cursor, ...wanted }: WantedHits) {
  const [afterRank = null, afterId = null] =
    cursor === undefined ? [] : readCursor('search', rankAndId, cursor);
  return searchPostsSql({ ...wanted, afterRank, afterId });
}

/** The page of what {@link findHitsSql} has read. */
export function pageOfHits(rows: readonly SearchPostsRow[], limit: number): Page<SearchPostsRow> {
  return pageFrom('search', rows, limit, ({ rank, id: postId }) => [rank, postId]);
}
