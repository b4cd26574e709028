import { MINUTE_MS } from '../../values/calendar.ts';
import { type Handle, people, userIndex } from '../../text/people.ts';
import { delayMs } from '../../text/threads/thread.ts';
import type { CommunityContext } from '../model/community.ts';
import type { ForumPlan, PlannedModeration } from '../model/forum-plan.ts';

type Moderated = Pick<ForumPlan, 'users' | 'posts' | 'comments' | 'reports' | 'bans'>;
type Act = Omit<PlannedModeration, 'id'>;

/** What the log of the team would say: roles, pins, decisions, what was hidden, bans and their lifting. In order of time. */
export function planModeration(ctx: CommunityContext, moderated: Moderated): PlannedModeration[] {
  return [
    ...rolesGiven(moderated),
    ...postsModerated(moderated),
    ...commentsHidden(moderated),
    ...decided(moderated),
  ]
    .toSorted((a, b) => a.at - b.at)
    .map((act, index) => ({ id: ctx.id('moderation_entries', index, act.at), ...act }));
}

function act(
  by: Handle,
  action: string,
  { target, details, at }: Pick<Act, 'target' | 'details' | 'at'>,
): Act {
  return { moderator: userIndex(by), action, target, details, at };
}

function rolesGiven({ users }: Moderated): Act[] {
  return people.flatMap(({ role }, user): Act[] => {
    if (role !== 'MODERATOR') return [];
    const { id: target, joinedAt } = users[user]!;
    const details = { from: 'MEMBER', to: role };
    return [act('admin', 'role.change', { target, details, at: joinedAt + 5 * MINUTE_MS })];
  });
}

function postsModerated({ posts }: Moderated): Act[] {
  return posts.flatMap(({ id: target, text, createdAt, hiddenAt }): Act[] => {
    const { by, pinned, hiddenBy } = text;
    const pin = { target, details: { pinned: true, reason: '' }, at: createdAt + MINUTE_MS };
    const hide = { target, details: { status: 'HIDDEN', reason: 'Spam' }, at: hiddenAt ?? 0 };
    return [
      ...(pinned === true ? [act(by, 'post.moderate', pin)] : []),
      ...(hiddenAt === null || hiddenBy === undefined ? [] : [act(hiddenBy, 'post.moderate', hide)]),
    ];
  });
}

function commentsHidden({ comments }: Moderated): Act[] {
  return comments.flatMap(({ id: target, text: { hiddenBy }, createdAt }): Act[] => {
    if (hiddenBy === undefined) return [];
    const [by, after] = hiddenBy;
    const details = { status: 'HIDDEN', reason: '' };
    return [act(by, 'comment.moderate', { target, details, at: createdAt + delayMs(after) })];
  });
}

function decided({ users, reports, bans }: Moderated): Act[] {
  return [
    ...reports.flatMap(({ id: target, text: { handled }, handledAt }): Act[] => {
      if (handled === undefined || handledAt === null) return [];
      const { by, status, resolution } = handled;
      return [act(by, 'report.decide', { target, details: { status, resolution }, at: handledAt })];
    }),
    ...bans.flatMap(({ id: ban, text: { user, by, reason }, from, until, liftedAt }): Act[] => {
      const target = users[userIndex(user)]!.id;
      const endsAt = until === null ? null : new Date(until).toISOString();
      const made = { target, details: { ban, reason, endsAt }, at: from };
      const lifted = { target, details: { ban }, at: liftedAt ?? 0 };
      return [act(by, 'ban.create', made), ...(liftedAt === null ? [] : [act(by, 'ban.lift', lifted)])];
    }),
  ];
}
