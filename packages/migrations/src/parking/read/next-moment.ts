import type { Client } from '@agora/postgres';

import { PARKED_PREFIX } from '../names.ts';
import { PARKED_TABLE } from '../parked.ts';

/** By an index: `:` follows the digits. */
const isNamed = (column: string): string =>
  `${column} >= '${PARKED_PREFIX}' AND ${column} < '${PARKED_PREFIX}:'`;

/**
 * The server's time for a name, as `YYYYMMDDHH24MISSMS` in UTC; or the moment after the last name, where the step before
 * gave more names than milliseconds have passed, or the clock was set back.
 */
export async function nextMoment(client: Client): Promise<string> {
  const { rows } = await client.query<{ now: string }>(
    `SELECT GREATEST(pg_catalog.to_char(pg_catalog.clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS')::numeric,
              1 + (SELECT max(substring(name FROM '^${PARKED_PREFIX}([0-9]{17})_')::numeric) FROM (
                SELECT parked_as FROM ${PARKED_TABLE}
                UNION ALL SELECT relname FROM pg_catalog.pg_class WHERE ${isNamed('relname')}
                UNION ALL SELECT conname FROM pg_catalog.pg_constraint WHERE ${isNamed('conname')}) AS known(name)))::text AS now`,
  );
  return rows[0]?.now ?? '0';
}
