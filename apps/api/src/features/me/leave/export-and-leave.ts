import { z } from 'zod';
import { credentials, proveCredentials } from '../../../domain/accounts/prove-credentials.ts';
import { exported, sendExport } from '../../../domain/export/exported.ts';
import { closeAccount } from '../../../domain/leaving/close-account.ts';
import { forget } from '../../../domain/leaving/forget.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { revokeTokens } from '../../../oauth/revoke-tokens.ts';
import { accountClosedMail } from '../mails.ts';

const farewell = z.strictObject(credentials).meta({ id: 'Farewell' });

const nobodyTold = (): void => undefined;

/** For who cannot log in: a ban takes the forum from somebody, and not what is theirs by law. */
export const farewellExport = operation({
  id: 'farewellExport',
  method: 'POST',
  path: '/auth/farewell/export',
  tag: 'accounts',
  summary: 'Get all that the forum keeps of you, by your password, though you are banned',
  login: 'none',
  body: farewell,
  answers: { 200: exported },
  async handle(asked, { limits }) {
    const { userId } = await proveCredentials(asked, limits, nobodyTold);
    return sendExport(asked.reply, asked.forum, { communityId: asked.community.id, userId });
  },
});

export const farewellLeave = operation({
  id: 'farewellLeave',
  method: 'POST',
  path: '/auth/farewell/leave',
  tag: 'accounts',
  summary: 'Close your account, by your password, though you are banned',
  description: 'As DELETE .../me does. The ban stays in the records.',
  login: 'none',
  body: farewell,
  answers: { 204: nothing },
  refusals: [409],
  async handle(asked, { config, limits, mailer, providers }) {
    const { forum, community, request } = asked;
    const { userId, passwordHash } = await proveCredentials(asked, limits, nobodyTold);
    const who = { communityId: community.id, userId };
    const { email, linked } = await forum.prismaTransaction(async (transaction, run) => {
      const closed = await closeAccount(transaction, run, { ...who, provedHash: passwordHash ?? '' });
      return { ...closed, linked: await forget(transaction, who) };
    });
    for (const tokens of linked) revokeTokens({ config, providers, log: request.log }, tokens);
    mailer.send(accountClosedMail(community, email));
  },
});
