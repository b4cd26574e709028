export { withSeedLock } from './seed-lock.ts';
export {
  createSeedTables,
  forgetSeed,
  readSeedVersions,
  recordSeedVersion,
  type SeedVersion,
} from './seed-versions.ts';
export { ROW_NUMBER, type StagedRows, withStaged } from './staging.ts';
export {
  deleteSeededRows,
  deleteVanishedRows,
  keepKeys,
  keyOf,
  NOT_KEPT,
  notSeeded,
  recordRows,
  scopeOf,
  type SeedKeys,
} from './seeded-rows.ts';
export { createToolTables, type ToolTables } from './tool-tables.ts';
