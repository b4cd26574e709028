export type { ColumnsOf, ColumnType, ColumnValues } from './columns.ts';
export { contentHash } from './content-hash.ts';
export { estimateSeed, type SeedEstimate } from './estimate.ts';
export {
  type Factory,
  keysOf,
  type MadeRows,
  makeRows,
  type ScopedTable,
  type SeededTable,
  type SeedRow,
  tableSql,
  valuesOf,
} from './factory.ts';
export { projectTables } from './project-tables.ts';
export { entitiesWithDependents, entitiesWithNeeds } from './selection.ts';
