import type { Mail } from '../../mail/mailer.ts';
import type { Community } from '../../domain/communities/schema.ts';

/** Hours for which mailed tokens are good. */
export const tokenHours = { VERIFY_EMAIL: 48, RESET_PASSWORD: 1 } as const;

/** Hours for which a new address can be proved. */
export const emailChangeHours = 24;

export function verificationMail(community: Community, address: string, to: string, token: string): Mail {
  return {
    to,
    subject: `Confirm your address for ${community.name}`,
    text:
      `Somebody, most likely you, registered at ${community.name} with this address.\n\n` +
      `Confirm it within ${tokenHours.VERIFY_EMAIL} hours by sending this token to ${address}/auth/verify-email:\n\n` +
      `${token}\n\nIf it was not you, do nothing: without the token the account stays closed.\n`,
  };
}

export function alreadyRegisteredMail(
  community: Community,
  address: string,
  to: string,
  token: string,
): Mail {
  return {
    to,
    subject: `You have an account at ${community.name}`,
    text:
      `Somebody, most likely you, tried to register at ${community.name} with this address, which has an account.\n\n` +
      `If you forgot the password, set a new one within ${tokenHours.RESET_PASSWORD} hour by sending it with this token ` +
      `to ${address}/auth/password/reset:\n\n` +
      `${token}\n\nOtherwise do nothing: the old password stays.\n`,
  };
}

export function resetMail(community: Community, address: string, to: string, token: string): Mail {
  return {
    to,
    subject: `A new password for ${community.name}`,
    text:
      `Somebody, most likely you, asked for a new password at ${community.name}.\n\n` +
      `Set it within ${tokenHours.RESET_PASSWORD} hour by sending it with this token to ${address}/auth/password/reset:\n\n` +
      `${token}\n\nIf it was not you, do nothing: the old password stays.\n`,
  };
}

export function passwordChangedMail(community: Community, address: string, to: string): Mail {
  return {
    to,
    subject: `Your password for ${community.name} was changed`,
    text:
      `The password of your account at ${community.name} was changed, and every session ended.\n\n` +
      `If it was not you, ask for a new one at once at ${address}/auth/password/forgot.\n`,
  };
}

export function emailChangeMail(community: Community, address: string, to: string, token: string): Mail {
  return {
    to,
    subject: `Your new address for ${community.name}`,
    text:
      `Somebody, most likely you, wants this to be the address of their account at ${community.name}.\n\n` +
      `Confirm it within ${emailChangeHours} hours by sending this token to ${address}/auth/verify-email:\n\n` +
      `${token}\n\nIf it was not you, do nothing: without the token the address stays as it is.\n`,
  };
}

export function addressTakenMail(community: Community, address: string, to: string): Mail {
  return {
    to,
    subject: `You have an account at ${community.name}`,
    text:
      `Somebody, most likely you, wants this to be the address of another account at ${community.name}. ` +
      `It stays that of the account that has it.\n\n` +
      `If you forgot the password of that account, ask for a new one at ${address}/auth/password/forgot. ` +
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
      `If it was not you, set a new password at once, which ends this: ask for one at ${address}/auth/password/forgot.\n`,
  };
}

export function emailChangedMail(community: Community, to: string, next: string): Mail {
  return {
    to,
    subject: `Your address for ${community.name} was changed`,
    text:
      `Your account at ${community.name} has the address ${next} now, and this one no more.\n\n` +
      'If it was not you, tell a moderator: this address cannot get a new password any more.\n',
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
