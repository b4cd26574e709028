import { ApiError } from '../../api-error.ts';
import type { Statements } from '../../database/forum.ts';
import type { Community } from '../communities/schema.ts';
import { imitationOf, type WantedNames } from './imitation.ts';

/**
 * Sees that a member's names are their own: {@link imitationOf}.
 * @throws ApiError `name.imitates`
 */
export async function assertOwnName(
  forum: Statements,
  community: Community,
  wanted: WantedNames,
): Promise<void> {
  const why = await imitationOf(forum, community, wanted);
  if (why !== undefined) throw new ApiError('name.imitates', why, { fix: 'Take another name.' });
}
