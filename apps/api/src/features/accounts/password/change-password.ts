import { z } from 'zod';
import { hashPassword } from '../../../auth/password.ts';
import { assertHardToGuess } from '../../../auth/password-strength.ts';
import { currentPassword, newPassword } from '../../../domain/accounts/fields.ts';
import { lockHolder } from '../../../domain/accounts/lock-holder.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { setPassword } from '../../../domain/accounts/set-password.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { passwordChangedMail } from '../mails.ts';

const passwordChange = z.strictObject({ currentPassword, newPassword }).meta({ id: 'PasswordChange' });

export const changePassword = operation({
  id: 'changePassword',
  method: 'POST',
  path: '/auth/password',
  tag: 'accounts',
  summary: 'Change your password; all your sessions end',
  login: 'required',
  body: passwordChange,
  answers: { 204: nothing },
  async handle(asked, { config, limits, mailer }) {
    const { forum, viewer, community, body } = asked;
    const { communityId, userId } = viewer;
    const proved = await provePassword(asked, limits, body.currentPassword);
    const passwordHash = await hashPassword(body.newPassword);
    const email = await forum.prismaTransaction(async (transaction, run) => {
      const holder = await lockHolder(transaction, run, viewer, proved);
      const words = [holder.email, holder.username, community.name, community.slug];
      await assertHardToGuess(body.newPassword, words);
      await setPassword(transaction, { communityId, userId, ...holder }, { passwordHash });
      return holder.email;
    });
    mailer.send(passwordChangedMail(community, addressOf(config, community), email));
  },
});
