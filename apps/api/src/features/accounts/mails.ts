import type { Mail } from '../../mail/mailer.ts';
import type { Community } from '../../domain/communities/schema.ts';

/** Hours for which mailed tokens are good. */
export const tokenHours = { VERIFY_EMAIL: 48, RESET_PASSWORD: 1 } as const;

/**
 * A link with a token, and the token on a line of its own, for programs.
 * @param page such as `https://forum.example/r/agora/verify-email`
 */
const link = (page: string, token: string): string =>
  `${page}?token=${token}\n\nA program that has no pages sends the token in it:\n\n${token}\n`;

export function verificationMail(community: Community, address: string, to: string, token: string): Mail {
  return {
    to,
    subject: `Confirm your address for ${community.name}`,
    text:
      `Somebody, most likely you, registered at ${community.name} with this address.\n\n` +
      `Confirm it within ${tokenHours.VERIFY_EMAIL} hours:\n\n${link(`${address}/verify-email`, token)}\n` +
      `If it was not you, do nothing: without the link the account stays closed.\n`,
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
      `If you forgot the password, set a new one within ${tokenHours.RESET_PASSWORD} hour:\n\n` +
      `${link(`${address}/password/reset`, token)}\nOtherwise do nothing: the old password stays.\n`,
  };
}

export function resetMail(community: Community, address: string, to: string, token: string): Mail {
  return {
    to,
    subject: `A new password for ${community.name}`,
    text:
      `Somebody, most likely you, asked for a new password at ${community.name}.\n\n` +
      `Set it within ${tokenHours.RESET_PASSWORD} hour:\n\n${link(`${address}/password/reset`, token)}\nIf it was not you, do nothing: the old password stays.\n`,
  };
}

export function passwordChangedMail(community: Community, address: string, to: string): Mail {
  return {
    to,
    subject: `Your password for ${community.name} was changed`,
    text:
      `The password of your account at ${community.name} was changed, and every session ended.\n\n` +
      `If it was not you, ask for a new one at once at ${address}/password/forgot.\n\n` +
      `Passkeys are not part of it: one that you did not make still logs in until it is removed, at ${address}/me/passkeys.\n`,
  };
}

export function guessedPasswordMail(community: Community, address: string, to: string): Mail {
  return {
    to,
    subject: `Wrong passwords for your account at ${community.name}`,
    text:
      `Somebody has tried several wrong passwords for your account at ${community.name}. The account is as it was, and ` +
      'you can log in as ever; it may take some seconds longer.\n\n' +
      `If it was not you and your password is a common one, set a new one: ${address}/password/forgot.\n`,
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
