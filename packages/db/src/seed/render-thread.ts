import { calendarOf } from './values/calendar.ts';
import { communityContext } from './plan/model/community.ts';
import type { PlannedComment } from './plan/model/forum-plan.ts';
import { planForum } from './plan/plan-forum.ts';
import type { Profile } from './profiles/profile.ts';

/** One hand-written thread as Markdown, as a reader of the forum meets it: who, when, how many likes. */
export function renderThread(profile: Profile, title: string): string {
  const spec = profile.communities[0]!;
  const referenceDate = new Date(profile.referenceDate);
  const plan = planForum(communityContext(spec, profile.seed, referenceDate));
  const post = plan.posts.findIndex((one) => one.text.title === title);
  const opening = plan.posts[post]!;
  const origin = calendarOf(referenceDate).at(0, '00:00');
  const by = (author: number, at: number, likes: number): string => {
    const moment = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
    const day = Math.floor((at - origin) / 86_400_000);
    return `**${plan.users[author]!.person.username}** · ${moment} (day ${day}) · ${likes} ${likes === 1 ? 'like' : 'likes'}`;
  };
  const replies = plan.comments.filter((comment) => comment.post === post);
  return [
    `### ${opening.text.title}`,
    by(opening.author, opening.createdAt, opening.likes),
    opening.text.body,
    ...replies.map((comment) => reply(comment, by)),
  ].join('\n\n');
}

function reply(comment: PlannedComment, by: (author: number, at: number, likes: number) => string): string {
  const mark = comment.acceptedAt === null ? '' : ' · ✔ accepted';
  const lines = [
    `${by(comment.author, comment.createdAt, comment.likes)}${mark}`,
    '',
    ...(comment.text.status === 'DELETED' ? '*deleted*' : comment.text.text).split('\n'),
  ];
  const quoted = '> '.repeat(comment.depth + 1);
  return lines.map((line) => (quoted + line).trimEnd()).join('\n');
}
