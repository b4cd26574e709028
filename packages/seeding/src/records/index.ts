export { withSeedLock } from './seed-lock.ts';
export {
  createSeedTables,
  forgetSeed,
  readSeedVersions,
  recordSeedVersion,
  type SeedVersion,
} from './seed-versions.ts';
export {
  deleteSeededRows,
  deleteVanishedRows,
  keyOf,
  notSeeded,
  recordRows,
  scopeOf,
} from './seeded-rows.ts';
export { createToolTables, type ToolTables } from './tool-tables.ts';
