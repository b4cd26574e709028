import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import { hashOpaqueToken, makeOpaqueToken } from '../../auth/opaque-token.ts';
import { hashPassword } from '../../auth/password.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../http/viewer.ts';
import { problems } from '../../http/problem.ts';
import { communityParams } from '../../domain/values.ts';
import type { Community } from '../../domain/communities/schema.ts';
import {
  alreadyRegisteredMail,
  emailChangedMail,
  passwordChangedMail,
  resetMail,
  tokenHours,
  verificationMail,
} from './mails.ts';
import {
  createMailToken,
  createRegistrationToken,
  endSessionsOfReset,
  endStrayTokens,
  endStrayTokensOf,
  mayHaveMailToken,
  resetPassword,
  verifyEmail,
  welcome,
} from './mail-token-queries.ts';
import { passwordTries, provePassword, wrongPassword } from '../../domain/accounts/prove-password.ts';
import { changePassword, createAccount, endAllSessions, keepNameDays, releaseName } from './queries.ts';
import {
  emailRequest,
  mailSent,
  mailTokenRequest,
  passwordChange,
  passwordReset,
  registerRequest,
} from './schema.ts';

const nothing = z.undefined().describe('Done');
const sent = { status: 'mail_sent_if_there_is_an_account' } as const;

