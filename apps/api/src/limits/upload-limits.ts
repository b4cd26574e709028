import { ApiError } from '../api-error.ts';
import { RateLimiter } from './rate-limiter.ts';

/** Uploads of one user that may come in at once. */
const mostAtOnce = 4;

/** Bounds what one user uploads: in an hour, and at once. */
export class UploadLimits {
  readonly #hourly: RateLimiter;
  readonly #coming = new Map<string, number>();

  /** @param perHour files that one user may send */
  constructor(perHour: number) {
    this.#hourly = new RateLimiter({
      name: 'uploads',
      most: perHour,
      windowSeconds: 3600,
      code: 'media.too_many_uploads',
    });
  }

  /**
   * Counts an upload while it comes in.
   * @param work is given the headers that say what is left
   * @throws ApiError `media.too_many_uploads`
   */
  async during<T>(user: string, work: (headers: Record<string, string>) => Promise<T>): Promise<T> {
    const others = this.#coming.get(user) ?? 0;
    if (others >= mostAtOnce) {
      throw new ApiError('media.too_many_uploads', `At most ${mostAtOnce} files at once.`);
    }
    const headers = this.#hourly.headers(this.#hourly.take(user));
    this.#coming.set(user, others + 1);
    try {
      return await work(headers);
    } finally {
      const left = (this.#coming.get(user) ?? 1) - 1;
      if (left > 0) this.#coming.set(user, left);
      else this.#coming.delete(user);
    }
  }
}
