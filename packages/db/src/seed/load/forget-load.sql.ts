// Made from forget-load.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface ForgetLoadParameters {

}

export interface ForgetLoadRow {

}

export const forgetLoadSql = sql<ForgetLoadParameters, ForgetLoadRow>({
  name: 'forget-load',
  parameters: [],
  text: `DELETE FROM agora.loads`,
});
