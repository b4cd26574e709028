import { z } from 'zod';
import { verifyLoginToken } from '../../../auth/login-token.ts';
import { code } from '../../../domain/accounts/fields.ts';
import { proveCode } from '../../../domain/accounts/prove-code.ts';
import { startSession } from '../../../domain/sessions/start-session.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { operation } from '../../../http/operation.ts';

const codeRequest = z
  .strictObject({ loginToken: z.string().min(1).max(2000), code })
  .meta({ id: 'LoginCode' });

export const enterCode = operation({
  id: 'enterCode',
  method: 'POST',
  path: '/auth/login/code',
  tag: 'accounts',
  summary: 'Log in, second step: send a code of your app, or a recovery code',
  login: 'none',
  body: codeRequest,
  answers: { 200: tokens },
  async handle({ forum, community, body, request, reply }, dependencies) {
    const { config, limits } = dependencies;
    limits.guesses.takeFrom(request.ip);
    const { userId, tokenVersion } = await verifyLoginToken(config.tokens, body.loginToken, community.id);
    await proveCode({ community, userId }, body.code, forum, dependencies);
    const userAgent = request.headers['user-agent'];
    const proved = { communityId: community.id, userId, passwordHash: null, tokenVersion, userAgent };
    return tokens.parse(await startSession(forum, config.tokens, reply, proved));
  },
});
