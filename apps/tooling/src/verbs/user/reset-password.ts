import { argument, defineCommand, EXIT, integer } from '@agora/cli';
import { communityOption } from './needed-options.ts';
import { onAccount } from './on-account.ts';

const path = 'agora user reset-password';

/** `agora user reset-password` */
export const resetPassword = defineCommand({
  name: 'reset-password',
  summary: "End a user's password, passkeys and sessions, and print a token that sets a new one",
  description:
    'For somebody whom no mail reaches, or whose account another has. Nobody logs in with the old password from now on, ' +
    'every session and passkey ends at once, and so does what was mailed for another password or address. The token is good once, ' +
    'and only stored as a hash: hand it to its owner by a way you trust; you need not know the new password. Setting it ' +
    "counts the address as verified, too. In the log of moderation, under the user's own name, by the operator.",
  destroys: true,
  arguments: { username: argument('whose password it is') },
  options: {
    community: communityOption,
    hours: integer('count', 'how many hours the token is good', { min: 1, max: 168, default: 24 }),
  },
  environment: {
    DATABASE_URL: 'the database of the forum; unset: the embedded server',
    PUBLIC_URL: 'the address of the API, shown with the token',
  },
  examples: [
    { command: `${path} bob --community main`, does: 'prints the token, and says where it goes' },
    { command: `${path} bob --community main --hours 1 --json`, does: 'for a program' },
  ],
  next: [{ command: 'agora user list --community main', does: 'who there is, with which address' }],
  async run({ context, arguments: { username }, options }) {
    const { out, env } = context;
    const { slug, id, email, status, providers, passkeys, token, expiresAt } = await onAccount(
      context,
      { path, community: options.community, username },
      (accounts, forum, communityId) => accounts.reopenAccount(forum, communityId, username, options.hours),
    );
    const api = (env['PUBLIC_URL'] || 'http://127.0.0.1:3000').replace(/\/+$/, '');
    const address = `${api}/c/${slug}/auth/password/reset`;
    out.data(
      { community: slug, id, username, email, status, providers, passkeys, token, expiresAt, address },
      () => token,
    );
    out.success(`The password, passkeys (${passkeys}) and every session of ${username} <${email}> ended.`);
    out.note(`Until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC this sets a new password, once:`);
    out.note(
      `curl ${address} -H 'content-type: application/json' -d '{"token": "${token}", "password": "..."}'`,
    );
    if (providers.length > 0)
      out.warn(`${username} can still log in with ${providers.join(' and ')}, which was linked before.`);
    if (status !== 'ACTIVE')
      out.warn(`${username} is ${status.toLowerCase()}, and logs in only when that ends.`);
    return EXIT.ok;
  },
});
