import { userIndex } from '../text/people.ts';
import { at, atOrNull, defineFactory } from './factory.ts';

export const reports = defineFactory({
  entity: 'reports',
  table: 'reports',
  columns: [
    'community_id',
    'id',
    'reporter_id',
    'post_id',
    'comment_id',
    'reported_user_id',
    'reason',
    'details',
    'status',
    'resolution',
    'resolved_by_id',
    'resolved_at',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'id'],
  needs: ['users', 'posts', 'comments'],
  kind: 'sample',
  version: 3,
  count: (ctx) => ctx.plan.reports.length,
  row(ctx, index) {
    const { plan } = ctx;
    const report = plan.reports[index]!;
    const { handled } = report.text;
    return {
      community_id: ctx.spec.id,
      id: report.id,
      reporter_id: plan.users[userIndex(report.text.by)]!.id,
      post_id: report.post === null ? null : plan.posts[report.post]!.id,
      comment_id: report.comment === null ? null : plan.comments[report.comment]!.id,
      reported_user_id: report.user === null ? null : plan.users[report.user]!.id,
      reason: report.text.reason,
      details: report.text.details,
      status: handled?.status ?? 'OPEN',
      resolution: handled?.resolution ?? null,
      resolved_by_id: handled === undefined ? null : plan.users[userIndex(handled.by)]!.id,
      resolved_at: atOrNull(report.handledAt),
      created_at: at(report.at),
      updated_at: at(report.handledAt ?? report.at),
    };
  },
});
