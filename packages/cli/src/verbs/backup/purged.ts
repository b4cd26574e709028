import {
  collectPurges,
  joinLists,
  type ManifestHead,
  type Purged,
  type PurgeList,
  readPurges,
} from '@agora/backup';
import { isAgoraError } from '@agora/core';
import { withConnection, withDatabase } from '@agora/postgres';

import type { Output } from '../../output/output.ts';
import type { Place } from '../../project/backup/place.ts';

/**
 * What was purged after a backup: by the lists of newer backups, and by that of the database itself. What cannot be read of
 * these is warned of, and the others count. Undefined where no list is kept.
 */
export async function readPurged(
  { store, key, purges }: Pick<Place, 'store' | 'key'> & Pick<Place['settings'], 'purges'>,
  { database, begun }: Pick<ManifestHead, 'database' | 'begun'>,
  { server, out }: { readonly server: string; readonly out: Pick<Output, 'warn'> },
): Promise<Purged | undefined> {
  if (purges === undefined) return undefined;
  const unread = (where: string, error: unknown): PurgeList => {
    const why = error instanceof Error ? error.message : String(error);
    out.warn(`What was purged is not known from ${where}: ${why} Purge by hand what only it knows.`);
    return [];
  };
  const live = await withConnection(withDatabase(server, database), (client) =>
    readPurges(client, purges),
  ).catch((error: unknown) => {
    if (!isAgoraError(error)) throw error;
    return unread(database, error);
  });
  const newer = await collectPurges(store, key, { database, since: begun, onUnreadable: unread });
  return { purges, rows: joinLists([live, newer]) };
}
