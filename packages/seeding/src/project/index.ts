/** The seeds that a project writes by hand in agora.seed.ts: applied, taken back, compared, checked. */
export { seedingErrorCodes } from '../error-codes.ts';
export { loadSeedFile, loadSeeds, type LoadedSeeds } from './load/load-seeds.ts';
export type { MadeBy, SeedField, SeedModel } from './names/model-names.ts';
export { chooseProfile, type SeedPlace } from './plan/policy.ts';
export { type ProjectResetReport, resetProject } from './reset.ts';
export { type SeedProjectOptions, type SeedReport, seedProject, type SeedStep } from './run.ts';
export { type ProjectSeedStatus, projectSeedStatus, type SetStatus } from './status.ts';
export { type ProjectValidation, validateProject, type ValidateProjectOptions } from './validate.ts';
