import { MINUTE_MS } from '../values/calendar.ts';
import { type AttachmentName, attachments } from '../text/attachments.ts';
import type { CommunityContext } from './model/community.ts';
import { planEconomy } from './economy/plan-economy.ts';
import { emptyPlan } from './model/forum-plan.ts';
import type { ForumPlan, PlannedLogin, PlannedMedia, PlannedPost, PlannedUser } from './model/forum-plan.ts';
import { planFollows } from './content/follows.ts';
import { planCommentLikes, planPostLikes } from './content/likes.ts';
import { planModeration } from './content/moderation.ts';
import { planNotices } from './content/notices.ts';
import { planReports } from './content/reports.ts';
import { planThreads } from './content/threads.ts';
import { planBans, planUsers } from './content/users.ts';

/**
 * Decides everything that happens in a community with hand-written threads. Pure: the same context gives the same
 * plan. A community without threads gets an empty one.
 *
 * @throws seed.impossible_text when a text says what could not have happened.
 */
export function planForum(ctx: CommunityContext): ForumPlan {
  if (ctx.spec.threads === null) return emptyPlan;
  const bans = planBans(ctx);
  const users = planUsers(ctx, bans);
  const { posts, comments } = planThreads(ctx, users);
  const postLikes = planPostLikes(ctx, users, posts);
  const commentLikes = planCommentLikes(ctx, users, posts, comments);
  const content = { users, posts, comments, postLikes, commentLikes };
  const economy = planEconomy(ctx, content);
  const follows = planFollows(ctx, content);
  const reports = planReports(ctx, posts, comments);
  return {
    ...content,
    postTags: posts.flatMap((post, index) => post.text.tags.map((tag) => ({ post: index, tag }))),
    media: planMedia(ctx, posts),
    logins: planLogins(ctx, users),
    ...economy,
    reports,
    bans,
    follows,
    notices: planNotices(ctx, { ...content, ...economy, follows }),
    moderation: planModeration(ctx, { ...content, reports, bans }),
  };
}

function planMedia(ctx: CommunityContext, posts: readonly PlannedPost[]): PlannedMedia[] {
  const used = posts.flatMap((post, index) =>
    (post.text.attachments ?? []).map((name: AttachmentName) => ({ index, name, at: post.createdAt })),
  );
  return used.map(({ index, name, at }, n) => ({
    id: ctx.id('media', n, at),
    post: index,
    attachment: attachments[name],
    createdAt: at,
  }));
}

function planLogins(ctx: CommunityContext, users: readonly PlannedUser[]): PlannedLogin[] {
  const used = users.flatMap(({ person, joinedAt }, user) =>
    (person.logins ?? []).map((provider) => ({ user, provider, joinedAt })),
  );
  return used.map(({ user, provider, joinedAt }, index) => {
    const createdAt = joinedAt + ctx.random('oauth_accounts', index).int(1, 5) * MINUTE_MS;
    return { id: ctx.id('oauth_accounts', index, createdAt), user, provider, createdAt };
  });
}
