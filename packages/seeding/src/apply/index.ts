export { type CoverageGap, type CoverageRules, readCoverage } from './coverage.ts';
export { refuseLostRows, refuseOwnRows, rememberOwnRows } from './own-rows.ts';
export { type PlannedSeed, planSeeds } from './plan-seeds.ts';
export { verifyCounts } from './verify-counts.ts';
export { insertRows, type MergeOptions, mergeStaged } from './write-rows.ts';
export { writeSeed, type WriteSeedOptions } from './write-seed.ts';
