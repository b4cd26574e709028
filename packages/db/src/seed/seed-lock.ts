/** Two seeds at once would write the same rows: one waits. The key is "seed" in ASCII. */
export const SEED_LOCK = 0x73656564;

/** How long the second one waits. */
export const SEED_LOCK_WAIT_MS = 60_000;
