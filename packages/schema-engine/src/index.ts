export { EngineError } from './engine/engine-error.ts';
export type { EngineHost } from './engine/engine-host.ts';
export { type SchemaEngineOptions, withSchemaEngine } from './engine/with-schema-engine.ts';
export { type SchemaEngineErrorCode, schemaEngineErrorCodes } from './error-codes.ts';
export { type EngineBuild, findEngineBuild } from './installed/engine-build.ts';
export type { TriedVersion } from './installed/tried-versions.ts';
export { enginePath } from './register-engine.ts';
export {
  generateMigrationSql,
  type GenerateMigrationSqlOptions,
  readMigrationList,
} from './generate-migration-sql.ts';
export type { QueryDescription } from './typed-sql/describe-query.ts';
export {
  makeSqlModules,
  type SqlFiles,
  type SqlModule,
  writeSqlModules,
} from './typed-sql/files/sql-modules.ts';
export type { ServerType } from './typed-sql/server-types.ts';
