import type { CommunityTransaction, Prisma } from '@agora/db';
import type { Viewer } from '../../auth/access-token.ts';
import { uuid7 } from '../../database/uuid7.ts';

/** What an act did, in values that JSON knows. */
type ActDetails = Readonly<Record<string, Prisma.InputJsonValue | null | undefined>>;

/**
 * Enters an act into the log of moderation; details that are undefined are left out.
 * @returns the id of the entry
 */
export async function noteAct(
  transaction: CommunityTransaction,
  { communityId, userId }: Pick<Viewer, 'communityId' | 'userId'>,
  act: {
    /** Dotted and stable, such as `channel.create`. */
    readonly action: string;
    readonly targetId: string;
    readonly details: ActDetails;
  },
): Promise<string> {
  const { action, targetId } = act;
  const details = Object.fromEntries(Object.entries(act.details).filter(([, value]) => value !== undefined));
  const entry = { action, targetId, details, communityId, id: uuid7(), moderatorId: userId };
  await transaction.moderationEntry.create({ data: entry, select: { id: true } });
  return entry.id;
}
