import { AgoraError, type EnvironmentPolicy } from '@agora/core';
import { describeSqlError, parseDatabaseUrl, retryOnLockTimeout, withTransaction } from '@agora/postgres';

import { throwIfInterrupted } from '../../apply/interrupted.ts';
import type { ApplyOptions } from '../../apply/options.ts';
import { runOptions } from '../../apply/run-options.ts';
import { type Session, schemaOf, withMigrationLock, withReader, withSession } from '../../apply/session.ts';
import { timeoutsOf } from '../../apply/step/timeouts.ts';
import { destroySql, inOrder } from '../../parking/drop-parked.ts';
import { type ParkedItem, readParkedItems } from '../../parking/parked-items.ts';

export interface PurgeInput {
  readonly url: string;
  /** Also what its time is not over of. Wants the name of the database. */
  readonly now?: boolean | undefined;
  /** The name of the database, as consent to `now`. */
  readonly database?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly policy?: EnvironmentPolicy | undefined;
  readonly options?: ApplyOptions | undefined;
}

/** What became of something parked. */
export interface PurgeResult {
  readonly item: ParkedItem;
  /** `kept`: its time is not over; `to do`: a dry run; `not reached`: something before it was stopped. */
  readonly outcome: 'purged' | 'kept' | 'to do' | 'failed' | 'not reached';
  readonly error?: AgoraError;
}

/**
 * Destroys what has been parked for its time, each in a transaction of its own that gives way when it does not get its lock.
 * Holds the lock of the runners, so that nothing goes that a rollback is about to bring back.
 *
 * @throws AgoraError `migrations.purge_not_confirmed` when `now` comes without the database's name
 */
export async function purgeParked(input: PurgeInput): Promise<readonly PurgeResult[]> {
  const { now = false, dryRun = false } = input;
  const { database } = parseDatabaseUrl(input.url);
  if (now && !dryRun && input.database !== database) throw notConfirmed(database, input.database);
  const isDue = (item: ParkedItem): boolean => now || item.isOver;
  if (dryRun) {
    const items = await withReader(input.url, (client) => readParkedItems(client, schemaOf(input.url)));
    return items.map((item) => ({ item, outcome: isDue(item) ? 'to do' : 'kept' }));
  }
  const options = runOptions(input.policy, input.options);
  return withSession(input.url, (session) =>
    withMigrationLock(session, options, async () => {
      const items = inOrder(await readParkedItems(session.client, session.schema));
      const results: PurgeResult[] = [];
      for (const item of items) {
        throwIfInterrupted(options.signal);
        if (!isDue(item)) results.push({ item, outcome: 'kept' });
        else results.push(await purge(session, item, options));
      }
      return results;
    }),
  );
}

async function purge(session: Session, item: ParkedItem, options: ApplyOptions): Promise<PurgeResult> {
  const { client } = session;
  const { lockTimeoutMs } = timeoutsOf(options);
  try {
    await retryOnLockTimeout(
      () =>
        withTransaction(client, async () => {
          await client.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
          // A partition has gone with its table.
          const [left] = (await readParkedItems(client, session.schema)).filter(({ id }) => id === item.id);
          for (const sql of left ? destroySql(left) : []) await client.query(sql);
        }),
      { attempts: options.lockAttempts ?? 10, signal: options.signal },
    );
    return { item, outcome: 'purged' };
  } catch (error) {
    return { item, outcome: 'failed', error: describeSqlError(error) };
  }
}

function notConfirmed(database: string, given: string | undefined): AgoraError {
  return new AgoraError({
    code: 'migrations.purge_not_confirmed',
    message:
      given === undefined
        ? `What is parked in ${database} and not over goes only with the name of the database.`
        : `"${given}" is not the name of the database, "${database}". Nothing was changed.`,
    why: 'A rollback could still bring it back; once purged, nothing can.',
    fix: `agora migrate parked purge --now --database ${database}`,
  });
}
