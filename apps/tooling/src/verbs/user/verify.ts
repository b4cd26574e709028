import { argument, defineCommand, EXIT } from '@agora/cli';
import { communityOption } from './needed-options.ts';
import { onAccount } from './on-account.ts';

const path = 'agora user verify';

/** `agora user verify` */
export const verify = defineCommand({
  name: 'verify',
  summary: "Mark a user's e-mail address as verified, where no mail arrives",
  description:
    'The account can then log in with the password it was registered with, is shown, and has the welcome bonus, as if ' +
    'the mail had come. Be sure that the address is theirs: anybody may have registered it. In the log of moderation, ' +
    "under the user's own name, by the operator.",
  arguments: { username: argument('whose address it is') },
  options: { community: communityOption },
  environment: { DATABASE_URL: 'the database of the forum; unset: the embedded server' },
  examples: [{ command: `${path} bob --community main`, does: 'let bob in without the mail' }],
  next: [
    {
      command: 'agora user reset-password bob --community main',
      does: 'if another than bob may know the password',
    },
  ],
  async run({ context, arguments: { username }, options }) {
    const { out } = context;
    const { slug, id, email, verifiedBefore } = await onAccount(
      context,
      { path, community: options.community, username },
      (accounts, forum, communityId) => accounts.verifyAccount(forum, communityId, username),
    );
    out.data({ community: slug, id, username, email, verifiedBefore }, () => `${username} ${email}`);
    if (verifiedBefore === null)
      out.success(`${email} counts as verified: ${username} can log in to ${slug}.`);
    else out.note(`${email} has been verified since ${verifiedBefore.slice(0, 10)}; nothing was changed.`);
    return EXIT.ok;
  },
});
