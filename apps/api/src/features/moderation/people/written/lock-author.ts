import type { UserRole } from '@agora/db';
import type { Viewer } from '../../../../auth/access-token.ts';
import type { RunInPrisma } from '../../../../database/forum.ts';
import { lockActor, outranks } from '../../../../domain/acting/lock-actor.ts';
import { refusal } from '../../../../domain/outcome.ts';
import { moderatorsOnly } from '../../moderators.ts';

const refusals = {
  ...moderatorsOnly,
  'ban.not_allowed': 'What a moderator wrote is hidden and shown by admins alone.',
} as const;

/**
 * Locks who asks and whose texts they are, and looks whether who asks is above the author.
 * @throws ApiError `auth.forbidden`, `auth.account_inactive`, `ban.not_allowed`
 */
export async function lockAuthor(
  run: RunInPrisma,
  viewer: Viewer,
  { authorId, least }: { readonly authorId: string; readonly least: UserRole },
): Promise<void> {
  const { actor, people } = await lockActor(run, viewer, { least, others: [authorId], refusals });
  const author = people.get(authorId);
  if (author !== undefined && !outranks(actor, author)) throw refusal('ban.not_allowed', refusals);
}
