import { collectPurges, joinLists, type ManifestHead, type Purged, readPurges } from '@agora/backup';
import { isAgoraError } from '@agora/core';
import { withConnection, withDatabase } from '@agora/postgres';

import type { Output } from '../../output/output.ts';
import type { Place } from '../../project/backup/place.ts';

/**
 * What was purged after a backup: by the lists of newer backups, and by that of the database itself, or a warning where it
 * is not on the server. Undefined where no list is kept.
 * @throws AgoraError what opening a newer backup throws
 */
export async function readPurged(
  { store, key, purges }: Pick<Place, 'store' | 'key'> & Pick<Place['settings'], 'purges'>,
  { database, begun }: Pick<ManifestHead, 'database' | 'begun'>,
  { server, out }: { readonly server: string; readonly out: Pick<Output, 'warn'> },
): Promise<Purged | undefined> {
  if (purges === undefined) return undefined;
  const live = await withConnection(withDatabase(server, database), (client) =>
    readPurges(client, purges),
  ).catch((error: unknown) => {
    if (!isAgoraError(error)) throw error;
    out.warn(`What was purged is not known from ${database}, but from newer backups alone: ${error.message}`);
    return [];
  });
  const newer = await collectPurges(store, key, { database, since: begun });
  return { purges, rows: joinLists([live, newer]) };
}
