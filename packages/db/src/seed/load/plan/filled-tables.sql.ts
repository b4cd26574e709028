// Made from filled-tables.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface FilledTablesParameters {

}

export interface FilledTablesRow {
  readonly table: string;
}

export const filledTablesSql = sql<FilledTablesParameters, FilledTablesRow>({
  name: 'filled-tables',
  parameters: [],
  text: `SELECT table_name AS "table" FROM agora.load_tables ORDER BY 1`,
});
