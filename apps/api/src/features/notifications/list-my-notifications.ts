import { z } from 'zod';
import { authorFields } from '../../domain/authors.ts';
import { knownKinds, notificationKind } from '../../domain/notification-kind.ts';
import { page, pageFrom, pageQuery, readCursor } from '../../domain/page.ts';
import { author } from '../../domain/people.ts';
import { id, time } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';

const notification = z
  .object({
    id,
    kind: notificationKind,
    actor: author,
    postId: id.nullable(),
    postTitle: z.string().nullable(),
    commentId: id.nullable(),
    readAt: time.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Notification' });

const inboxQuery = pageQuery.extend({
  unread: z.stringbool().default(false).describe('Only unread ones'),
});

export const inbox = page(notification).meta({ id: 'Inbox' });

/** The title of a post that has been hidden since is told to nobody. */
export const listMyNotifications = operation({
  id: 'listMyNotifications',
  method: 'GET',
  path: '/me/notifications',
  tag: 'notifications',
  summary: 'List your notifications, the latest first',
  login: 'required',
  query: inboxQuery,
  answers: { 200: inbox },
  async handle({ forum, viewer, query: { limit, cursor, unread } }) {
    const before = cursor === undefined ? undefined : readCursor('inbox', id, cursor);
    const rows = await forum.prisma.notification.findMany({
      where: {
        communityId: viewer.communityId,
        userId: viewer.userId,
        ...knownKinds,
        ...(unread && { readAt: null }),
        ...(before !== undefined && { id: { lt: before } }),
      },
      select: {
        id: true,
        kind: true,
        actor: { select: authorFields },
        postId: true,
        post: { select: { title: true, status: true } },
        commentId: true,
        readAt: true,
        createdAt: true,
      },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    const items = rows.map(({ post, readAt, createdAt, ...rest }) => ({
      ...rest,
      postTitle: post?.status === 'PUBLISHED' || post?.status === 'ARCHIVED' ? post.title : null,
      readAt: readAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    }));
    return pageFrom('inbox', items, limit, (item) => item.id);
  },
});
