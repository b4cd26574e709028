import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiter } from './rate-limiter.ts';

const windowMs = 900_000;
/** Wrong passwords of one account, from anywhere, after which each further try has to wait, and its owner is told. */
const untroubled = 10;
const longestDelayMs = 5000;
/** Accounts remembered at once. */
const mostAccounts = 100_000;

/**
 * Bounds the guessing of passwords without a wall that strangers could put in front of an account: what is counted up to
 * a refusal is the account together with the network that asks. Guesses from many networks make each further try slower.
 */
export class LoginLimits {
  /** Logins tried at one account from one network: whether or not there is such an account. */
  readonly #tries = new RateLimiter({
    name: 'login-account',
    most: 10,
    windowSeconds: windowMs / 1000,
    code: 'auth.too_many_attempts',
  });
  /** Logins tried by one network, at whatever account. */
  readonly #networks = new RateLimiter({
    name: 'login-address',
    most: 100,
    windowSeconds: windowMs / 1000,
    code: 'auth.too_many_attempts',
  });
  readonly #failures = new Map<string, { count: number; ends: number }>();
  readonly #now: () => number;

  constructor(now: () => number = () => Date.now()) {
    this.#now = now;
  }

  /**
   * Counts a try, and waits where others have guessed at the account.
   * @param account community and address
   * @returns headers that say what is left
   * @throws ApiError `auth.too_many_attempts`
   */
  async take(account: string, ip: string): Promise<Record<string, string>> {
    this.#networks.takeFrom(ip);
    const headers = this.#tries.headers(this.#tries.takeFrom(ip, account));
    const delay = this.delayMs(account);
    if (delay > 0) await sleep(delay);
    return headers;
  }

  /** Milliseconds that a try at an account waits: twice as long for each failure past those that trouble nobody. */
  delayMs(account: string): number {
    const window = this.#failures.get(account);
    if (window === undefined || window.ends <= this.#now() || window.count < untroubled) return 0;
    return Math.min(longestDelayMs, 100 * 2 ** Math.min(16, window.count - untroubled));
  }

  /**
   * Counts a wrong password.
   * @returns whether it is the one of which the account's owner is told: one in a window
   */
  failed(account: string): boolean {
    const now = this.#now();
    let window = this.#failures.get(account);
    if (window === undefined || window.ends <= now) {
      this.#failures.delete(account);
      window = { count: 0, ends: now + windowMs };
      this.#failures.set(account, window);
      if (this.#failures.size > mostAccounts) {
        this.#failures.delete(this.#failures.keys().next().value ?? account);
      }
    }
    window.count += 1;
    return window.count === untroubled;
  }

  /** Forgets the tries of who has logged in. The guesses of others stay counted. */
  succeeded(account: string, ip: string): void {
    this.#tries.forgiveFrom(ip, account);
  }
}