/** Getting an account, proving its address, and changing its password. */
export function accountRoutes(app: App, dependencies: Dependencies): void {
  const { config, database, limits, mailer } = dependencies;
  const tags = ['accounts'];
  const params = communityParams;
  const addressOf = (community: Community): string => `${config.publicUrl}/c/${community.slug}`;

  /** A second look says who was faster, when another wanted the same address or name at the same moment. */
  const openAccount = async (community: Community, body: z.output<typeof registerRequest>) => {
    const { email, username, displayName } = body;
    const passwordHash = await hashPassword(body.password);
    const { token, hash } = makeOpaqueToken();
    const { VERIFY_EMAIL: toVerify, RESET_PASSWORD: toReset } = tokenHours;
    const { id } = community;
    const make = async () => {
      const userId = uuid7();
      const [, [account], [mailed]] = await database.run(
        id,
        call(releaseName, id, username),
        call(createAccount, id, userId, email, username, displayName, passwordHash, true),
        call(createRegistrationToken, id, uuid7(), userId, email, username, hash, toVerify, toReset),
      );
      return { ...account, mailed };
    };
    const made = await make();
    // A mailed token decides, too: it was made for who got the address between the two statements.
    const decided = made.mailed !== undefined || made.emailTaken === true || made.usernameTaken === true;
    return { token, ...(decided ? made : await make()) };
  };

  const mailToken = async (
    community: Community,
    email: string,
    purpose: 'VERIFY_EMAIL' | 'RESET_PASSWORD',
  ): Promise<void> => {
    const { id } = community;
    if ((await database.one(id, call(mayHaveMailToken, id, email, purpose))) !== true) return;
    // Writing takes time, which would tell who has an account: it is done behind the answer, like sending.
    mailer.send(async () => {
      const { token, hash } = makeOpaqueToken();
      const make = call(createMailToken, id, uuid7(), email, purpose, hash, tokenHours[purpose]);
      if ((await database.one(id, make)) === undefined) return undefined;
      const mail = purpose === 'VERIFY_EMAIL' ? verificationMail : resetMail;
      return mail(community, addressOf(community), email, token);
    });
  };

  app.post(
    '/auth/register',
    {
      schema: {
        tags,
        summary: 'Open an account',
        description:
          'Answers the same whether or not the address has an account; the mail tells its owner. A taken username is 409. ' +
          `A name is kept for ${keepNameDays} days until an address is proved.`,
        params,
        body: registerRequest,
        response: { 202: mailSent, ...problems(404, 409, 429) },
      },
    },
    async ({ community, body, ip }, reply) => {
      limits.takeMail(community, ip, body.email);
      const made = await openAccount(community, body);
      // A username is public anyway. Who holds the address is told by mail only, so the name is looked at first:
      // the answer must be the same for an address that has an account and for one that has none.
      if (made.usernameTaken === true) throw new ApiError('conflict.duplicate', 'The username is taken.');
      const { mailed, token } = made;
      const mail = mailed?.isNew === true ? verificationMail : alreadyRegisteredMail;
      if (mailed !== undefined) mailer.send(mail(community, addressOf(community), body.email, token));
      return reply.code(202).send(sent);
    },
  );
  app.post(
    '/auth/verify-email',
    {
      schema: {
        tags,
        summary: 'Prove an e-mail address with the mailed token',
        description: 'That of your account, or the one you asked for instead by POST .../me/email.',
        params,
        body: mailTokenRequest,
        response: { 204: nothing, ...problems(404, 409, 429) },
      },
    },
    async ({ community, body, ip }, reply) => {
      limits.guesses.takeFrom(ip);
      const hash = hashOpaqueToken(body.token);
      const [[outcome]] = await database.run(
        community.id,
        call(verifyEmail, community.id, hash),
        call(welcome, community.id, hash, uuid7()),
        call(endStrayTokens, community.id, hash),
      );
      const { email, before } = accepted(outcome);
      if (before !== null) mailer.send(emailChangedMail(community, before, email));
      return reply.code(204).send();
    },
  );
  app.post(
    '/auth/verify-email/resend',
    {
      schema: {
        tags,
        summary: 'Mail the token for an address again',
        params,
        body: emailRequest,
        response: { 202: mailSent, ...problems(404, 429) },
      },
    },
    async ({ community, body, ip }, reply) => {
      limits.takeMail(community, ip, body.email);
      await mailToken(community, body.email, 'VERIFY_EMAIL');
      return reply.code(202).send(sent);
    },
  );
  app.post(
    '/auth/password',
    {
      schema: {
        tags,
        summary: 'Change your password; all your sessions end',
        security: [{ accessToken: [] }],
        params,
        body: passwordChange,
        response: { 204: nothing, ...problems(401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { currentPassword, newPassword } = request.body;
      const proved = await provePassword({ forum: database.for(viewer), viewer }, limits, currentPassword);
      const passwordHash = await hashPassword(newPassword);
      const { email } = await database.session(async (session) => {
        const change = call(changePassword, communityId, userId, passwordHash, proved);
        const holder = await session.one(viewer, change);
        if (holder === undefined) throw wrongPassword();
        await session.run(
          communityId,
          call(endAllSessions, communityId, userId),
          call(endStrayTokensOf, communityId, userId),
        );
        return holder;
      });
      limits.passwords.forgive(passwordTries(viewer));
      mailer.send(passwordChangedMail(request.community, addressOf(request.community), email));
      return reply.code(204).send();
    },
  );
  app.post(
    '/auth/password/forgot',
    {
      schema: {
        tags,
        summary: 'Mail a token for a new password',
        params,
        body: emailRequest,
        response: { 202: mailSent, ...problems(404, 429) },
      },
    },
    async ({ community, body, ip }, reply) => {
      limits.takeMail(community, ip, body.email);
      await mailToken(community, body.email, 'RESET_PASSWORD');
      return reply.code(202).send(sent);
    },
  );
  app.post(
    '/auth/password/reset',
    {
      schema: {
        tags,
        summary: 'Set a new password with the mailed token; all sessions end',
        params,
        body: passwordReset,
        response: { 204: nothing, ...problems(404, 429) },
      },
    },
    async ({ community, body, ip }, reply) => {
      limits.guesses.takeFrom(ip);
      const passwordHash = await hashPassword(body.password);
      const hash = hashOpaqueToken(body.token);
      const [[outcome]] = await database.run(
        community.id,
        call(resetPassword, community.id, hash, passwordHash),
        call(endSessionsOfReset, community.id, hash),
        call(endStrayTokens, community.id, hash),
        call(welcome, community.id, hash, uuid7()),
      );
      const { email } = accepted(outcome);
      mailer.send(passwordChangedMail(community, addressOf(community), email));
      return reply.code(204).send();
    },
  );
}
