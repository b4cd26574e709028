import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../../database/database.ts';
import { addViewsSql } from './add-views.sql.ts';

/** Milliseconds between writes. */
const everyMs = 5000;

/**
 * Counts who reads what, and writes the sums now and then: reading must not wait for a write, nor many readers of one
 * post for each other. What a killed process had not written yet is lost; views are no ledger.
 */
export class ViewCounter {
  readonly #database: Database;
  readonly #log: FastifyBaseLogger;
  #seen = new Map<string, Map<string, number>>();
  #writing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(database: Database, log: FastifyBaseLogger) {
    this.#database = database;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), everyMs);
    this.#timer.unref();
  }

  /** Counts one view. */
  count(communityId: string, postId: string): void {
    const posts = this.#seen.get(communityId) ?? new Map<string, number>();
    posts.set(postId, (posts.get(postId) ?? 0) + 1);
    this.#seen.set(communityId, posts);
  }

  /** Writes what has been counted so far, after what is being written: whoever closes waits for all of it. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const seen = this.#seen;
    this.#seen = new Map();
    for (const [communityId, posts] of seen) {
      try {
        const counted = { communityId, postIds: [...posts.keys()], views: [...posts.values()] };
        await this.#database.run(communityId, addViewsSql(counted));
      } catch (error) {
        this.#log.warn({ err: error }, 'the views of some posts were not written');
      }
    }
  }

  /** Stops, and writes the rest. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
