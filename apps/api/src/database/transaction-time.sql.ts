// Made from transaction-time.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface TransactionTimeParameters {

}

export interface TransactionTimeRow {
  readonly now: Date;
}

export const transactionTimeSql = sql<TransactionTimeParameters, TransactionTimeRow>({
  name: 'transaction-time',
  parameters: [],
  text: `SELECT now()::timestamptz(3) AS now`,
});
