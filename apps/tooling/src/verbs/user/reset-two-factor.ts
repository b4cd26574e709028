import { argument, defineCommand, EXIT } from '@agora/cli';
import { communityOption } from './needed-options.ts';
import { onAccount } from './on-account.ts';

const path = 'agora user reset-two-factor';

/** `agora user reset-two-factor` */
export const resetTwoFactor = defineCommand({
  name: 'reset-two-factor',
  summary: "Turn a user's second factor off, when the app and the recovery codes are lost",
  description:
    'The password alone logs in from now on, until they set up an app again. Be sure that it is they who ask: whoever ' +
    'has their password would say the same. Their sessions go on. In the log of moderation, ' +
    "under the user's own name, by the operator.",
  destroys: true,
  arguments: { username: argument('whose second factor is turned off') },
  options: { community: communityOption },
  environment: { DATABASE_URL: 'the database of the forum; unset: the embedded server' },
  examples: [{ command: `${path} bob --community main`, does: 'let bob in without a code' }],
  next: [
    {
      command: 'agora user reset-password bob --community main',
      does: 'if another than bob may know the password',
    },
  ],
  async run({ context, arguments: { username }, options }) {
    const { out } = context;
    const { slug, id, email, wasOn } = await onAccount(
      context,
      { path, community: options.community, username },
      (accounts, forum, communityId) => accounts.resetTwoFactor(forum, communityId, username),
    );
    out.data({ community: slug, id, username, email, wasOn }, () => `${username} ${email}`);
    if (wasOn) out.success(`${username} <${email}> is asked for no codes any more.`);
    else out.note(`${username} was asked for none; nothing was changed.`);
    return EXIT.ok;
  },
});
