import { LoginLimits } from './login-limits.ts';
import { mailboxOf } from './mailbox.ts';
import { RateLimiter } from './rate-limiter.ts';

const windowSeconds = 900;

/** Limits that several routes share: what one of them lets through, the others have let through as well. */
export class AccountLimits {
  /** Mails that one network address may have sent. */
  readonly #mails = new RateLimiter({ name: 'mail', most: 20, windowSeconds, code: 'request.too_many' });
  /** Mails to one mailbox, whether or not it has an account: they come at the wish of strangers. */
  readonly #mailboxes = new RateLimiter({
    name: 'mailbox',
    most: 5,
    windowSeconds,
    code: 'request.too_many',
  });
  readonly logins = new LoginLimits();
  /** Steps of signing in with a provider by one network address. */
  readonly providers = new RateLimiter({
    name: 'oauth',
    most: 300,
    windowSeconds,
    code: 'auth.too_many_attempts',
  });
  /** Mailed tokens that one network address may try. */
  readonly guesses = new RateLimiter({
    name: 'guesses',
    most: 100,
    windowSeconds,
    code: 'auth.too_many_attempts',
  });
  /** Passwords that may be tried with the access token of one account, which may be stolen. */
  readonly passwords = new RateLimiter({
    name: 'password',
    most: 10,
    windowSeconds,
    code: 'auth.too_many_attempts',
  });

  /** Codes of an app that may be tried at one account, by who has its password. */
  readonly codes = new RateLimiter({
    name: 'code',
    most: 10,
    windowSeconds,
    code: 'auth.too_many_attempts',
  });

  /** @throws ApiError `request.too_many` */
  takeMail(community: { readonly id: string }, ip: string, email: string): void {
    this.#mails.takeFrom(ip);
    this.#mailboxes.take(`${community.id} ${mailboxOf(email)}`);
  }
}
