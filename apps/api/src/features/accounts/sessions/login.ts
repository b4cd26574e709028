import { z } from 'zod';
import { passwordMatches } from '../../../auth/password.ts';
import { currentPassword, email } from '../../../domain/accounts/fields.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { assertMayLogIn } from '../../../domain/sessions/may-log-in.ts';
import { startSession, wrongCredentials } from '../../../domain/sessions/start-session.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { operation } from '../../../http/operation.ts';
import { guessedPasswordMail } from '../mails.ts';
import { credentialsByEmailSql } from './credentials-by-email.sql.ts';

const loginRequest = z
  .strictObject({ email, password: currentPassword })
  .meta({ id: 'LoginRequest', examples: [{ email: 'bob@example.com', password: 'User123!' }] });

export const login = operation({
  id: 'login',
  method: 'POST',
  path: '/auth/login',
  tag: 'accounts',
  summary: 'Log in with e-mail and password',
  login: 'none',
  body: loginRequest,
  answers: { 200: tokens },
  async handle({ forum, community, body, request, reply }, { config, limits, mailer }) {
    const communityId = community.id;
    const account = `${communityId} ${body.email}`;
    reply.headers(await limits.logins.take(account, request.ip));
    const known = await forum.one(credentialsByEmailSql({ communityId, email: body.email }));
    const matches = await passwordMatches(known?.passwordHash ?? undefined, body.password);
    if (!matches || known?.verified !== true) {
      const telling = limits.logins.failed(account) && known?.verified === true;
      if (telling) mailer.send(guessedPasswordMail(community, addressOf(config, community), body.email));
      throw wrongCredentials();
    }
    const { userId, passwordHash, banReason, banEndsAt } = known;
    const ban = banReason === null ? null : { reason: banReason, endsAt: banEndsAt };
    assertMayLogIn({ ...known, ban });
    limits.logins.succeeded(account, request.ip);
    const userAgent = request.headers['user-agent'];
    return startSession(forum, config.tokens, { communityId, userId, passwordHash, userAgent });
  },
});
