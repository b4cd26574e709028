import type { BackupStore, StoredBackup } from '@agora/backup';
import { AgoraError } from '@agora/core';

/** Which backup is meant. */
interface Choice {
  readonly name?: string | undefined;
  /** The migration that the history must stand at. */
  readonly migration?: string | undefined;
  /** The database that it should be of, where there is such a one: a store may hold several, and what a recovery put aside, which is the last choice. */
  readonly database?: string | undefined;
}

/** The backup of that name, else the newest that fits. @throws AgoraError `backup.not_found` */
export async function chooseBackup(
  store: BackupStore,
  { name, migration, database }: Choice,
): Promise<StoredBackup> {
  if (name !== undefined) return store.open(name);
  const { listBackups } = await import('@agora/backup');
  const fitting = (await listBackups(store))
    .toReversed()
    .filter(
      ({ head }) =>
        head !== undefined &&
        (migration === undefined || head.history.some((one) => one.migration === migration)),
    );
  const newest =
    fitting.find(({ head }) => head?.database === database) ??
    fitting.find(({ head }) => head?.formerly === undefined) ??
    fitting[0];
  if (newest !== undefined) return store.open(newest.name);
  throw new AgoraError({
    code: 'backup.not_found',
    message:
      migration === undefined
        ? `There is no backup in ${store.name}.`
        : `No backup in ${store.name} stands at ${migration}.`,
    why:
      migration === undefined
        ? 'None was made there, or none was finished.'
        : 'The history of each one stands at another migration.',
    fix: migration === undefined ? 'agora backup create' : 'agora backup list shows where each one stands.',
  });
}
