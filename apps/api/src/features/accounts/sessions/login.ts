import { z } from 'zod';
import { passwordMatches } from '../../../auth/password.ts';
import { currentPassword, email } from '../../../domain/accounts/fields.ts';
import { assertMayLogIn } from '../../../domain/sessions/may-log-in.ts';
import { startSession, wrongCredentials } from '../../../domain/sessions/start-session.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { operation } from '../../../http/operation.ts';
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
  async handle({ forum, community, body, request, reply }, { config, limits }) {
    const communityId = community.id;
    const account = `${communityId} ${body.email}`;
    limits.loginAddresses.takeFrom(request.ip);
    reply.headers(limits.logins.headers(limits.logins.take(account)));
    const known = await forum.one(credentialsByEmailSql({ communityId, email: body.email }));
    const matches = await passwordMatches(known?.passwordHash ?? undefined, body.password);
    if (!matches || known?.verified !== true) throw wrongCredentials();
    const { userId, passwordHash, banReason, banEndsAt } = known;
    const ban = banReason === null ? null : { reason: banReason, endsAt: banEndsAt };
    assertMayLogIn({ ...known, ban });
    limits.logins.forgive(account);
    const userAgent = request.headers['user-agent'];
    return startSession(forum, config.tokens, { communityId, userId, passwordHash, userAgent });
  },
});
