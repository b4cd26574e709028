import { z } from 'zod';
import { type Page, pageFrom, readCursor } from '../../../../domain/page.ts';
import { id, time } from '../../../../domain/values.ts';
import { type PostsByActivityRow, postsByActivitySql } from './posts-by-activity.sql.ts';
import { type PostsByCreationRow, postsByCreationSql } from './posts-by-creation.sql.ts';
import { type PostsByLikesRow, postsByLikesSql } from './posts-by-likes.sql.ts';

export const postSort = z.enum(['new', 'top', 'active']);
export type PostSort = z.output<typeof postSort>;

/** A page of published posts, as somebody wants it. */
export interface WantedPosts {
  readonly communityId: string;
  readonly sort: PostSort;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Slugs and a username: only what is of all that are given. */
  readonly channel?: string | undefined;
  readonly tag?: string | undefined;
  readonly author?: string | undefined;
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const timeAndId = z.tuple([time, id]);
const countAndId = z.tuple([z.int(), id]);

/**
 * The statement that reads a page of posts, and one post more where there is a next page.
 * @throws ApiError `request.invalid_cursor`
 */
export function listPostsSql({ communityId, sort, limit, cursor, channel, tag, author }: WantedPosts) {
  const filters = { communityId, limit, channel: channel ?? null, tag: tag ?? null, author: author ?? null };
  if (sort === 'top') {
    const [before, beforeId] =
      cursor === undefined ? ([2_147_483_647, lastId] as const) : readCursor(sort, countAndId, cursor);
    return postsByLikesSql({ ...filters, before, beforeId });
  }
  const [before, beforeId] =
    cursor === undefined ? (['infinity', lastId] as const) : readCursor(sort, timeAndId, cursor);
  const select = sort === 'new' ? postsByCreationSql : postsByActivitySql;
  return select({ ...filters, before, beforeId });
}

/** What {@link listPostsSql} reads. */
export type ListedPost = PostsByActivityRow | PostsByCreationRow | PostsByLikesRow;

/** The page of what {@link listPostsSql} has read. */
export function pageOfPosts(
  { sort, limit }: Pick<WantedPosts, 'sort' | 'limit'>,
  rows: readonly ListedPost[],
): Page<ListedPost> {
  return pageFrom(sort, rows, limit, ({ place, id: postId }) => [place, postId]);
}
