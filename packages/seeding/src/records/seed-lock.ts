import { type Client, withAdvisoryLock } from '@agora/postgres';

/** Two seeds at once would write the same rows: one waits. The key is "seed" in ASCII. */
const SEED_LOCK = 0x73656564;

/** How long the second one waits, in milliseconds. */
const SEED_LOCK_WAIT_MS = 60_000;

/** Runs `use` while nobody else seeds the database. */
export function withSeedLock<T>(client: Client, use: () => Promise<T>): Promise<T> {
  return withAdvisoryLock(client, SEED_LOCK, use, { waitMs: SEED_LOCK_WAIT_MS });
}
