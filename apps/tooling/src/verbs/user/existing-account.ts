import { AgoraError } from '@agora/core';

/**
 * What was done to an account, unless there is none, or its owner left it.
 * @param slug of the community
 * @throws AgoraError `cli.unknown_user`
 */
export function existingAccount<Done extends { readonly left: false }>(
  done: Done | { readonly left: true } | undefined,
  username: string,
  slug: string,
): Done {
  if (done?.left === false) return done;
  throw new AgoraError({
    code: 'cli.unknown_user',
    message:
      done === undefined
        ? `${slug} has no user ${username}.`
        : `The account ${username} of ${slug} was left; nobody comes back to it.`,
    ...(done === undefined ? { why: 'It is looked for by username.' } : {}),
    fix: `agora user list --community ${slug}`,
  });
}
