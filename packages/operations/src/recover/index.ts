/** Recovery. An entry of its own: it carries all of backups, which no application that starts should. */
export { cancelRecovery, dropKept, readRecovery, type RecoveryStatus } from './cancel.ts';
export type { RecoverInput, RecoverReport } from './input.ts';
export type { DoneStep, Journal, KeptDatabase } from './journal/journal.ts';
export type { RecoverPlan } from './plan.ts';
export { recover } from './recover.ts';
export { RECOVER_STEPS, type RecoverStep, type RecoverStepName } from './journal/steps.ts';
export { describeTable } from './describe-writes.ts';
