export * from './catalog.ts';
export { load, type LoadOptions, type LoadProgress, type LoadResult } from './load/load.ts';
export { type LoadState, readLoadState } from './load/plan/state.ts';
export { seedErrorCodes, type SeedErrorCode } from './error-codes.ts';
export type { SeedEstimate } from './estimate.ts';
export { type CoverageGap, seedCoverage } from './run/coverage.ts';
export { resetSeeds, type ResetOptions } from './run/reset.ts';
export type { ResetResult } from './reset-result.ts';
export { seedStatus, type SeedStatus } from './run/status.ts';
export { seed, type SeededEntity, type SeedOptions, type SeedProgress, type SeedResult } from './run/seed.ts';
export {
  type InvariantResult,
  type ValidateOptions,
  type ValidateProgress,
  type ValidateResult,
  validateSeeds,
} from './run/validate.ts';
export { readSeedVersions, type SeedVersion } from './versions.ts';
export { createLoadTables } from './load/plan/state.ts';
export { dropStructure, rebuildStructure } from './load/structure.ts';
export { loadTables } from './load/tables/index.ts';
