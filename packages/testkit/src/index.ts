export {
  cliEnvironment,
  type CliOptions,
  type CliRun,
  type CommandLine,
  commandLine,
  prepareCommandLine,
  type RunningCli,
  runProcess,
} from './command-line.ts';
export { migrated, migratedTemplate, type TemplateContent } from './migrated-template.ts';
export { citusUrl, type CitusDatabase, createCitusDatabase, onCitus } from './servers/citus.ts';
export { type S3Server, startS3Server } from './servers/s3.ts';
export {
  findPgBouncer,
  type PgBouncer,
  type PgBouncerOptions,
  startPgBouncer,
  throughPgBouncer,
} from './servers/pgbouncer.ts';
export { everyThird, slowTests } from './slow-tests.ts';
export { templateDatabase, type TemplateOptions } from './template-database.ts';
export {
  createTestDatabase,
  type TestDatabase,
  type TestDatabaseOptions,
  withTestDatabase,
} from './test-database.ts';
export { createTestRole, type TestRole, withTestRole } from './test-role.ts';
export { stopTestServer, testServerUrl } from './test-server.ts';
export { useTestDatabase, type UseTestDatabaseOptions } from './use-test-database.ts';
