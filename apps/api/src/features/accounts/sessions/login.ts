import { z } from 'zod';
import { credentials, proveCredentials } from '../../../domain/accounts/prove-credentials.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { assertMayLogIn } from '../../../domain/sessions/may-log-in.ts';
import { sessionAnswers, startSession } from '../../../domain/sessions/start-session.ts';
import { operation } from '../../../http/operation.ts';
import { guessedPasswordMail } from '../mails.ts';

const loginRequest = z
  .strictObject(credentials)
  .meta({ id: 'LoginRequest', examples: [{ email: 'bob@example.com', password: 'User123!' }] });

export const login = operation({
  id: 'login',
  method: 'POST',
  path: '/auth/login',
  tag: 'accounts',
  summary: 'Log in with e-mail and password',
  login: 'none',
  body: loginRequest,
  description:
    'Where the account asks for codes, 202 answers a `loginToken` for POST .../auth/login/code; no session is open before.',
  answers: sessionAnswers,
  async handle(asked, { config, limits, mailer }) {
    const { forum, community, body, request, reply } = asked;
    const communityId = community.id;
    const known = await proveCredentials(asked, limits, () =>
      mailer.send(guessedPasswordMail(community, addressOf(config, community), body.email)),
    );
    const { userId, passwordHash, banReason, banEndsAt } = known;
    const ban = banReason === null ? null : { reason: banReason, endsAt: banEndsAt };
    assertMayLogIn({ ...known, ban });
    limits.logins.succeeded(`${communityId} ${body.email}`, request.ip);
    const userAgent = request.headers['user-agent'];
    const proved = { communityId, userId, passwordHash, tokenVersion: null, userAgent };
    return startSession(forum, config.tokens, reply, proved);
  },
});
