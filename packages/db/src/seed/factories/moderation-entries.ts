import { at, defineFactory } from './factory.ts';

export const moderationEntries = defineFactory('ModerationEntry', {
  table: 'moderation_entries',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    moderatorId: 'uuid',
    action: 'text',
    targetId: 'uuid',
    details: 'jsonb',
    createdAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['users', 'posts', 'comments', 'reports', 'bans'],
  kind: 'dynamic',
  version: 1,
  count: (ctx) => ctx.plan.moderation.length,
  row(ctx, index) {
    const act = ctx.plan.moderation[index]!;
    return {
      communityId: ctx.spec.id,
      id: act.id,
      moderatorId: ctx.plan.users[act.moderator]!.id,
      action: act.action,
      targetId: act.target,
      details: act.details,
      createdAt: at(act.at),
    };
  },
});
