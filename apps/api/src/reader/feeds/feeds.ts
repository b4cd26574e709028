import { found } from '../../api-error.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { postSummary } from '../../domain/content.ts';
import { communityParams, id, slug } from '../../domain/values.ts';
import { listPostsSql, pageOfPosts } from '../../features/posts/lists/ordered/post-list.ts';
import { plainExcerpt, withMentions } from '../markup/markdown.ts';
import { readerPaths } from '../markup/paths.ts';
import { type Entry, sendFeed } from './atom.ts';

/** Entries of a feed. */
const most = 30;

/** What everybody sees: the newest posts of a community or a channel, and the newest replies to a post. */
export function feeds(app: App, { database, config, markdown }: Dependencies): void {
  const site = config.publicUrl;
  const newest = async (community: { id: string; slug: string }, channel?: string): Promise<Entry[]> => {
    const wanted = { communityId: community.id, sort: 'new', limit: most, channel } as const;
    const [rows] = await database.run(community.id, listPostsSql(wanted));
    return pageOfPosts(wanted, rows)
      .items.map(({ item }) => postSummary.parse(JSON.parse(item)))
      .map((post) => ({
        id: `urn:uuid:${post.id}`,
        title: post.title,
        address: readerPaths.post(community.slug, post.id),
        author: post.author.displayName,
        published: post.createdAt,
        updated: post.editedAt ?? post.createdAt,
        content: { text: plainExcerpt(post.excerpt) },
      }));
  };

  app.get('/feed.atom', { schema: { hide: true, params: communityParams } }, async (request, reply) => {
    const { community } = request;
    return sendFeed(request, reply, {
      id: `urn:uuid:${community.id}`,
      title: community.name,
      subtitle: community.description,
      site,
      page: readerPaths.community(community.slug),
      self: readerPaths.feed(community.slug),
      began: community.createdAt,
      entries: await newest(community),
    });
  });

  app.get(
    '/channels/:channel/feed.atom',
    { schema: { hide: true, params: communityParams.extend({ channel: slug }) } },
    async (request, reply) => {
      const { community, params } = request;
      const { prisma } = database.for(community.id);
      const channel = await prisma.channel.findFirst({
        where: { communityId: community.id, slug: params.channel },
        select: { id: true, name: true, description: true, createdAt: true },
      });
      const { id: channelId, name, description, createdAt } = found(channel ?? undefined, 'channel');
      return sendFeed(request, reply, {
        id: `urn:uuid:${channelId}`,
        title: `${name} · ${community.name}`,
        subtitle: description,
        site,
        page: readerPaths.channel(community.slug, params.channel),
        self: readerPaths.channelFeed(community.slug, params.channel),
        began: createdAt.toISOString(),
        entries: await newest(community, params.channel),
      });
    },
  );

  app.get(
    '/posts/:post/feed.atom',
    { schema: { hide: true, params: communityParams.extend({ post: id }) } },
    async (request, reply) => {
      const { community, params } = request;
      const where = { communityId: community.id, id: params.post };
      const post = await database.for(community.id).prisma.post.findFirst({
        where: { ...where, status: { in: ['PUBLISHED', 'ARCHIVED'] } },
        select: { title: true, createdAt: true },
      });
      const { title, createdAt } = found(post ?? undefined, 'post');
      // Not a relation's `take`: Prisma would answer that by reading the whole thread.
      const comments = await database.for(community.id).prisma.comment.findMany({
        where: { communityId: community.id, postId: params.post, status: 'PUBLISHED' },
        select: {
          id: true,
          body: true,
          html: true,
          createdAt: true,
          editedAt: true,
          author: { select: { displayName: true } },
        },
        orderBy: { id: 'desc' },
        take: most,
      });
      const page = readerPaths.post(community.slug, params.post);
      const mentions = { community: community.slug, users: new Set<string>() };
      return sendFeed(request, reply, {
        id: `urn:uuid:${params.post}`,
        title: `Replies to ${title} · ${community.name}`,
        subtitle: '',
        site,
        page,
        self: readerPaths.postFeed(community.slug, params.post),
        began: createdAt.toISOString(),
        entries: await Promise.all(
          comments.map(async ({ id: commentId, author, createdAt: at, editedAt, ...texts }) => ({
            id: `urn:uuid:${commentId}`,
            title: `${author.displayName} replied`,
            address: readerPaths.comment(community.slug, commentId),
            author: author.displayName,
            published: at.toISOString(),
            updated: (editedAt ?? at).toISOString(),
            content: { html: withMentions(await markdown.toShow(texts), mentions) },
          })),
        ),
      });
    },
  );
}
