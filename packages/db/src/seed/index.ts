export * from './catalog.ts';
export type { LoadProgress } from './load/load-progress.ts';
export type { LoadStepResult } from './load/plan/load-step.ts';
export { load, type LoadOptions, type LoadResult } from './load/load.ts';
export type { LoadState } from './load/plan/state.ts';
export { seedErrorCodes, type SeedErrorCode } from './error-codes.ts';
export { resetSeeds, type ResetOptions, type ResetResult } from './run/reset.ts';
export { seedStatus, type SeedStatus } from './run/status.ts';
export type { SeedProgress } from './run/apply-seeds.ts';
export { seed, type SeededEntity, type SeedOptions, type SeedResult } from './run/seed.ts';
export type { InvariantResult } from './run/run-invariants.ts';
export {
  type ValidateOptions,
  type ValidateProgress,
  type ValidateResult,
  validateSeeds,
} from './run/validate.ts';
export { createLoadTables } from './load/plan/create-load-tables.ts';
export { loadTables } from './factories/index.ts';
export { type CoverageGap, readSeedVersions, type SeedEstimate, type SeedVersion } from '@agora/seeding';
