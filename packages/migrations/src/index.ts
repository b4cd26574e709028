// Core: reading projects, histories and scripts; deciding; running.
export type { ApplyEvent, ApplyOptions, Boundary, StepResult } from './apply/options.ts';
export { readInvalidIndexes } from './apply/index-build/invalid-index.ts';
export { type BackupCheck, checkBackup } from './plan/backup-evidence.ts';
export type { BackupEvidence } from './plan/backup-schema.ts';
export type { Blocker } from './plan/blockers.ts';
export { matchesChecksum } from './project/checksum.ts';
export { createDatabase, isMissingDatabase } from './apply/create-database.ts';
export { type Session, withMigrationLock, withSession } from './apply/session.ts';
export { deploy, type DeployInput, type DeployReport, deployWithin } from './verbs/deploy.ts';
export { type Directive, type DirectiveOf, directivesOf, type LossTarget } from './project/directives.ts';
export { readSchema } from './prisma/schema/current-schema.ts';
export { engineFault } from './prisma/schema/engine-fault.ts';
export { parseDatamodel } from './prisma/schema/datamodel.ts';
export type { Datamodel } from './prisma/schema/datamodel-schema.ts';
export { migrationsErrorCodes } from './error-codes.ts';
export {
  type BackfillSource,
  type BadDirectory,
  makeScript,
  type Migration,
  type MigrationsFolder,
  readFolder,
  type Script,
} from './project/folder.ts';
export { refusePooler } from './history/pooled-connection.ts';
export {
  appliedEntries,
  emptyHistory,
  type EntryState,
  type History,
  type HistoryEntry,
  readHistory,
  type ReadHistoryOptions,
} from './history/history.ts';
export { assessHistory, type HistoryAssessment, historySchema } from './history/history-gate.ts';
export type { CountedLoss } from './losses/loss.ts';
export type { Obstacle } from './losses/obstacle.ts';
export { type DeployTarget, type Plan, planDeploy, type RollbackTarget, type Step } from './plan/plan.ts';
export { dropParked } from './parking/drop-parked.ts';
export type { ParkedItem } from './parking/parked-items.ts';
export type { Refusal } from './plan/policy.ts';
export type { PrismaRow } from './history/prisma-table.ts';
export { type LoadProjectOptions, loadProject, type Project, type ProjectOptions } from './prisma/project.ts';
export { listParked } from './verbs/parked/list-parked.ts';
export { purgeParked, type PurgeInput, type PurgeResult } from './verbs/parked/purge-parked.ts';
export {
  COUNTED_NOW,
  describeLosses,
  rollback,
  type RollbackInput,
  type RollbackReport,
} from './verbs/rollback/rollback.ts';
export { forgetRuns, type Journal, type RecordedRun, type Run, RUNS_TABLE } from './history/runs-table.ts';
export { planScript, type ScriptPlan, type Unit } from './script/script-plan.ts';
export { renderSql, type RenderInput } from './verbs/sql.ts';
export { resolve, type ResolveInput, type ResolveReport, type ResolveTarget } from './verbs/resolve.ts';
export type { CatalogMatch } from './verbs/catalog-differs.ts';
export { stamp, type StampInput, type StampReport } from './verbs/stamp.ts';
export { readStatus, type StatusEntry, type StatusInput, type StatusReport } from './verbs/status.ts';
export { replaceFile } from './project/replace-file.ts';
export { migrationsAfter, resolveTarget } from './project/target.ts';
export type { Violation, ViolationKind } from './history/violations.ts';
export { matchCatalog, type MatchInput } from './verbs/match-catalog.ts';
export {
  describeBackfillEvent,
  describeBlockers,
  gatherBlockers,
  describeEvent,
  describePlan,
  describeUnreached,
  describeStatus,
} from './verbs/report-text.ts';
export {
  type ContractStatus,
  describeContractStatus,
  readContractStatus,
} from './prisma-8/contract-status.ts';
// Backfills: rows changed in batches.
export { type BackfillModule, type BackfillRow, defineBackfill } from './backfill/module/define-backfill.ts';
export type { BackfillsWhen } from './backfill/during-deploy.ts';
export type {
  BackfillEvent,
  BackfillOptions,
  BackfillOutcome,
  BackfillResult,
} from './backfill/run-options.ts';
export type { BackfillRecord } from './backfill/state-table.ts';
export { type BackfillText, renderBackfill } from './project/backfill-file.ts';
export {
  type BackfillInput,
  type BackfillStatus,
  type BackfillTarget,
  holdBackfills,
  readBackfills,
  runBackfills,
} from './verbs/backfill.ts';
// Lint: hazards of migrations on a live database.
export { type AllowedFinding, atLeast, type Finding, type Severity, severities } from './lint/finding.ts';
export type { Hold, RowWork } from './lint/locks/hold.ts';
export type { LockMode } from './lint/locks/lock-mode.ts';
export { annotationOf } from './lint/formats/annotation.ts';
export { renderGithub } from './lint/formats/github.ts';
export { lintAsJson } from './lint/formats/json.ts';
export { lintAsSarif } from './lint/formats/sarif.ts';
export { type LintPaint, renderLintText } from './lint/formats/text.ts';
export { lintMigrations, type LintOptions, type LintResult } from './lint/lint.ts';
// Proof: catalogs, ways back, sample rows, up-down-up, new migrations, drift.
export {
  createMigration,
  type CreateInput,
  type CreateReport,
  type NothingToMake,
} from './verbs/create/create.ts';
export { contractExpansions, type ContractInput, type ContractReport } from './verbs/contract/contract.ts';
export { tablesOfHistory, type TablesOfHistory } from './verbs/drift/tables-of-history.ts';
export { type DriftInput, type DriftReport, findDrift } from './verbs/drift/drift.ts';
export type { MendingStatement } from './verbs/drift/mending.ts';
export { replay, runScript } from './proof/replay.ts';
export { changedSince } from './project/changed-since.ts';
export { readStaged, repositoryPrefix, type Staged } from './project/repository.ts';
export {
  describeReport,
  describeSummary,
  summarizeReports,
  type VerifySummary,
} from './proof/verify/report.ts';
export { LOCK_FILE, ProofLock } from './proof/lock/proof-lock.ts';
export type { ScratchLimits } from './proof/scratch/limits.ts';
export type { ScratchOptions } from './proof/scratch/scratch.ts';
export { type ChainReport, proveChain } from './proof/verify/chain.ts';
export type { MigrationReport } from './proof/verify/findings.ts';
export { type ProveOptions, proveHistory, type Trust } from './proof/verify/prove-history.ts';
export { walkHistory, type WalkOptions } from './proof/verify/verify.ts';
export { type Orders, rebase, type RebaseReport } from './verbs/rebase/rebase.ts';
export { squash, type SquashReport } from './verbs/squash/squash.ts';
export { fixMigrations, type FixReport } from './verbs/fix/fix.ts';
export type { ForeignRunner } from './verbs/import/foreign.ts';
export { importMigrations } from './verbs/import/import-migrations.ts';
export type { ImportPlan } from './verbs/import/plan-import.ts';
export { foreignRunners } from './verbs/import/runners.ts';
export { takeOver, type TakeOverReport } from './verbs/import/take-over.ts';
// Docs: what the database is, in Markdown and SVG.
export { liveCatalog, replayedCatalog } from './docs/load-catalog.ts';
export { renderDocs } from './docs/render-docs.ts';
export { compareDocs, type DocsDifference, writeDocs } from './docs/write-docs.ts';
// Online: migrations that a live database does not feel.
export { type OnlineReport, rewriteChosen } from './online/make-online.ts';
// Trace: the locks that migrations really take.
export { renderTraceMarkdown } from './trace/formats/markdown.ts';
export { renderTraceText } from './trace/formats/text.ts';
export type {
  LinterDifference,
  MigrationTrace,
  TracedBackfill,
  TracedLock,
  TracedStatement,
} from './trace/trace.ts';
export { traceInPlace, type TracedRun } from './trace/run-traced.ts';
export { traceMigrations, type TraceOptions } from './trace/trace-migrations.ts';
export { grows, type Wait, waitsOf } from './trace/waits.ts';
// Check: the gate before a merge.
export { type CheckInput, checkMigrations, type CheckReport } from './verbs/check/check.ts';
export type { Problem, ProblemKind } from './verbs/check/problem.ts';
export { checkAsGithub, checkAsGitlab, checkAsSarif } from './verbs/check/formats.ts';
export { checkAsMarkdown } from './verbs/check/markdown.ts';
export { renderCheckText } from './verbs/check/report-text.ts';
