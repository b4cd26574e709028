import type { HoldReason } from '@agora/db';
import type { Statements } from '../../database/forum.ts';
import { linksIn } from '../member-limits/links.ts';
import type { MemberLimits } from '../member-limits/member-limits.ts';
import { holdReasonSql } from './hold-reason.sql.ts';

/** Why a post has to wait for a moderator before others see it; null: it need not. */
export async function holdReason(
  within: Statements,
  members: MemberLimits,
  {
    title,
    ...post
  }: {
    readonly communityId: string;
    readonly userId: string;
    readonly sessionId: string;
    readonly postId: string;
    readonly title: string;
    readonly body: string;
  },
): Promise<HoldReason | null> {
  const row = await within.one(
    holdReasonSql({ ...post, links: linksIn(`${title}\n${post.body}`), floods: members.on }),
  );
  return row?.reason ?? null;
}
