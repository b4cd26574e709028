import type * as accountActs from '@agora/api/accounts';
import { type Context, openDatabase } from '@agora/cli';
import { AgoraError } from '@agora/core';
import { inCommunity } from '../../forum/in-community.ts';
import { needed } from './needed-options.ts';

/** Whose account, as a command line names it. */
interface Wanted {
  /** The command, such as `agora user verify`. */
  readonly path: string;
  /** Slug or id of the community. */
  readonly community: string | undefined;
  readonly username: string;
}

/**
 * Does something with the account of a user, in the database of the project.
 * @param act answers what it did: undefined where there is no such account
 * @throws UsageError `cli.missing_value` without a community
 * @throws AgoraError `cli.unknown_user` where there is no such account or its owner left it, `cli.unknown_community`,
 *   `cli.not_migrated`, `cli.no_rights`
 */
export async function onAccount<Done extends { readonly left: false }>(
  context: Context,
  { path, community, username }: Wanted,
  act: (
    accounts: typeof accountActs,
    forum: accountActs.Forum,
    communityId: string,
  ) => Promise<Done | { readonly left: true } | undefined>,
): Promise<Done & { readonly slug: string }> {
  const named = needed(community, '--community', path);
  const database = await openDatabase(context, context.out.detail);
  const accounts = await import('@agora/api/accounts');
  return inCommunity(database, named, async (forum, { id, slug }) => {
    const done = await act(accounts, forum, id);
    if (done?.left === false) return { ...done, slug };
    throw unknownUser(done === undefined ? 'none' : 'left', username, slug);
  });
}

function unknownUser(found: 'none' | 'left', username: string, slug: string): AgoraError {
  return new AgoraError({
    code: 'cli.unknown_user',
    message:
      found === 'none'
        ? `${slug} has no user ${username}.`
        : `The account ${username} of ${slug} was left; nobody comes back to it.`,
    ...(found === 'none' ? { why: 'It is looked for by username.' } : {}),
    fix: `agora user list --community ${slug}`,
  });
}
