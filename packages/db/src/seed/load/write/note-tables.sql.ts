// Made from note-tables.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface NoteTablesParameters {
  readonly rows: string;
}

export interface NoteTablesRow {

}

export const noteTablesSql = sql<NoteTablesParameters, NoteTablesRow>({
  name: 'note-tables',
  parameters: ['rows'],
  text: `INSERT INTO agora.load_tables (table_name, rows) SELECT key, value::bigint FROM jsonb_each_text($1::jsonb)`,
});
