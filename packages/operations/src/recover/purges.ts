import { collectPurges, joinLists, purgeAgain, type PurgeList, readPurges } from '@agora/backup';
import type { Fault } from '@agora/core';
import { withConnection, withDatabase } from '@agora/postgres';

import { faultOf } from '../watch/step.ts';
import type { RecoverInput } from './input.ts';
import type { Journal } from './journal/journal.ts';
import type { StepReport } from './journal/steps.ts';

/**
 * Purges in the restored database what was purged after its backup, as the old database and newer backups know it. A list
 * that cannot be read is said, and the others count.
 * @param asOf of the backup, ISO 8601
 * @throws AgoraError `backup.purges`
 */
export async function purgeRestored(
  { database, old, restored }: Journal,
  asOf: string,
  { url, store, key, purges }: Pick<RecoverInput, 'url' | 'store' | 'key' | 'purges'>,
): Promise<StepReport> {
  if (purges === undefined) return { saw: 'backups.purges names no list', skipped: true };
  const findings: Fault[] = [];
  const unread = (where: string, error: unknown): PurgeList => {
    findings.push(unknown(where, faultOf(error).message));
    return [];
  };
  if (old === null) findings.push(unknown('the old database', 'It is gone.'));
  const inOld =
    old === null
      ? []
      : await withConnection({ url: withDatabase(url, old), applicationName: 'agora recover' }, (client) =>
          readPurges(client, purges),
        ).catch((error: unknown) => unread('the old database', error));
  const inBackups = await collectPurges(store, key, { database, since: asOf, onUnreadable: unread }).catch(
    (error: unknown) => unread('newer backups', error),
  );
  const rows = joinLists([inOld, inBackups]);
  await purgeAgain(withDatabase(url, restored), { purges, rows });
  return { saw: `${rows.length} of the list`, findings };
}

function unknown(where: string, why: string): Fault {
  return {
    code: 'operations.recovery_incomplete',
    message: `What was purged is not known from ${where}.`,
    why,
    fix: 'Purge by hand what was purged after the newest backup.',
  };
}
