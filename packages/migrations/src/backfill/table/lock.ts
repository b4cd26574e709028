import { AgoraError, isAgoraError } from '@agora/core';
import { type Client, withAdvisoryLock } from '@agora/postgres';

import { throwIfInterrupted } from '../../apply/interrupted.ts';
import type { BackfillTable } from './backfill-table.ts';

/** The upper half of the keys of backfills' locks; the lower one is the table's number. */
const BACKFILL_LOCK = 72_707_370;

/** The key of a table's lock, as one number. */
function backfillLockKey(table: number): bigint {
  return (BigInt(BACKFILL_LOCK) << 32n) | BigInt(table);
}

/** How long one attempt at the lock takes, so that Ctrl-C is heard in between. */
const ATTEMPT_MS = 500;

/**
 * Holds the lock of a table, which ends with its session.
 * @throws AgoraError `backfill.busy`, `migrations.interrupted`
 */
export async function backfillLock<T>(
  client: Client,
  table: BackfillTable,
  { waitMs, signal }: { readonly waitMs: number; readonly signal?: AbortSignal | undefined },
  use: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  for (;;) {
    throwIfInterrupted(signal);
    const left = Math.max(0, waitMs - (performance.now() - began));
    let held = false;
    try {
      const inside = (): Promise<T> => {
        held = true;
        return use();
      };
      const key = backfillLockKey(table.oid);
      return await withAdvisoryLock(client, key, inside, { waitMs: Math.min(left, ATTEMPT_MS) });
    } catch (error) {
      if (held || !isAgoraError(error) || error.code !== 'postgres.lock_not_available') throw error;
      if (left <= ATTEMPT_MS) throw busy(table, error);
    }
  }
}

function busy({ name }: BackfillTable, cause: AgoraError): AgoraError {
  return new AgoraError({
    code: 'backfill.busy',
    message: `Another session runs a backfill of ${name}.`,
    ...(cause.why === undefined ? {} : { why: cause.why }),
    fix: 'Wait for it: agora migrate backfill status. Backfills of other tables may run meanwhile.',
    cause,
  });
}

/** Of the tables given, those of which a backfill is running. */
export async function runningBackfills(
  client: Client,
  tables: readonly number[],
): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ table: number }>(
    `SELECT l.objid::int8::float8 AS "table" FROM pg_catalog.pg_locks l
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = $1::int8::oid
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND l.objid = ANY ($2::int8[]::oid[])`,
    [BACKFILL_LOCK, tables],
  );
  return new Set(rows.map(({ table }) => table));
}
