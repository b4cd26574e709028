export type { InScope } from './prisma/scoped-client.ts';
export { RlsError, type RlsErrorCode, rlsErrorCodes } from './rls-error.ts';
export {
  Rls,
  type RlsOptions,
  type Results,
  type ScopedClients,
  type Session,
  type TransactionOptions,
} from './rls.ts';
export {
  type ConnectionOptions,
  type Pooler,
  type ScopeStatements,
  setLocal,
  type Settings,
  type Statement,
} from './wire/statement.ts';
