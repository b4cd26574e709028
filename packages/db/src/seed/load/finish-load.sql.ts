// Made from finish-load.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface FinishLoadParameters {

}

export interface FinishLoadRow {

}

export const finishLoadSql = sql<FinishLoadParameters, FinishLoadRow>({
  name: 'finish-load',
  parameters: [],
  text: `UPDATE agora.loads SET finished_at = now()`,
});
