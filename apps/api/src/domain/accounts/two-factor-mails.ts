import type { Mail } from '../../mail/mailer.ts';
import type { Community } from '../communities/schema.ts';

/** Whom a mail goes to, and how many recovery codes they have left. */
interface Owner {
  readonly to: string;
  readonly left: number;
}

const notYou = (address: string): string =>
  `If it was not you, somebody has your password: set a new one at once, at ${address}/password/forgot.\n`;

export function guessedCodeMail({ name }: Community, address: string, { to }: Owner): Mail {
  return {
    to,
    subject: `Wrong codes for your account at ${name}`,
    text:
      `Somebody has logged in to your account at ${name} with its password, and sent several wrong codes. ` +
      `Without a code they are not let in.\n\n${notYou(address)}`,
  };
}

export function recoveryCodeUsedMail({ name }: Community, address: string, { to, left }: Owner): Mail {
  return {
    to,
    subject: `A recovery code of your account at ${name} was used`,
    text:
      `A recovery code of your account at ${name} was used in place of a code of your app. ${left} of them ` +
      `${left === 1 ? 'is' : 'are'} left; new ones are made at ${address}/me/two-factor.\n\n${notYou(address)}`,
  };
}

export function twoFactorOnMail({ name }: Community, address: string, to: string): Mail {
  return {
    to,
    subject: `Codes are asked for at ${name}`,
    text:
      `From now on your account at ${name} asks for a code of your app when you log in. All other sessions have ended.\n\n` +
      notYou(address),
  };
}

export function twoFactorOffMail({ name }: Community, address: string, to: string): Mail {
  return {
    to,
    subject: `No more codes are asked for at ${name}`,
    text:
      `Your account at ${name} asks for no code any more when you log in: that was turned off with its password and a code.\n\n` +
      notYou(address),
  };
}

export function recoveryCodesMail({ name }: Community, address: string, to: string): Mail {
  return {
    to,
    subject: `New recovery codes for your account at ${name}`,
    text: `New recovery codes were made for your account at ${name}; the old ones are good for nothing.\n\n${notYou(address)}`,
  };
}

/** @param owner.name what they call the passkey */
export function passkeyAddedMail(
  { name }: Community,
  address: string,
  owner: { readonly to: string; readonly name: string },
): Mail {
  return {
    to: owner.to,
    subject: `A passkey was added to your account at ${name}`,
    text:
      `From now on the passkey "${owner.name}" logs in to your account at ${name}. ` +
      `It is removed at ${address}/me/passkeys.\n\n${notYou(address)}` +
      'Then remove the passkey, too: with another password it still logs in.\n',
  };
}
