import type { Forum } from '../../database/forum.ts';
import { knownKinds } from '../notification-kind.ts';

interface Who {
  readonly communityId: string;
  readonly userId: string;
}

interface Batch extends Who {
  /** Key of the last row of the batch before. */
  readonly after: string | undefined;
  readonly take: number;
}

/** What is exported of a row, and the key that the next batch begins after. */
interface Part {
  readonly key: string;
  readonly item: object;
}

type ReadPart = (forum: Forum, batch: Batch) => Promise<readonly Part[]>;

/** Who they are here, with preferences, statistics and ways to log in. */
export async function personOf({ prisma }: Forum, { communityId, userId: id }: Who): Promise<object> {
  return prisma.user.findUniqueOrThrow({
    where: { communityId_id: { communityId, id } },
    select: {
      id: true,
      email: true,
      username: true,
      displayName: true,
      role: true,
      status: true,
      bio: true,
      avatar: true,
      points: true,
      level: true,
      mutedUntil: true,
      emailVerifiedAt: true,
      lastSeenAt: true,
      createdAt: true,
      preference: { omit: { communityId: true, userId: true } },
      statistics: { omit: { communityId: true, userId: true } },
      oauthAccounts: { select: { provider: true, providerAccountId: true, createdAt: true } },
      twoFactor: { select: { enabledAt: true, createdAt: true } },
      passkeys: { select: { name: true, createdAt: true, lastUsedAt: true } },
      achievements: { select: { progress: true, earnedAt: true, achievement: { select: { code: true } } } },
    },
  });
}

const keyed = (rows: readonly { readonly id: string }[]): Part[] =>
  rows.map((row) => ({ key: row.id, item: row }));

/** Where a list goes on, for Prisma: by id. */
const from = ({ after, take }: Batch) => ({
  where: after === undefined ? {} : { id: { gt: after } },
  orderBy: { id: 'asc' as const },
  take,
});

const hidden = { communityId: true } as const;

/** What there may be much of, list by list. */
export const lists: Readonly<Record<string, ReadPart>> = {
  async posts({ prisma }, batch) {
    const { where, ...page } = from(batch);
    const own = { communityId: batch.communityId, authorId: batch.userId, ...where };
    const parts = {
      channel: { select: { slug: true } },
      tags: { select: { tag: { select: { slug: true } } } },
      media: true,
    };
    const shown = {
      id: true,
      title: true,
      body: true,
      status: true,
      likeCount: true,
      viewCount: true,
      createdAt: true,
      editedAt: true,
    };
    return keyed(await prisma.post.findMany({ where: own, select: { ...shown, ...parts }, ...page }));
  },
  async comments({ prisma }, batch) {
    const { where, ...page } = from(batch);
    const own = { communityId: batch.communityId, authorId: batch.userId, ...where };
    const shown = {
      id: true,
      postId: true,
      parentId: true,
      body: true,
      status: true,
      likeCount: true,
      createdAt: true,
      editedAt: true,
    };
    return keyed(await prisma.comment.findMany({ where: own, select: shown, ...page }));
  },
  async postRevisions({ prisma }, batch) {
    const { where, ...page } = from(batch);
    const own = { communityId: batch.communityId, editorId: batch.userId, ...where };
    return keyed(await prisma.postRevision.findMany({ where: own, omit: hidden, ...page }));
  },
  async commentRevisions({ prisma }, batch) {
    const { where, ...page } = from(batch);
    const own = { communityId: batch.communityId, editorId: batch.userId, ...where };
    return keyed(await prisma.commentRevision.findMany({ where: own, omit: hidden, ...page }));
  },
  async likedPosts({ prisma }, { communityId, userId, after, take }) {
    const rows = await prisma.postLike.findMany({
      where: { communityId, userId, ...(after !== undefined && { postId: { gt: after } }) },
      select: { postId: true, createdAt: true },
      orderBy: { postId: 'asc' },
      take,
    });
    return rows.map((item) => ({ key: item.postId, item }));
  },
  async likedComments({ prisma }, { communityId, userId, after, take }) {
    const rows = await prisma.commentLike.findMany({
      where: { communityId, userId, ...(after !== undefined && { commentId: { gt: after } }) },
      select: { commentId: true, createdAt: true },
      orderBy: { commentId: 'asc' },
      take,
    });
    return rows.map((item) => ({ key: item.commentId, item }));
  },
  async followedPosts({ prisma }, { communityId, userId, after, take }) {
    const rows = await prisma.postFollow.findMany({
      where: { communityId, userId, ...(after !== undefined && { postId: { gt: after } }) },
      select: { postId: true, createdAt: true },
      orderBy: { postId: 'asc' },
      take,
    });
    return rows.map((item) => ({ key: item.postId, item }));
  },
  async ledger({ prisma }, { communityId, userId, after, take }) {
    const rows = await prisma.pointTransaction.findMany({
      where: { communityId, userId, ...(after !== undefined && { sequence: { gt: Number(after) } }) },
      omit: hidden,
      orderBy: { sequence: 'asc' },
      take,
    });
    return rows.map((item) => ({ key: String(item.sequence), item }));
  },
  async reports({ prisma }, batch) {
    const { where, ...page } = from(batch);
    const own = { communityId: batch.communityId, reporterId: batch.userId, ...where };
    const shown = {
      id: true,
      postId: true,
      commentId: true,
      reportedUserId: true,
      reason: true,
      details: true,
      status: true,
      resolution: true,
      createdAt: true,
    };
    return keyed(await prisma.report.findMany({ where: own, select: shown, ...page }));
  },
  async bans({ prisma }, batch) {
    const { where, ...page } = from(batch);
    const own = { communityId: batch.communityId, userId: batch.userId, ...where };
    const shown = { id: true, reason: true, startsAt: true, endsAt: true, liftedAt: true };
    return keyed(await prisma.ban.findMany({ where: own, select: shown, ...page }));
  },
  async notifications({ prisma }, batch) {
    const { where, ...page } = from(batch);
    const own = { communityId: batch.communityId, userId: batch.userId, ...where };
    const known = { ...own, ...knownKinds };
    return keyed(await prisma.notification.findMany({ where: known, omit: hidden, ...page }));
  },
  async sessions({ prisma }, batch) {
    const { where, ...page } = from(batch);
    const own = { communityId: batch.communityId, userId: batch.userId, ...where };
    const shown = { id: true, device: true, createdAt: true, expiresAt: true, revokedAt: true };
    return keyed(await prisma.refreshToken.findMany({ where: own, select: shown, ...page }));
  },
};
