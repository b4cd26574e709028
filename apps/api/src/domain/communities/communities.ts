import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import type { Database } from '../../database/database.ts';
import { type Community, communityFields, communityOf } from './schema.ts';

/** Milliseconds for which a community is not asked for again: a new slug works after at most this long. */
const keptMs = 30_000;
/** Keys kept; the oldest make room, so that made-up names cannot fill the memory. */
const mostKept = 10_000;

/** Finds communities by slug or id, and remembers them, so that a request need not ask the database first. */
export class Communities {
  readonly #database: Database;
  readonly #known = new Map<string, { community: Promise<Community | undefined>; until: number }>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws ApiError `community.not_found` */
  async find(key: string): Promise<Community> {
    const now = Date.now();
    let entry = this.#known.get(key);
    if (entry === undefined || entry.until < now) {
      entry = { community: this.#read(key), until: now + keptMs };
      this.#known.delete(key);
      this.#known.set(key, entry);
      if (this.#known.size > mostKept) this.#known.delete(this.#known.keys().next().value ?? key);
    }
    try {
      const community = await entry.community;
      if (community !== undefined) return community;
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
    throw new ApiError('community.not_found', 'No such community.', { fix: 'GET /communities lists them.' });
  }

  async #read(key: string): Promise<Community | undefined> {
    const row = await this.#database.for(undefined).prisma.community.findFirst({
      where: z.guid().safeParse(key).success ? { OR: [{ slug: key }, { id: key }] } : { slug: key },
      select: communityFields,
    });
    return row === null ? undefined : communityOf(row);
  }
}
