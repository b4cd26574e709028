// Core: reading projects, histories and scripts; deciding; running.
export type { ApplyEvent, ApplyOptions, Boundary, StepResult } from './apply/options.ts';
export { readIndex, readInvalidIndexes } from './apply/invalid-index.ts';
export { type BackupCheck, checkBackup } from './backup-evidence.ts';
export type { BackupEvidence } from './backup-schema.ts';
export type { Blocker } from './blockers.ts';
export { checksumOf, matchesChecksum } from './checksum.ts';
export {
  type AgoraConfig,
  type Environment,
  type EnvironmentPolicy,
  findAgoraConfig,
  loadAgoraConfig,
} from './config.ts';
export { type AgoraConfigInput, defineAgoraConfig, parseAgoraConfig } from './config-schema.ts';
export { deploy, type DeployInput, type DeployReport } from './deploy.ts';
export {
  type Directive,
  type DirectiveOf,
  directivesOf,
  type LossTarget,
  readDirectives,
} from './directives.ts';
export { migrationsErrorCodes } from './error-codes.ts';
export {
  type BadDirectory,
  makeScript,
  type Migration,
  type MigrationsFolder,
  readFolder,
  type Script,
} from './folder.ts';
export { findHazards, type Hazard } from './hazards.ts';
export {
  appliedEntries,
  type EntryState,
  type History,
  type HistoryEntry,
  readHistory,
  type ReadHistoryOptions,
} from './history.ts';
export { assessHistory, type HistoryAssessment, historySchema } from './history-gate.ts';
export { type CountedLoss, realLosses } from './losses.ts';
export {
  type DeployTarget,
  type Plan,
  planDeploy,
  planRollback,
  type RollbackTarget,
  type Step,
} from './plan.ts';
export type { Refusal } from './policy.ts';
export { LOCK_KEY, PRISMA_TABLE, type PrismaRow } from './prisma-table.ts';
export { type LoadProjectOptions, loadProject, type Project } from './project.ts';
export {
  describeLoss,
  describeLosses,
  rollback,
  type RollbackInput,
  type RollbackReport,
} from './rollback.ts';
export { type Journal, type RecordedRun, type Run, RUNS_TABLE } from './runs-table.ts';
export { planScript, type ScriptPlan, type Unit } from './script-plan.ts';
export { renderSql, type RenderInput } from './sql.ts';
export { type CatalogMatch, stamp, type StampInput, type StampReport } from './stamp.ts';
export { readStatus, type StatusEntry, type StatusInput, type StatusReport, summarize } from './status.ts';
export { resolveTarget } from './target.ts';
export type { Violation, ViolationKind } from './violations.ts';
export { matchCatalog, type MatchInput } from './match-catalog.ts';
export {
  describeBlockers,
  gatherBlockers,
  describeEvent,
  describePlan,
  describeResult,
  describeStatus,
} from './report-text.ts';
// Lint: hazards of migrations on a live database.
export {
  type AllowedFinding,
  atLeast,
  type Finding,
  type LockClass,
  type Severity,
  severities,
} from './lint/finding.ts';
export { renderGithub } from './lint/formats/github.ts';
export { lintAsJson } from './lint/formats/json.ts';
export { lintAsSarif } from './lint/formats/sarif.ts';
export { type LintPaint, renderLintText } from './lint/formats/text.ts';
export { lintMigrations, type LintOptions, type LintResult } from './lint/lint.ts';
export { ruleNames } from './lint/rule-names.ts';
// Proof: catalogs, ways back, sample rows, up-down-up, new migrations, drift.
export {
  type Catalog,
  type CatalogObject,
  columnOrderDifferences,
  compareCatalogs,
  type CompareOptions,
  type Difference,
  readCatalog,
} from './catalog/index.ts';
export { createMigration, type CreateInput, type CreateReport } from './create/create.ts';
export { type DriftInput, type DriftReport, findDrift, type MendingStatement } from './drift.ts';
export { replay, runScript } from './replay.ts';
export { fillTables, type SampleReport } from './sample/index.ts';
export { changedSince } from './verify/changed-since.ts';
export { describeReport, describeSummary, summarizeReports, type VerifySummary } from './verify/report.ts';
export type { ScratchLimits, ScratchOptions } from './verify/scratch.ts';
export { type MigrationReport, walkHistory, type WalkOptions } from './verify/verify.ts';
// Docs: what the database is, in Markdown and SVG.
export { liveCatalog, replayedCatalog } from './docs/load-catalog.ts';
export { renderDocs } from './docs/render-docs.ts';
export { compareDocs, type DocsDifference, writeDocs } from './docs/write-docs.ts';
// Check: the gate before a merge.
export { type CheckInput, checkMigrations, type CheckReport } from './check/check.ts';
export type { Problem, ProblemKind } from './check/problem.ts';
export { renderCheckText } from './check/report-text.ts';
