import type { RunInPrisma } from '../../../database/forum.ts';
import { serverTimeSql } from './server-time.sql.ts';

/** What the database's clock says, to the millisecond in which times are kept. */
export async function serverTime(run: RunInPrisma): Promise<Date> {
  const [row] = await run(serverTimeSql({}));
  if (row === undefined) throw new TypeError('A SELECT without FROM has answered no row.');
  return row.now;
}
