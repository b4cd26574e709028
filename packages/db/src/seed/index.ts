export { estimateLoad, type LoadEstimate } from './load/estimate.ts';
export { load, type LoadOptions, type LoadProgress, type LoadResult } from './load/load.ts';
export { type LoadState, readLoadState } from './load/state.ts';
export { seedErrorCodes, type SeedErrorCode } from './error-codes.ts';
export { type CoverageGap, seedCoverage } from './coverage.ts';
export { resetSeeds, type ResetOptions, type ResetResult } from './reset.ts';
export { seedStatus, type SeedStatus } from './status.ts';
export { defaultProfile, type SeedEnvironment } from './policy.ts';
export { profiles } from './profiles/index.ts';
export type { Profile, ProfileName } from './profiles/profile.ts';
export { type SampleAccount, sampleAccounts } from './sample-accounts.ts';
export { seed, type SeededEntity, type SeedOptions, type SeedProgress, type SeedResult } from './seed.ts';
export {
  type InvariantResult,
  type ValidateOptions,
  type ValidateProgress,
  type ValidateResult,
  validateSeeds,
} from './validate.ts';
export { invariants } from './validation/index.ts';
export type { Invariant } from './validation/invariant.ts';
export { readSeedVersions, type SeedVersion } from './versions.ts';
export { createLoadTables } from './load/state.ts';
export { dropStructure, rebuildStructure } from './load/structure.ts';
export { loadTables } from './load/tables/index.ts';
