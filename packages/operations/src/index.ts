export { applyPending } from './deploy/apply-pending.ts';
export { operationsErrorCodes } from './error-codes.ts';
export { refusalOfEnvironment, type ResetPlan } from './reset/plan-reset.ts';
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
