export {
  asText,
  canonical,
  compareCatalogs,
  columnOrderDifferences,
  type CompareOptions,
} from './compare-catalogs.ts';
export { displayName, objectKey, readCatalog } from './read-catalog.ts';
export type { Address, Catalog, CatalogObject, Difference, Json, ObjectKind } from './types.ts';
export { readSequenceFeeds, type SequenceFeed } from './sequence-feeds.ts';
