import type { RunInPrisma } from './forum.ts';
import { transactionTimeSql } from './transaction-time.sql.ts';

/**
 * The time that statements of a transaction write as `now()`: for what is compared with times of the server's, whose clock
 * may differ from this process's.
 */
export async function transactionTime(run: RunInPrisma): Promise<Date> {
  const [row] = await run(transactionTimeSql({}));
  if (row === undefined) throw new TypeError('A row of constants was not answered.');
  return row.now;
}
