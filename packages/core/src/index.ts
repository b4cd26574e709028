export {
  chooseEnvironment,
  type EnvironmentChoice,
  isLocalHost,
  namedEnvironment,
} from './config/choose-environment.ts';
export {
  backfillDefaults,
  type BackfillSettings,
  type Environment,
  ENVIRONMENTS,
  type EnvironmentPolicy,
} from './config/environments.ts';
export type {
  HealthLimits,
  HealthSettings,
  HttpRequest,
  NotifySettings,
  RollbackDecision,
  WatchSettings,
} from './config/watch-schema.ts';
export { policyOf } from './config/extended-environments.ts';
export { AgoraError, type AgoraErrorInit, isAgoraError } from './errors/agora-error.ts';
export { coreErrorCodes, type ErrorCode, type ErrorCodes, type Table } from './errors/error-code.ts';
export type { Fault } from './errors/fault.ts';
export { isMissing, systemCode, undefinedIfMissing } from './errors/system-code.ts';
export { didYouMean, meant } from './names/did-you-mean.ts';
export { shellWord } from './names/shell-word.ts';
export { someNames } from './names/some-names.ts';
