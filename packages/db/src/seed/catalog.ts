/**
 * What there is to choose from, without what it takes to make it: `@agora/db/seed/catalog` loads in a few
 * milliseconds, so that a command line can print its help. The rest of `@agora/db/seed` brings faker along.
 */
export { estimateLoad, type LoadEstimate } from './load/plan/estimate.ts';
export { loadCommand } from './load/plan/load-command.ts';
export type { SeedEnvironment } from '@agora/seeding/profiles';
export { assertAllowed, defaultProfile } from './profiles/policy.ts';
export { profiles } from './profiles/index.ts';
export type { Profile, ProfileName } from './profiles/profile.ts';
export { type SampleAccount, sampleAccounts } from './text/sample-accounts.ts';
export { seededEntities } from './factories/index.ts';
export { invariants } from './validation/index.ts';
export type { Invariant } from './validation/model/invariant.ts';
