import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../../database/database.ts';
import { call, statement } from '../../database/statement.ts';

/** Milliseconds between writes. */
const everyMs = 5000;

/**
 * Adds to the views of posts: `$2` is a JSON object of post ids and numbers. Locked by id, as all that locks several
 * posts. A community under maintenance is not written to, and counts none meanwhile.
 */
const addViews = statement<[communityId: string, views: string], never>(
  'add_views',
  `WITH seen AS (
     SELECT p.id, v.value::int AS views FROM jsonb_each_text($2::jsonb) v JOIN posts p ON p.community_id = $1 AND p.id = v.key::uuid
     WHERE NOT EXISTS (SELECT FROM communities WHERE id = $1 AND settings #>> '{maintenance,mode}' IN ('read-only', 'closed'))
     ORDER BY p.id FOR NO KEY UPDATE OF p
   )
   UPDATE posts p SET view_count = p.view_count + seen.views FROM seen WHERE p.community_id = $1 AND p.id = seen.id`,
);

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
        const views = JSON.stringify(Object.fromEntries(posts));
        await this.#database.run(communityId, call(addViews, communityId, views));
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
