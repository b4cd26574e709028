/** The words of `agora.seed.ts`. An entry of its own: it loads nothing. */
export { defineSeeds, isRef, ref, seedSet } from './define-seeds.ts';
export type {
  AnySeedSet,
  CheckDatabase,
  CheckFault,
  Ref,
  SeedCheck,
  SeedContext,
  SeedInput,
  SeedProfileDefinition,
  Seeds,
  SeedSet,
} from './words.ts';
