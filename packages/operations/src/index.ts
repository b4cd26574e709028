export { type Branch, MAIN } from './branch/branch.ts';
export { type CreatedBranch, createBranch, type CreateBranchInput } from './branch/create-branch.ts';
export { deleteBranch } from './branch/delete-branch.ts';
export { type Branches, branchNamed, readBranches } from './branch/read-branches.ts';
export { applyPending } from './deploy/apply-pending.ts';
export { operationsErrorCodes } from './error-codes.ts';
export type { ResetPlan } from './reset/plan-reset.ts';
export type { SchemaContents } from './reset/read-schemas.ts';
export {
  readResetPlan,
  resetDatabase,
  type ResetInput,
  type ResetReport,
  type ResetStep,
  type ResetStepName,
} from './reset/reset.ts';
export { runFileCommands } from './seed-command/file-commands.ts';
export type { SeedCommand } from './seed-command/seed-command.ts';
export type { HealthCheck } from './health/check.ts';
export {
  type HealthInput,
  type HealthReport,
  readHealth,
  readIntegrity,
  worstOf,
} from './health/read-health.ts';
export type { Notice, NoticeEvent } from './notify/notice.ts';
export { type Delivery, notify, type NotifyOptions } from './notify/notify.ts';
export type { WatchStep } from './watch/step.ts';
export { watchedDeploy } from './watch/watched-deploy.ts';
export type { WatchInput, WatchReport } from './watch/watch-input.ts';
export { renderHealthReport } from './report/health-report.ts';
export { renderRunReport, reportOfRun, type RunReport } from './report/run-report.ts';
export { type Metric, otlpOf, renderPrometheus } from './metrics/metric.ts';
export { type MetricsInput, readMetrics } from './metrics/read-metrics.ts';
export { type Answer, sendRequest } from './requests/send-request.ts';
