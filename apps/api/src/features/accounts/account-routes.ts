import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import { hashOpaqueToken, makeOpaqueToken } from '../../auth/opaque-token.ts';
import { hashPassword, passwordMatches } from '../../auth/password.ts';
import { accepted } from '../../database/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { RateLimiter } from '../../plugins/rate-limit.ts';
import { requireViewer } from '../../plugins/viewer.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams } from '../../schema/values.ts';
import type { Community } from '../communities/schema.ts';
import { alreadyRegisteredMail, resetMail, tokenHours, verificationMail } from './mails.ts';
import {
  changePassword,
  createAccount,
  createMailToken,
  endAllSessions,
  endSessionsOfReset,
  passwordHashById,
  resetPassword,
  verifyEmail,
  welcome,
} from './queries.ts';
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
export function accountRoutes(app: App, { config, database, mailer }: Dependencies): void {
  const tags = ['accounts'];
  const params = communityParams;
  const perAddress = new RateLimiter({
    name: 'mail',
    most: 20,
    windowSeconds: 900,
    code: 'request.too_many',
  });
  const addressOf = (community: Community): string => `${config.publicUrl}/c/${community.slug}`;

  const mailToken = async (
    community: Community,
    email: string,
    purpose: 'VERIFY_EMAIL' | 'RESET_PASSWORD',
  ): Promise<void> => {
    const { token, hash } = makeOpaqueToken();
    const holder = await database.one(
      community.id,
      call(createMailToken, community.id, uuid7(), email, purpose, hash, tokenHours[purpose]),
    );
    const mail = purpose === 'VERIFY_EMAIL' ? verificationMail : resetMail;
    if (holder !== undefined) mailer.send(mail(community, addressOf(community), email, token));
  };

  app.post(
    '/auth/register',
    {
      schema: {
        tags,
        summary: 'Open an account',
        description:
          'Answers the same whether or not the address has an account; the mail tells its owner. A taken username is 409.',
        params,
        body: registerRequest,
        response: { 202: mailSent, ...problems(404, 409, 429) },
      },
    },
    async ({ community, body, ip }, reply) => {
      perAddress.take(ip);
      const passwordHash = await hashPassword(body.password);
      const made = await database.one(
        community.id,
        call(createAccount, community.id, uuid7(), body.email, body.username, body.displayName, passwordHash),
      );
      // Who holds the address is told by mail only; a username is public anyway.
      if (made?.emailTaken === true)
        mailer.send(alreadyRegisteredMail(community, addressOf(community), body.email));
      else if (made?.usernameTaken === true)
        throw new ApiError('conflict.duplicate', 'The username is taken.');
      else await mailToken(community, body.email, 'VERIFY_EMAIL');
      return reply.code(202).send(sent);
    },
  );
  app.post(
    '/auth/verify-email',
    {
      schema: {
        tags,
        summary: 'Prove an e-mail address with the mailed token',
        params,
        body: mailTokenRequest,
        response: { 204: nothing, ...problems(404) },
      },
    },
    async ({ community, body }, reply) => {
      const hash = hashOpaqueToken(body.token);
      const [[outcome]] = await database.run(
        community.id,
        call(verifyEmail, community.id, hash),
        call(welcome, community.id, hash, uuid7()),
      );
      accepted(outcome);
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
      perAddress.take(ip);
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
        response: { 204: nothing, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const known = await database.one(viewer, call(passwordHashById, communityId, userId));
      if (!(await passwordMatches(known?.passwordHash ?? undefined, request.body.currentPassword))) {
        throw new ApiError('auth.invalid_credentials', 'The current password is wrong.');
      }
      await database.run(
        viewer,
        call(changePassword, communityId, userId, await hashPassword(request.body.newPassword)),
        call(endAllSessions, communityId, userId),
      );
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
      perAddress.take(ip);
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
        response: { 204: nothing, ...problems(404) },
      },
    },
    async ({ community, body }, reply) => {
      const passwordHash = await hashPassword(body.password);
      const hash = hashOpaqueToken(body.token);
      const [[outcome]] = await database.run(
        community.id,
        call(resetPassword, community.id, hash, passwordHash),
        call(endSessionsOfReset, community.id, hash),
      );
      accepted(outcome);
      return reply.code(204).send();
    },
  );
}
