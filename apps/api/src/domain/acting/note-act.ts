import type { CommunityTransaction } from '@agora/db';
import type { Viewer } from '../../auth/access-token.ts';
import { uuid7 } from '../../database/uuid7.ts';

/** Enters an act into the log of moderation; details that are undefined are left out. */
export async function noteAct(
  transaction: CommunityTransaction,
  { communityId, userId }: Pick<Viewer, 'communityId' | 'userId'>,
  act: {
    /** Dotted and stable, such as `channel.create`. */
    readonly action: string;
    readonly targetId: string;
    readonly details: Readonly<Record<string, string | number | boolean | null | undefined>>;
  },
): Promise<void> {
  const details = Object.fromEntries(Object.entries(act.details).filter(([, value]) => value !== undefined));
  await transaction.moderationEntry.create({
    data: { ...act, details, communityId, id: uuid7(), moderatorId: userId },
    select: { id: true },
  });
}
