import { z } from 'zod';
import { found } from '../api-error.ts';
import { call } from '../database/statement.ts';
import type { App, Dependencies } from '../dependencies.ts';
import { channelBySlug } from '../features/channels/queries.ts';
import { type PinnedPosts, pinnedListing } from '../features/posts/pinned-posts.ts';
import { postListing, postWithThread } from '../features/posts/queries.ts';
import { type PostPage, postSort } from '../features/posts/schema.ts';
import { searchListing } from '../features/search/queries.ts';
import { userByKey } from '../features/users/queries.ts';
import { username } from '../features/users/schema.ts';
import { readCursor } from '../schema/page.ts';
import { communityParams, id, slug, time } from '../schema/values.ts';
import { readerPaths } from './paths.ts';
import { channelLinks, mentionedUsers, tagBySlug } from './queries.ts';
import { sendPage } from './send-page.ts';
import { postPage } from './views/post.ts';
import { postListPage } from './views/post-list.ts';
import { searchPage } from './views/search.ts';
import { userPage } from './views/user.ts';

const pageSize = 20;

const listQuery = z.object({
  sort: postSort.default('active'),
  cursor: z.string().max(500).optional(),
});

const searchQuery = z.object({
  q: z.string().trim().max(200).default(''),
  cursor: z.string().max(500).optional(),
});

/** A page of posts as a reader's address asks for it. */
function listing(
  communityId: string,
  { sort, cursor }: z.output<typeof listQuery>,
  filter: { channel?: string; tag?: string; author?: string } = {},
) {
  const key = z.tuple([sort === 'top' ? z.int() : time, id]);
  const after = cursor === undefined ? undefined : readCursor(sort, key, cursor);
  return postListing({ communityId, sort, limit: pageSize, ...filter, after });
}

/** Pinned posts stand before the first page of any order, and in no other place of it. */
function withPinned(
  page: PostPage,
  above: PinnedPosts | undefined,
  query: { cursor?: string | undefined },
): PostPage {
  const pinned = above?.items ?? [];
  const ids = new Set(pinned.map((post) => post.id));
  const others = page.items.filter((post) => !ids.has(post.id));
  return { ...page, items: query.cursor === undefined ? [...pinned, ...others] : others };
}

/** The pages of one community; each is one round trip to the database. */
export function communityPages(app: App, { database }: Dependencies): void {
  const hide = true;
  app.get(
    '/',
    { schema: { hide, params: communityParams, querystring: listQuery } },
    async ({ community, query }, reply) => {
      const [[channels = []], [posts], [above]] = await database.run(
        community.id,
        call(channelLinks, community.id),
        listing(community.id, query),
        call(pinnedListing, community.id, null),
      );
      const page = postListPage(
        { community, channels },
        {
          heading: community.name,
          lead: community.description,
          path: readerPaths.community(community.slug),
          channel: 'all',
          sort: query.sort,
          posts: withPinned(found(posts, 'page'), above, query),
        },
      );
      return sendPage(reply, page);
    },
  );
  app.get(
    '/channels/:channel',
    { schema: { hide, params: communityParams.extend({ channel: slug }), querystring: listQuery } },
    async ({ community, params, query }, reply) => {
      const [[channels = []], [channel], [posts], [above]] = await database.run(
        community.id,
        call(channelLinks, community.id),
        call(channelBySlug, community.id, params.channel),
        listing(community.id, query, { channel: params.channel }),
        call(pinnedListing, community.id, params.channel),
      );
      const { name, description } = found(channel, 'channel');
      const page = postListPage(
        { community, channels },
        {
          heading: name,
          lead: description,
          path: readerPaths.channel(community.slug, params.channel),
          channel: params.channel,
          sort: query.sort,
          posts: withPinned(found(posts, 'page'), above, query),
        },
      );
      return sendPage(reply, page);
    },
  );
  app.get(
    '/tags/:tag',
    { schema: { hide, params: communityParams.extend({ tag: slug }), querystring: listQuery } },
    async ({ community, params, query }, reply) => {
      const [[channels = []], [tag], [posts]] = await database.run(
        community.id,
        call(channelLinks, community.id),
        call(tagBySlug, community.id, params.tag),
        listing(community.id, query, { tag: params.tag }),
      );
      const page = postListPage(
        { community, channels },
        {
          heading: found(tag, 'tag').name,
          lead: 'Posts of all channels that carry this tag.',
          path: readerPaths.tag(community.slug, params.tag),
          channel: undefined,
          sort: query.sort,
          posts: found(posts, 'page'),
        },
      );
      return sendPage(reply, page);
    },
  );
  app.get(
    '/posts/:post',
    { schema: { hide, params: communityParams.extend({ post: id }) } },
    async ({ community, params }, reply) => {
      const [[channels = []], [post], [mentioned]] = await database.run(
        community.id,
        call(channelLinks, community.id),
        call(postWithThread, community.id, params.post, null),
        call(mentionedUsers, community.id, params.post),
      );
      return sendPage(reply, postPage({ community, channels }, found(post, 'post'), new Set(mentioned)));
    },
  );
  app.get(
    '/users/:user',
    {
      schema: {
        hide,
        params: communityParams.extend({ user: username }),
        querystring: listQuery.omit({ sort: true }),
      },
    },
    async ({ community, params, query }, reply) => {
      const [[channels = []], [user], [posts]] = await database.run(
        community.id,
        call(channelLinks, community.id),
        call(userByKey, community.id, params.user, null),
        listing(community.id, { ...query, sort: 'new' }, { author: params.user }),
      );
      return sendPage(reply, userPage({ community, channels }, found(user, 'user'), found(posts, 'page')));
    },
  );
  app.get(
    '/search',
    { schema: { hide, params: communityParams, querystring: searchQuery } },
    async ({ community, query: { q, cursor } }, reply) => {
      const key = z.tuple([z.number(), id]);
      const after = cursor === undefined ? undefined : readCursor('search', key, cursor);
      const links = call(channelLinks, community.id);
      if (q === '') {
        const channels = (await database.one(community.id, links)) ?? [];
        return sendPage(reply, searchPage({ community, channels }, q, undefined));
      }
      const [[channels = []], [hits]] = await database.run(
        community.id,
        links,
        searchListing(community.id, q, pageSize, pageSize, after),
      );
      return sendPage(reply, searchPage({ community, channels }, q, hits));
    },
  );
}
