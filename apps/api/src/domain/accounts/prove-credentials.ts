import { email } from '../../auth/email.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { passwordMatches } from '../../auth/password.ts';
import type { Forum } from '../../database/forum.ts';
import type { AccountLimits } from '../../limits/account-limits.ts';
import type { Community } from '../communities/schema.ts';
import { wrongCredentials } from '../sessions/start-session.ts';
import { type CredentialsByEmailRow, credentialsByEmailSql } from './credentials-by-email.sql.ts';
import { currentPassword } from './fields.ts';

/** What somebody proves with who has no session. */
export const credentials = { email, password: currentPassword };

/** Where somebody proves who they are. */
interface Asked {
  readonly forum: Forum;
  readonly community: Community;
  readonly body: { readonly email: string; readonly password: string };
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Checks e-mail and password, within the limits of logging in. Whether they may log in is not asked.
 * @param onGuesses told when somebody tries passwords of an account that is there
 * @throws ApiError `auth.invalid_credentials`, `auth.too_many_attempts`
 */
export async function proveCredentials(
  { forum, community, body, request, reply }: Asked,
  { logins }: AccountLimits,
  onGuesses: () => void,
): Promise<CredentialsByEmailRow> {
  const account = `${community.id} ${body.email}`;
  reply.headers(await logins.take(account, request.ip));
  const known = await forum.one(credentialsByEmailSql({ communityId: community.id, email: body.email }));
  const matches = await passwordMatches(known?.passwordHash ?? undefined, body.password);
  if (!matches || known?.verified !== true) {
    if (logins.failed(account) && known?.verified === true) onGuesses();
    throw wrongCredentials();
  }
  return known;
}
