import { AgoraError } from '@agora/core';

import { argument, choiceArgument, defineCommand, EXIT, openDatabase } from '@agora/cli';
import { inCommunity } from '../../forum/in-community.ts';
import { communityOption, needed } from './needed-options.ts';
import { roles } from './roles.ts';

const path = 'agora user role';

/** `agora user role` */
export const role = defineCommand({
  name: 'role',
  summary: 'Give a user another role',
  description:
    "In force with the user's next request, and in the log of moderation: under the user's own name, by the operator, " +
    'as no user of the forum did it.',
  arguments: {
    username: argument('whose role it is'),
    role: choiceArgument(roles, 'what they may do from now on'),
  },
  options: { community: communityOption },
  environment: { DATABASE_URL: 'the database of the forum; unset: the embedded server' },
  examples: [
    { command: `${path} bob MODERATOR --community main`, does: 'make bob a moderator' },
    { command: `${path} bob MEMBER --community main`, does: 'and no longer' },
  ],
  next: [{ command: 'agora user list --community main --role ADMIN', does: 'who administers it' }],
  async run({ context, arguments: { username, role: wanted }, options }) {
    const { out } = context;
    const community = needed(options.community, '--community', path);
    const database = await openDatabase(context, out.detail);
    const { giveRole } = await import('@agora/api/accounts');
    const given = await inCommunity(database, community, async (forum, { id, slug }) => {
      const done = await giveRole(forum, id, username, wanted);
      if (done?.shown === true) return { ...done, slug };
      throw new AgoraError({
        code: 'cli.unknown_user',
        message: `${slug} shows no user ${username}.`,
        why:
          done === undefined
            ? 'It is looked for by username.'
            : 'There is such an account, but it was left, or its address was never proved: anybody may have made it.',
        fix: `agora user list --community ${slug}`,
      });
    });
    const { slug, id, before, admins } = given;
    out.data({ community: slug, id, username, before, role: wanted }, () => `${username} ${wanted}`);
    if (before === wanted) out.note(`${username} was ${wanted} before; nothing was changed.`);
    else out.success(`${username} was ${before} in ${slug} and is ${wanted} now.`);
    if (admins === 0) out.warn(`${slug} has no active administrator.`);
    return EXIT.ok;
  },
});
