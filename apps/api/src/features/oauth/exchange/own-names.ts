import type { Forum } from '../../../database/forum.ts';
import type { Community } from '../../../domain/communities/schema.ts';
import { imitationOf } from '../../../domain/names/imitation.ts';
import type { Grant } from '../grants/one-time-code.ts';
import { usernames } from './usernames.ts';

/** Usernames to be tried in order, and what others see. */
export interface OwnNames {
  readonly usernames: string[];
  readonly displayName: string;
}

/** What somebody is called who comes from a provider: as they are there, unless that could be taken for another here. */
export async function ownNames(
  forum: Forum,
  community: Community,
  { handle, displayName }: Pick<Grant, 'handle' | 'displayName'>,
): Promise<OwnNames> {
  const [first = '', ...numbered] = usernames(handle);
  const theirs = (await imitationOf(forum, community, { username: first })) === undefined;
  const tried = theirs ? [first, ...numbered] : usernames('');
  const shown = (await imitationOf(forum, community, { displayName })) === undefined;
  return { usernames: tried, displayName: shown ? displayName : (tried.at(-1) ?? 'user') };
}
