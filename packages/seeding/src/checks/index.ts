export { type CheckOptions, type CheckResult, type QueryCheck, runCheck } from './run-check.ts';
