import type { CommunityTransaction } from '@agora/db';
import { z } from 'zod';
import { type Act, notUndoable } from './undoing.ts';

/** What an act changed of its target, as each kind keeps it. */
const changing = z.object({
  before: z.record(z.string(), z.unknown()).catch({}).default({}),
  after: z.record(z.string(), z.unknown()).catch({}).default({}),
  hides: z.boolean().catch(false).default(false),
  released: z.string().nullable().catch(null).default(null),
});

/** The parts of its target that an act changed, such as `status`. */
function partsOf(details: unknown): ReadonlySet<string> {
  const known = changing.safeParse(details);
  if (!known.success) return new Set();
  const { before, after, hides, released } = known.data;
  const changed = Object.keys(after).filter(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
  );
  return new Set([...changed, ...(hides || released !== null ? ['status'] : [])]);
}

/**
 * Refuses to undo an act while a newer one on the same parts of the same target holds: that both left the same state does not
 * make the newer one undone. The target is locked.
 * @throws ApiError `act.not_undoable`
 */
export async function assertNothingNewer(
  transaction: CommunityTransaction,
  communityId: string,
  { id, targetId, details }: Act,
): Promise<void> {
  const parts = partsOf(details);
  if (parts.size === 0) return;
  const newer = await transaction.moderationEntry.findMany({
    where: { communityId, targetId, id: { gt: id }, undoneBy: null },
    select: { details: true },
  });
  const changed = new Set(newer.flatMap((entry) => [...partsOf(entry.details)]));
  const both = [...parts].filter((part) => changed.has(part)).toSorted();
  if (both.length > 0) throw notUndoable(`It has been changed again since: ${both.join(', ')}.`);
}

/** Whether an act later than this one has shown its target, undone since or not. */
export async function wasShownSince(
  transaction: CommunityTransaction,
  communityId: string,
  { id, targetId }: Pick<Act, 'id' | 'targetId'>,
): Promise<boolean> {
  const later = await transaction.moderationEntry.findMany({
    where: { communityId, targetId, id: { gt: id } },
    select: { details: true },
  });
  return later.some(({ details }) => {
    const known = changing.safeParse(details);
    return (
      known.success && (known.data.after['status'] === 'PUBLISHED' || known.data.released === 'PUBLISHED')
    );
  });
}
