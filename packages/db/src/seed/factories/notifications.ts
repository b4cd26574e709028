import { at, atOrNull, defineFactory } from './factory.ts';

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
  version: 2,
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
      readAt: atOrNull(notice.readAt),
      createdAt: at(notice.at),
    };
  },
});
