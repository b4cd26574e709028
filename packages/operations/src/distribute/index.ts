/** Spreading a database over the nodes of a Citus cluster. An entry of its own: it carries a parser of SQL. */
export { applyDistribution, type ApplyOptions, type ApplyReport, type StepResult } from './apply.ts';
export type { Blocker } from './blockers/blocker.ts';
export { checkDistribution, type CheckReport } from './check.ts';
export type { DistributePlan, PlannedTable } from './plan.ts';
export type { Place } from './place-tables.ts';
export { type DistributeInput, type ReadPlan, readDistributePlan } from './read-plan.ts';
export type { ClusterFacts, ClusterNode, ServerFacts } from './server/read-server.ts';
export type { DistributeStep, StepName } from './steps.ts';
