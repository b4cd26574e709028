export { seedErrorCodes, type SeedErrorCode } from './error-codes.ts';
export { defaultProfile, type SeedEnvironment } from './policy.ts';
export { profiles } from './profiles/index.ts';
export type { Profile, ProfileName } from './profiles/profile.ts';
export { seed, type SeededEntity, type SeedOptions, type SeedProgress, type SeedResult } from './seed.ts';
export { readSeedVersions, type SeedVersion } from './versions.ts';
