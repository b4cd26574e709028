import { settleTls } from '@agora/postgres';
import { Database } from '../database/database.ts';
import type { Forum } from '../database/forum.ts';

/** Milliseconds that a statement may take: an operator waits longer than a reader does. */
const statementTimeoutMs = 60_000;

/**
 * Works in one community as the API does: as `agora_app`, bound by row-level security, on one connection.
 * @param url `postgresql://` address of the database
 * @param communityId uuid
 */
export async function inForum<T>(
  url: string,
  communityId: string,
  use: (forum: Forum) => Promise<T>,
): Promise<T> {
  const database = new Database({
    url: await settleTls({ url }),
    role: 'agora_app',
    poolSize: 1,
    connectTimeoutMs: 10_000,
    statementTimeoutMs,
  });
  try {
    return await use(database.for(communityId));
  } finally {
    await database.close();
  }
}
