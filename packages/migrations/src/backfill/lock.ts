import { AgoraError, isAgoraError } from '@agora/core';
import { type Client, withAdvisoryLock } from '@agora/postgres';

import type { BackfillTable } from './backfill-table.ts';

/** The upper half of the keys of backfills' locks; the lower one is the table's number. */
export const BACKFILL_LOCK = 72_707_370;

/** The key of a table's lock, as one number. */
export function backfillLockKey(table: number): bigint {
  return (BigInt(BACKFILL_LOCK) << 32n) | BigInt(table);
}

/**
 * Holds the lock of a table, which ends with its session.
 * @throws AgoraError `backfill.busy`
 */
export async function backfillLock<T>(
  client: Client,
  table: BackfillTable,
  { waitMs }: { readonly waitMs: number },
  use: () => Promise<T>,
): Promise<T> {
  let held = false;
  try {
    const inside = (): Promise<T> => {
      held = true;
      return use();
    };
    return await withAdvisoryLock(client, backfillLockKey(table.oid), inside, { waitMs });
  } catch (error) {
    if (held || !isAgoraError(error) || error.code !== 'postgres.lock_not_available') throw error;
    throw new AgoraError({
      code: 'backfill.busy',
      message: `Another session runs a backfill of ${table.name}.`,
      ...(error.why === undefined ? {} : { why: error.why }),
      fix: 'Wait for it: agora migrate backfill status. Backfills of other tables may run meanwhile.',
      cause: error,
    });
  }
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
