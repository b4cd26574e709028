import type { BackupKey } from '../key/key.ts';
import { listBackups } from '../keep/list.ts';
import { openBackup } from '../restore/open-backup.ts';
import type { BackupStore } from '../store/store.ts';
import { joinLists, type PurgeList } from '../purges/purges.ts';

/**
 * What backups of a database know to be purged, from a moment on: what was purged after an older one was made.
 * @param around.since ISO 8601
 * @param around.onUnreadable told of a backup that cannot be read, and the others count; without it that is thrown
 * @throws AgoraError what opening a backup throws
 */
export async function collectPurges(
  store: BackupStore,
  key: BackupKey | undefined,
  {
    database,
    since,
    onUnreadable,
  }: {
    readonly database: string;
    readonly since: string;
    readonly onUnreadable?: ((name: string, error: unknown) => void) | undefined;
  },
): Promise<PurgeList> {
  const lists: PurgeList[] = [];
  for (const { name, head } of await listBackups(store)) {
    if (head?.database !== database || Date.parse(head.begun) < Date.parse(since)) continue;
    try {
      lists.push(await (await openBackup(await store.open(name), key)).purges());
    } catch (error) {
      if (onUnreadable === undefined) throw error;
      onUnreadable(name, error);
    }
  }
  return joinLists(lists);
}
