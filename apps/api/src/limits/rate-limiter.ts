import { ApiError } from '../api-error.ts';
import type { ApiErrorCode } from '../error-codes.ts';
import { networkOf } from './network.ts';

/** How many requests of a kind one caller may send in a window. */
interface RatePolicy {
  readonly name: string;
  readonly most: number;
  readonly windowSeconds: number;
  readonly code: ApiErrorCode;
}

/** Callers remembered at once; beyond it the oldest windows are forgotten. */
const mostKeys = 100_000;

/** Counts requests in fixed windows, in the memory of this process: with N processes the limit is N times as wide. */
export class RateLimiter {
  readonly policy: RatePolicy;
  readonly #windows = new Map<string, { used: number; ends: number }>();
  readonly #now: () => number;

  constructor(policy: RatePolicy, now: () => number = () => Date.now()) {
    this.policy = policy;
    this.#now = now;
  }

  /**
   * Counts a request.
   * @param amount as how many it counts
   * @returns what is left, and seconds until the window ends
   * @throws ApiError the policy's code, with `retry-after`
   */
  take(key: string, amount = 1): { remaining: number; resets: number } {
    const now = this.#now();
    let window = this.#windows.get(key);
    if (window === undefined || window.ends <= now) {
      this.#windows.delete(key);
      window = { used: 0, ends: now + this.policy.windowSeconds * 1000 };
      this.#windows.set(key, window);
      if (this.#windows.size > mostKeys) this.#windows.delete(this.#windows.keys().next().value ?? key);
    }
    window.used += amount;
    const resets = Math.ceil((window.ends - now) / 1000);
    const remaining = this.policy.most - window.used;
    if (remaining < 0) {
      throw new ApiError(this.policy.code, `Too many requests; try again in ${resets} seconds.`, {
        headers: { 'retry-after': String(resets), ...this.headers({ remaining: 0, resets }) },
      });
    }
    return { remaining, resets };
  }

  /**
   * Counts one request of the network that an address is in: see {@link networkOf}.
   * @param what it is about, where that is counted for itself
   */
  takeFrom(ip: string, what = ''): { remaining: number; resets: number } {
    return this.take(`${networkOf(ip)} ${what}`);
  }

  /** Forgets what a caller has used. */
  forgive(key: string): void {
    this.#windows.delete(key);
  }

  /** Forgets what a network has used. */
  forgiveFrom(ip: string, what = ''): void {
    this.forgive(`${networkOf(ip)} ${what}`);
  }

  /** The fields of draft-ietf-httpapi-ratelimit-headers. */
  headers(state: { remaining: number; resets: number }): Record<string, string> {
    const { name, most, windowSeconds } = this.policy;
    return {
      'ratelimit-policy': `"${name}";q=${most};w=${windowSeconds}`,
      ratelimit: `"${name}";r=${state.remaining};t=${state.resets}`,
    };
  }
}
