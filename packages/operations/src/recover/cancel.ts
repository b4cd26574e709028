import { AgoraError } from '@agora/core';
import { databaseExists, dropDatabase, parseDatabaseUrl } from '@agora/postgres';

import { besideDatabase } from '../branch/read-branches.ts';
import { recoveringAlone } from './renaming/recovering-alone.ts';
import { holderOf, type Journal, type KeptDatabase, readRecorded } from './journal/journal.ts';
import { putBack } from './renaming/rename.ts';

/** Where recoveries of a database stand. */
export interface RecoveryStatus {
  readonly database: string;
  /** One that was begun and is not done. */
  readonly journal: Journal | undefined;
  readonly kept: readonly KeptDatabase[];
}

/** Reads where they stand. Writes nothing. @param url of the database that is, or was, recovered */
export function readRecovery(url: string): Promise<RecoveryStatus> {
  const { database } = parseDatabaseUrl(url);
  return besideDatabase(url, async (client) => {
    const { journal, kept } = await readRecorded(client, database);
    const isUnderWay = journal !== undefined;
    // While a recovery is under way, what it keeps is not for dropping.
    const others = isUnderWay ? kept.filter((one) => one.database !== journal.old) : kept;
    return Object.freeze({ database, journal, kept: others });
  });
}

/**
 * Gives a recovery up: the old database gets its place again, as it was, and what was restored is dropped.
 * @throws AgoraError `operations.no_recovery`, `operations.recovery_swapped`, `operations.recovery_running`
 */
export function cancelRecovery(url: string): Promise<Journal> {
  const { database } = parseDatabaseUrl(url);
  return recoveringAlone(url, database, async (client) => {
    const { journal } = await readRecorded(client, database);
    if (journal === undefined) throw none(`No recovery of ${database} is under way.`);
    if (journal.done.some(({ name }) => name === 'swap')) {
      throw new AgoraError({
        code: 'operations.recovery_swapped',
        message: `${database} is the restored database already, and may have been written to.`,
        why: 'Only the end of the recovery is missing.',
        fix: 'agora recover ends it. The old database is kept.',
      });
    }
    await putBack(client, journal);
    await dropDatabase(client, journal.restored);
    if (await databaseExists(client, holderOf(database))) await dropDatabase(client, holderOf(database));
    return journal;
  });
}

/**
 * Drops a database that gave way to a restored one.
 * @param name where several are kept
 * @throws AgoraError `operations.no_recovery`, `operations.recovery_running`
 */
export function dropKept(url: string, name: string): Promise<KeptDatabase> {
  const { database } = parseDatabaseUrl(url);
  return recoveringAlone(url, database, async (client) => {
    const { journal, kept } = await readRecorded(client, database);
    const found = kept.find((one) => one.database === name);
    if (found === undefined || journal?.old === name)
      throw none(`${name} is no database that a recovery of ${database} has left.`);
    await dropDatabase(client, name);
    return found;
  });
}

function none(message: string): AgoraError {
  return new AgoraError({
    code: 'operations.no_recovery',
    message,
    why: 'What agora has done is known by the comments of databases; no other is touched.',
    fix: 'agora recover status',
  });
}
