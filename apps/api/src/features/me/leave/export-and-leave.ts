import { z } from 'zod';
import type { Dependencies } from '../../../dependencies.ts';
import type { CredentialsByEmailRow } from '../../../domain/accounts/credentials-by-email.sql.ts';
import { code } from '../../../domain/accounts/fields.ts';
import { proveCode } from '../../../domain/accounts/prove-code.ts';
import { credentials, proveCredentials } from '../../../domain/accounts/prove-credentials.ts';
import { exported, sendExport } from '../../../domain/export/exported.ts';
import { closeAccount } from '../../../domain/leaving/close-account.ts';
import { forget } from '../../../domain/leaving/forget.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { revokeTokens } from '../../../oauth/revoke-tokens.ts';
import { accountClosedMail } from '../mails.ts';

const farewell = z
  .strictObject({ ...credentials, code: code.optional().describe('Where the account asks for codes') })
  .meta({ id: 'Farewell' });

const nobodyTold = (): void => undefined;

/** @throws ApiError as {@link proveCredentials} and {@link proveCode} do */
async function proveBoth(
  asked: Parameters<typeof proveCredentials>[0] & { readonly body: { readonly code?: string | undefined } },
  dependencies: Dependencies,
): Promise<CredentialsByEmailRow> {
  const { forum, community, body } = asked;
  const known = await proveCredentials(asked, dependencies.limits, nobodyTold);
  const { userId } = known;
  const wantsCode = await forum.prisma.twoFactor.count({
    where: { communityId: community.id, userId, enabledAt: { not: null } },
  });
  if (wantsCode > 0) await proveCode({ community, userId }, body.code ?? '', forum, dependencies);
  return known;
}

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
  async handle(asked, dependencies) {
    const { userId } = await proveBoth(asked, dependencies);
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
  async handle(asked, dependencies) {
    const { config, mailer, providers } = dependencies;
    const { forum, community, request } = asked;
    const { userId, passwordHash } = await proveBoth(asked, dependencies);
    const who = { communityId: community.id, userId };
    const { email, linked } = await forum.prismaTransaction(async (transaction, run) => {
      const closed = await closeAccount(transaction, run, { ...who, provedHash: passwordHash ?? '' });
      return { ...closed, linked: await forget(transaction, who) };
    });
    for (const tokens of linked) revokeTokens({ config, providers, log: request.log }, tokens);
    mailer.send(accountClosedMail(community, email));
  },
});
