// Made from server-time.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ServerTimeParameters {

}

export interface ServerTimeRow {
  readonly now: Date;
}

export const serverTimeSql = sql<ServerTimeParameters, ServerTimeRow>({
  name: 'server-time',
  parameters: [],
  text: `SELECT clock_timestamp()::timestamptz(3) AS now`,
});
