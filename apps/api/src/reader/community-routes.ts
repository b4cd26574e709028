import { z } from 'zod';
import { found } from '../api-error.ts';
import type { App, Dependencies } from '../dependencies.ts';
import { channelsSql } from '../features/channels/channels.sql.ts';
import { pinnedPostsSql } from '../features/posts/lists/pinned-posts.sql.ts';
import {
  type ListedPost,
  listPostsSql,
  pageOfPosts,
  postSort,
  type WantedPosts,
} from '../features/posts/lists/ordered/post-list.ts';
import { readPost } from '../features/posts/page/post.ts';
import { postPageSql } from '../features/posts/page/post-page.sql.ts';
import { noThread, spanOf } from '../features/posts/page/thread-page.ts';
import type { JsonText } from '@agora/db/sql';
import { type PostPage, postSummary } from '../domain/content.ts';
import { findHitsSql, pageOfHits } from '../features/search/hits.ts';
import { username } from '../domain/people.ts';
import { findProfile } from '../domain/profiles/find-profile.ts';
import { communityParams, id, slug } from '../domain/values.ts';
import { renderedBy } from '../markdown/renderer.ts';
import { mentionedIn } from './markup/markdown.ts';
import { readerPaths } from './markup/paths.ts';
import { peopleWithProfileSql } from './queries/people-with-profile.sql.ts';
import { postHtmlSql } from './queries/post-html.sql.ts';
import { tagBySlugSql } from './queries/tag-by-slug.sql.ts';
import { threadSql } from './queries/thread.sql.ts';
import { sendPage } from './send-page.ts';
import { readersPage, readThread, threadQuery } from './thread-page.ts';
import { frameSql, viewOf } from './view.ts';
import { postPage } from './views/posts/post.ts';
import { postListPage } from './views/posts/post-list.ts';
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

const readItems = (rows: readonly { readonly item: JsonText }[]) =>
  rows.map(({ item }) => postSummary.parse(JSON.parse(item)));

/**
 * A page of posts as a reader's address asks for it. Pinned posts stand before the first page of any order, and in no
 * other place of it.
 */
function pageFor(
  wanted: WantedPosts,
  rows: readonly ListedPost[],
  above: readonly { readonly item: JsonText }[] = [],
): PostPage {
  const { items, next } = pageOfPosts(wanted, rows);
  const pinned = readItems(above);
  const ids = new Set(pinned.map((post) => post.id));
  const others = readItems(items).filter((post) => !ids.has(post.id));
  return { next, items: wanted.cursor === undefined ? [...pinned, ...others] : others };
}

