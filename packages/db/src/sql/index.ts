// What modules of `.sql` files, and whoever runs their statements, need.
export { columnTypes, type ColumnType, type JsonText } from './column-types.ts';
export { rowsInBatches, rowsOf } from './rows-of.ts';
export { sql, type Sql, type SqlCall } from './sql.ts';
