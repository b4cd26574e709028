export { assertAllowed, type SeedEnvironment, type SeedPolicy } from './policy.ts';
export { profileNamed, type SeedProfile } from './profile.ts';
