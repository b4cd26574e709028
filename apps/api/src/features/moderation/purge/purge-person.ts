import type { Viewer } from '../../../auth/access-token.ts';
import type { Forum } from '../../../database/forum.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { anonymise } from '../../../domain/leaving/anonymise.ts';
import { forget } from '../../../domain/leaving/forget.ts';
import { lockDraftsSql } from '../../../domain/leaving/lock-drafts.sql.ts';
import type { SealedTokens } from '../../../oauth/revoke-tokens.ts';
import { hideWritten } from '../people/written/hide-written.ts';
import { endHolds } from './end-holds.ts';
import { purgeWrittenSql } from './purge-written.sql.ts';

/** Posts and comments that are purged at once. */
const most = 200;

/**
 * Purges all of a person, whose purge is noted: closes the account first, so that nothing more is written, then takes what
 * they wrote out of sight and purges it, in batches. After one that was cut short it is called again.
 * @returns the providers' tokens, to be given back
 */
export async function purgePerson(
  forum: Forum,
  viewer: Viewer,
  {
    userId,
    purgeId,
    entryId,
  }: { readonly userId: string; readonly purgeId: string; readonly entryId: string },
): Promise<SealedTokens[]> {
  const { communityId } = viewer;
  const linked = await forum.prismaTransaction(async (transaction, run) => {
    await run(lockDraftsSql({ communityId, userId }));
    await lockActor(run, viewer, { least: 'ADMIN', others: [userId] });
    await anonymise(transaction, { communityId, userId });
    await endHolds(transaction, { communityId, authorId: userId });
    return forget(transaction, { communityId, userId });
  });
  await hideWritten(forum, viewer, { entryId, authorId: userId, least: 'ADMIN' });
  const batch = async () => {
    const [[row]] = await forum.run(purgeWrittenSql({ communityId, purgeId, most }));
    return row?.purged ?? 0;
  };
  while ((await batch()) > 0);
  return linked;
}
