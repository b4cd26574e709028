import type { Mail } from '../../mail/mailer.ts';
import type { Community } from '../../domain/communities/schema.ts';

/** Hours for which a new address can be proved. */
export const emailChangeHours = 24;

export function emailChangeMail(community: Community, address: string, to: string, token: string): Mail {
  return {
    to,
    subject: `Your new address for ${community.name}`,
    text:
      `Somebody, most likely you, wants this to be the address of their account at ${community.name}.\n\n` +
      `Confirm it within ${emailChangeHours} hours:\n\n${address}/verify-email?token=${token}\n\n` +
      `A program that has no pages sends the token in it:\n\n${token}\n\n` +
      `If it was not you, do nothing: without the link the address stays as it is.\n`,
  };
}

export function addressTakenMail(community: Community, address: string, to: string): Mail {
  return {
    to,
    subject: `You have an account at ${community.name}`,
    text:
      `Somebody, most likely you, wants this to be the address of another account at ${community.name}. ` +
      `It stays that of the account that has it.\n\n` +
      `If you forgot the password of that account, ask for a new one at ${address}/password/forgot. ` +
      `Otherwise do nothing.\n`,
  };
}

export function emailChangeNotice(community: Community, address: string, to: string, next: string): Mail {
  return {
    to,
    subject: `Another address for your account at ${community.name}`,
    text:
      `Somebody with your password, most likely you, asked that your account at ${community.name} have the address ` +
      `${next} instead of this one. It will when that address has been confirmed.\n\n` +
      `If it was not you, set a new password at once, which ends this: ask for one at ${address}/password/forgot.\n`,
  };
}

export function accountClosedMail(community: Community, to: string): Mail {
  return {
    to,
    subject: `Your account at ${community.name} was closed`,
    text:
      `Your account at ${community.name} was closed with its password, and this address removed from it.\n\n` +
      'What you published stays, without your name. This is the last mail about it.\n',
  };
}
