// Made from forget-loaded-rows.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface ForgetLoadedRowsParameters {

}

export interface ForgetLoadedRowsRow {

}

export const forgetLoadedRowsSql = [sql<ForgetLoadedRowsParameters, ForgetLoadedRowsRow>({
  name: 'forget-loaded-rows-1',
  parameters: [],
  text: `DELETE FROM agora.load_communities`,
}), sql<ForgetLoadedRowsParameters, ForgetLoadedRowsRow>({
  name: 'forget-loaded-rows-2',
  parameters: [],
  text: `DELETE FROM agora.load_tables`,
})] as const;
