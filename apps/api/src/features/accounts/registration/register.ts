import { ApiError } from '../../../api-error.ts';
import { assertHardToGuess } from '../../../auth/password-strength.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { assertOwnName } from '../../../domain/names/assert-own-name.ts';
import { operation } from '../../../http/operation.ts';
import { mailSent, sent } from '../mail-tokens/mail-sent.ts';
import { alreadyRegisteredMail, verificationMail } from '../mails.ts';
import { keepNameDays, openAccount } from './open-account.ts';
import { registerRequest } from './register-request.ts';

export const register = operation({
  id: 'register',
  method: 'POST',
  path: '/auth/register',
  tag: 'accounts',
  summary: 'Open an account',
  description:
    'Answers the same whether or not the address has an account; the mail tells its owner. A taken username is 409. ' +
    `A name is kept for ${keepNameDays} days until an address is proved.`,
  login: 'none',
  body: registerRequest,
  answers: { 202: mailSent },
  refusals: [409, 422],
  async handle({ forum, community, body, request }, { config, limits, mailer }) {
    const { email, username, displayName } = body;
    await assertHardToGuess(body.password, [email, username, displayName, community.name, community.slug]);
    await assertOwnName(forum, community, { username, displayName });
    limits.takeMail(community, request.ip, email);
    const { token, mailed, usernameTaken } = await openAccount(forum, community.id, body);
    // A username is public anyway. Who holds the address is told by mail only, so the name is looked at first:
    // the answer must be the same for an address that has an account and for one that has none.
    if (usernameTaken) throw new ApiError('conflict.duplicate', 'The username is taken.');
    const mail = mailed?.isNew === true ? verificationMail : alreadyRegisteredMail;
    if (mailed !== undefined) mailer.send(mail(community, addressOf(config, community), email, token));
    return sent;
  },
});
