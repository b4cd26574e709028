import { HOUR_MS } from '../values/calendar.ts';
import { at, atOrNull, defineFactory, type ForumContext } from './factory.ts';

export const notifications = defineFactory('Notification', {
  table: 'notifications',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    userId: 'uuid',
    kind: 'label',
    actorId: 'uuid',
    postId: 'uuid',
    commentId: 'uuid',
    readAt: 'timestamptz',
    createdAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['users', 'posts', 'comments'],
  kind: 'dynamic',
  personOf: 'userId',
  version: 1,
  count: (ctx) => ctx.plan.notices.length,
  row(ctx, index) {
    const { plan } = ctx;
    const notice = plan.notices[index]!;
    return {
      communityId: ctx.spec.id,
      id: notice.id,
      userId: plan.users[notice.user]!.id,
      kind: notice.kind,
      actorId: plan.users[notice.actor]!.id,
      postId: notice.post === null ? null : plan.posts[notice.post]!.id,
      commentId: notice.comment === null ? null : plan.comments[notice.comment]!.id,
      readAt: atOrNull(readAt(ctx, index)),
      createdAt: at(notice.at),
    };
  },
});

/** When its reader came by next, some hours later; null when they have not since. */
function readAt(ctx: ForumContext, index: number): number | null {
  const { user, at: told } = ctx.plan.notices[index]!;
  const read = told + ctx.random('notifications read', index).logNormal(3 * HOUR_MS, 1.2);
  return read < ctx.plan.standing[user]!.lastActAt ? Math.floor(read) : null;
}
