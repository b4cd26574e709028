export {
  asText,
  canonical,
  compareCatalogs,
  columnOrderDifferences,
  type CompareOptions,
} from './compare/compare-catalogs.ts';
export { enumLabels } from './read/enum-labels.ts';
export { displayName, objectKey, readCatalog } from './read/read-catalog.ts';
export type { Address, Catalog, CatalogObject, Difference, Json, ObjectKind } from './read/catalog.ts';
export { readSequenceFeeds, type SequenceFeed } from './read/sequence-feeds.ts';
export {
  type ColumnFacts,
  databaseFacts,
  type DatabaseFacts,
  type Defined,
  type ForeignKey,
  type TableFacts,
} from './describe/database-facts.ts';
export { readTables } from './tables/read-tables.ts';
export type {
  ColumnType,
  FillableColumn,
  FillableTable,
  TableCheck,
  TableForeignKey,
} from './tables/table.ts';
export { isWithin, type Scope, scopeOf, type ScopeOptions, withinScope } from './compare/scope.ts';
