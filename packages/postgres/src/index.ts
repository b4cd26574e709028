export { postgresErrorCodes, type PostgresErrorCode } from './error-codes.ts';
export { caretExcerpt } from './errors/caret-excerpt.ts';
export { describeSqlError } from './errors/describe-sql-error.ts';
export { renderError } from './errors/render-error.ts';
export { failedWith, type ServerError, serverError, sqlState } from './errors/server-error.ts';
export { SQLSTATE, type SqlState } from './errors/sqlstate.ts';

export { type AdvisoryLockOptions, withAdvisoryLock } from './connection/advisory-lock.ts';
export { cancelledBy } from './connection/cancelled-by.ts';
export { type Client, type ConnectionOptions, settleTls, withConnection } from './connection/connection.ts';
export { assertOwnSession, isDirect, sharesSession } from './connection/pooled.ts';
export { readServerMajor, readServerVersion, serverMajor } from './connection/server-version.ts';
export { tableExists } from './connection/table-exists.ts';
export {
  clientConfig,
  type ConnectionTarget,
  makeClient,
  poolConfig,
  leadsToCitus,
  poolerOf,
  readTarget,
} from './connection/target/connection-target.ts';
export {
  type DatabaseUrl,
  parseDatabaseUrl,
  withNamedDatabase,
  withDatabase,
  withParameters,
} from './connection/target/database-url.ts';
export { hostsOf, withHosts } from './connection/target/hosts.ts';
export { cutName, NAME_BYTES } from './connection/cut-name.ts';
export { quoteIdentifier, quoteLiteral } from './connection/quoting.ts';
export { releaseAfter } from './connection/release-after.ts';
export {
  retryOnLockTimeout,
  retryOnSerializationFailure,
  type RetryInfo,
  type RetryOptions,
} from './connection/retry.ts';
export { type Timeouts, withTimeouts } from './connection/timeouts.ts';
export { inTransaction, type TransactionOptions, withTransaction } from './connection/transaction.ts';

export {
  branchedUrl,
  type DevelopmentBranch,
  readDevelopmentBranch,
  serverName,
  unbranchedUrl,
  writeDevelopmentBranch,
} from './databases/development-branch.ts';
export { databaseExists } from './databases/database-exists.ts';
export { dropDatabase } from './databases/drop-database.ts';
export { isSpread } from './databases/spread.ts';
export {
  createTemporaryDatabase,
  dropTemporaryDatabase,
  type SweepOptions,
  sweepTemporaryDatabases,
  TEMPORARY_PREFIX,
  temporaryDatabaseName,
  type TemporaryDatabaseOptions,
  withTemporaryDatabase,
} from './databases/temporary-database.ts';

export {
  refusesTransaction,
  setsSession,
  type TransactionControl,
  transactionControl,
} from './script/text/classify.ts';
export { type OwnWord, ownWords } from './script/text/own-words.ts';
export { scan, type Token, type TokenKind } from './script/text/scanner.ts';
export { identifier, type QualifiedName, TokenReader } from './script/text/token-reader.ts';
export { splitStatements, type Statement, statementTokens } from './script/text/statements.ts';
export { type Unfinished, unfinished } from './script/text/unfinished.ts';
export type { Cancellable } from './script/cancellation.ts';
export type { Recorder } from './script/recorder.ts';
export { runScript } from './script/run-script.ts';
export { ScriptFailure } from './script/script-failure.ts';
export { planScript, type ScriptPlan, type Unit, unitsOf } from './script/script-plan.ts';
export type { ScriptRun } from './script/script-run.ts';
export { mayChangeRole, mayChangeSession, resetSession, resetSql } from './script/session.ts';
export { concurrentTimeouts, type ScriptTimeouts, setTimeouts } from './script/timeouts.ts';

export { type BinaryCopyOptions, withBinaryCopy } from './copy/binary-copy.ts';
export type { CopyValue } from './copy/copy-format.ts';
export { copyInto, type CopyOptions } from './copy/copy-into.ts';

export { embeddedUrl, resolveDatabaseUrl, type ResolveOptions } from './embedded/resolve-database-url.ts';
export { type EmbeddedServer, startEmbedded, type StartOptions } from './embedded/start.ts';
export { disposableSettings } from './embedded/settings.ts';
export { embeddedMajor } from './embedded/cluster/layout.ts';
export { embeddedStatus, type EmbeddedStatus, type RunningServer } from './embedded/status.ts';
export { stopEmbedded } from './embedded/stop.ts';
export {
  hasPrivateServer,
  type PrivateServer,
  type PrivateServerOptions,
  withPrivateServers,
} from './private/private-servers.ts';
export { findWorkspaceRoot } from './workspace-root.ts';
