import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../../database/database.ts';
import { uuid7 } from '../../database/uuid7.ts';
import { readCommunityPage } from '../communities/community-page.ts';
import { followersAtOnce } from './followers-at-once.ts';
import { tellFollowersSql } from './tell-followers.sql.ts';

/** Milliseconds between looks. */
const everyMs = 60_000;

/** What announcing needs. */
interface Needed {
  readonly database: Database;
  /** Aborted when the process is about to end. */
  readonly leaving: AbortSignal;
  /** Whether a community takes writes at the moment. */
  readonly takesWrites: (communityId: string) => Promise<boolean>;
  readonly log: FastifyBaseLogger;
}

/**
 * Tells the followers of a thread of a comment, beyond those who were told when it was written: some at a time, each time in a
 * transaction of its own. What a process that ended has left is found at the next look, by any server.
 */
export class Announcing {
  readonly #needed: Needed;
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #telling: Promise<void> | undefined;

  constructor(needed: Needed) {
    this.#needed = needed;
  }

  /** Looks every minute from now on. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.#lookAgain();
    }, everyMs);
    this.#timer.unref();
  }

  /** A comment was written in this community: tells its followers soon. Never fails, and nobody waits for it. */
  wake(communityId: string): void {
    // Nobody would wait for it before the database is closed; another server, or this one begun again, tells them.
    if (this.#needed.leaving.aborted) return;
    this.#waiting.add(communityId);
    this.#telling ??= this.#tellWaiting();
  }

  /** Tells what is to be told in all communities, one after the other. */
  async look(): Promise<void> {
    const { database, leaving } = this.#needed;
    let cursor: string | undefined;
    do {
      const page = await readCommunityPage(database.for(undefined), { limit: 100, cursor });
      for (const { id } of page.items) {
        if (leaving.aborted) return;
        await this.#tell(id);
      }
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#looking, this.#telling]);
  }

  async #tellWaiting(): Promise<void> {
    for (const communityId of this.#waiting) {
      this.#waiting.delete(communityId);
      await this.#tell(communityId);
    }
    this.#telling = undefined;
  }

  async #tell(communityId: string): Promise<void> {
    const { database, leaving, log, takesWrites } = this.#needed;
    try {
      if (!(await takesWrites(communityId))) return;
      for (let row: object | undefined = {}; row !== undefined && !leaving.aborted;) {
        const next = { communityId, commentId: null, noticeId: uuid7(), most: followersAtOnce };
        row = await database.one(communityId, tellFollowersSql(next));
      }
    } catch (error) {
      log.warn({ err: error, community: communityId }, 'followers were not told');
    }
  }

  async #lookAgain(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.#needed.log.warn({ err: error }, 'followers were not told');
    } finally {
      this.#looking = undefined;
    }
  }
}