/** The pages of one community; but for a profile, each is one round trip to the database, and a second where somebody is mentioned. */
export function communityPages(app: App, { database, config, markdown }: Dependencies): void {
  const hide = true;
  app.get(
    '/',
    { schema: { hide, params: communityParams, querystring: listQuery } },
    async (request, reply) => {
      const { community, query } = request;
      const wanted = { ...query, communityId: community.id, limit: pageSize };
      const [channels, who, posts, above] = await database.run(
        request.scope,
        ...frameSql(request),
        listPostsSql(wanted),
        pinnedPostsSql({ communityId: community.id, channel: null }),
      );
      const page = postListPage(viewOf(request, config, channels, who), {
        heading: community.name,
        lead: community.description,
        path: readerPaths.community(community.slug),
        channel: 'all',
        feed: readerPaths.feed(community.slug),
        sort: query.sort,
        posts: pageFor(wanted, posts, above),
      });
      return sendPage(reply, page);
    },
  );
  app.get(
    '/channels/:channel',
    { schema: { hide, params: communityParams.extend({ channel: slug }), querystring: listQuery } },
    async (request, reply) => {
      const { community, params, query } = request;
      const wanted = { ...query, communityId: community.id, limit: pageSize, channel: params.channel };
      const [channels, who, [channel], posts, above] = await database.run(
        request.scope,
        ...frameSql(request),
        channelsSql({ communityId: community.id, slug: params.channel }),
        listPostsSql(wanted),
        pinnedPostsSql({ communityId: community.id, channel: params.channel }),
      );
      const { name, description } = found(channel, 'channel');
      const page = postListPage(viewOf(request, config, channels, who), {
        heading: name,
        lead: description,
        path: readerPaths.channel(community.slug, params.channel),
        channel: params.channel,
        feed: readerPaths.channelFeed(community.slug, params.channel),
        sort: query.sort,
        posts: pageFor(wanted, posts, above),
      });
      return sendPage(reply, page);
    },
  );
  app.get(
    '/tags/:tag',
    { schema: { hide, params: communityParams.extend({ tag: slug }), querystring: listQuery } },
    async (request, reply) => {
      const { community, params, query } = request;
      const wanted = { ...query, communityId: community.id, limit: pageSize, tag: params.tag };
      const [channels, who, [tag], posts] = await database.run(
        request.scope,
        ...frameSql(request),
        tagBySlugSql({ communityId: community.id, slug: params.tag }),
        listPostsSql(wanted),
      );
      const page = postListPage(viewOf(request, config, channels, who), {
        heading: found(tag, 'tag').name,
        lead: 'Posts of all channels that carry this tag.',
        path: readerPaths.tag(community.slug, params.tag),
        channel: undefined,
        sort: query.sort,
        posts: pageFor(wanted, posts),
      });
      return sendPage(reply, page);
    },
  );
  app.get(
    '/posts/:post',
    { schema: { hide, params: communityParams.extend({ post: id }), querystring: threadQuery } },
    async (request, reply) => {
      const { community, params, query, viewer } = request;
      const viewerId = viewer?.userId ?? null;
      const wanted = { communityId: community.id, postId: params.post };
      const span = await spanOf(database.for(community.id), wanted, query);
      const [channels, who, [row], [stored], comments] = await database.run(
        request.scope,
        ...frameSql(request),
        postPageSql({ ...wanted, ...noThread, viewerId, sessionId: viewer?.sessionId ?? null }),
        postHtmlSql(wanted),
        threadSql({ ...wanted, ...readersPage, ...span, renderedBy, viewerId }),
      );
      const post = readPost(found(row, 'post'));
      const [html, thread] = await Promise.all([
        markdown.toShow({ body: post.body, html: stored?.html ?? null }),
        readThread(comments, query, markdown),
      ]);
      const usernames = mentionedIn([html, ...thread.comments.map((comment) => comment.html ?? '')]);
      const [people] =
        usernames.length === 0
          ? [[]]
          : await database.run(request.scope, peopleWithProfileSql({ communityId: community.id, usernames }));
      const mentions = { community: community.slug, users: new Set(people.map((user) => user.username)) };
      return sendPage(
        reply,
        postPage(viewOf(request, config, channels, who), { post, html, thread, mentions }),
      );
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
    async (request, reply) => {
      const { community, params, query } = request;
      const author = params.user;
      const wanted = { ...query, communityId: community.id, limit: pageSize, sort: 'new', author } as const;
      const [user, [channels, who, posts]] = await Promise.all([
        findProfile(database.for(request.scope).prisma, community.id, params.user),
        database.run(request.scope, ...frameSql(request), listPostsSql(wanted)),
      ]);
      return sendPage(
        reply,
        userPage(viewOf(request, config, channels, who), found(user, 'user'), pageFor(wanted, posts)),
      );
    },
  );
  app.get(
    '/search',
    { schema: { hide, params: communityParams, querystring: searchQuery } },
    async (request, reply) => {
      const {
        community,
        query: { q, cursor },
      } = request;
      const frame = frameSql(request);
      if (q === '') {
        const [channels, who] = await database.run(request.scope, ...frame);
        return sendPage(reply, searchPage(viewOf(request, config, channels, who), q, undefined));
      }
      const wanted = { communityId: community.id, terms: q, limit: pageSize, cursor };
      const [channels, who, rows] = await database.run(request.scope, ...frame, findHitsSql(wanted));
      const hits = pageOfHits(rows, pageSize);
      return sendPage(reply, searchPage(viewOf(request, config, channels, who), q, hits));
    },
  );
}
