import { z } from 'zod';
import { postSummary } from '../../domain/content.ts';
import { type Page, page, pageFrom, readCursor } from '../../domain/page.ts';
import { author } from '../../domain/people.ts';
import { id, time } from '../../domain/values.ts';
import { passageOf, termsOf, withMarks } from './marks.ts';
import { type SearchPostsRow, searchPostsSql } from './search-posts.sql.ts';

export const searchHit = postSummary
  .extend({
    rank: z.number().describe('Higher fits better; comparable within one search'),
    comment: z
      .object({ id, author, createdAt: time })
      .nullable()
      .describe('Where the post itself was not found: the best of its comments that was'),
    highlight: z.object({
      title: z.string().describe('Escaped HTML with the hits in <mark>'),
      body: z.string().describe('A passage of the post, or of `comment`, in the same way'),
    }),
  })
  .meta({ id: 'SearchHit' });

export const searchPage = page(searchHit).meta({ id: 'SearchPage' });
export type SearchPage = z.output<typeof searchPage>;

/** A page of hits, as somebody wants it. */
interface WantedHits {
  readonly communityId: string;
  /** Words; "a phrase"; -without; this or that. */
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
  // oxlint-disable-next-line no-control-regex -- ASCII is what it says
  const words = (wanted.terms.match(/[^\s"]+/g) ?? []).filter((word) => /[^\x00-\x7F]/.test(word));
  return searchPostsSql({ ...wanted, words, afterRank, afterId });
}

/** The page of what {@link findHitsSql} has read. */
export function pageOfHits(
  rows: readonly SearchPostsRow[],
  limit: number,
): Page<SearchPage['items'][number]> {
  const { items, next } = pageFrom('search', rows, limit, ({ rank, id: postId }) => [rank, postId]);
  const terms = termsOf(rows[0]?.query ?? '');
  return {
    next,
    items: items.map(({ item, title, passage, isLater }) =>
      searchHit.parse({
        ...JSON.parse(item),
        highlight: {
          title: withMarks(title, terms),
          body: withMarks(passageOf(passage, isLater === true), terms),
        },
      }),
    ),
  };
}
