import type * as wasm from '@prisma/schema-engine-wasm';
import { PgAdapterFactory } from '../adapter/adapter-factory.ts';
import { createMigration } from './create-migration.ts';
import { evaluateDataLoss } from './data-loss.ts';
import { EngineError, toEngineError, toMigrationError } from './engine-error.ts';
import { introspectSql } from '../typed-sql/introspect-sql.ts';
import { runUnlessPanic } from './load-wasm.ts';
import { schemaPush } from './schema-push.ts';
import type { OfflineAdapterFactory } from './offline-adapter.ts';

/**
 * The schema engine, verb by verb, as Prisma's own protocol names them. One call at a time: the engine has one
 * connection. After a panic every further call fails.
 */
export class EngineHost {
  private readonly engine: wasm.SchemaEngine;
  private readonly factory: PgAdapterFactory | OfflineAdapterFactory;
  private readonly url: string | undefined;
  private panic: EngineError | undefined;

  constructor(
    engine: wasm.SchemaEngine,
    factory: PgAdapterFactory | OfflineAdapterFactory,
    url: string | undefined,
  ) {
    this.engine = engine;
    this.factory = factory;
    this.url = url;
  }

  /** The difference of any two of: nothing, schema files, a migration history, the database. */
  diff(input: wasm.DiffParams): Promise<wasm.DiffResult> {
    return this.call((engine) => engine.diff(input));
  }

  /** Applies the pending migrations in order, each as one script, under Prisma's advisory lock (72707369). */
  applyMigrations(input: wasm.ApplyMigrationsInput): Promise<wasm.ApplyMigrationsOutput> {
    return this.call((engine) => engine.applyMigrations(input), toMigrationError);
  }

  /** What `migrate dev` should do: reset, or go on and create a migration. */
  devDiagnostic(input: wasm.DevDiagnosticInput): Promise<wasm.DevDiagnosticOutput> {
    return this.call((engine) => engine.devDiagnostic(input));
  }

  /** How the database's history stands to the folder's. */
  diagnoseMigrationHistory(
    input: wasm.DiagnoseMigrationHistoryInput,
  ): Promise<wasm.DiagnoseMigrationHistoryOutput> {
    return this.call((engine) => engine.diagnoseMigrationHistory(input));
  }

  /** What the next migration would lose or could not do, and whether there would be one. */
  evaluateDataLoss(input: wasm.EvaluateDataLossInput): Promise<wasm.EvaluateDataLossOutput> {
    return this.call((engine) => evaluateDataLoss(engine, input));
  }

  /** The next migration's name and SQL; the caller writes the file. */
  createMigration(input: wasm.CreateMigrationInput): Promise<wasm.CreateMigrationOutput> {
    return this.call((engine) => createMigration(engine, input));
  }

  markMigrationApplied(input: wasm.MarkMigrationAppliedInput): Promise<wasm.MarkMigrationAppliedOutput> {
    return this.call((engine) => engine.markMigrationApplied(input));
  }

  markMigrationRolledBack(
    input: wasm.MarkMigrationRolledBackInput,
  ): Promise<wasm.MarkMigrationRolledBackOutput> {
    return this.call((engine) => engine.markMigrationRolledBack(input));
  }

  /** Drops everything in the database's schemas. */
  reset(input: wasm.ResetInput): Promise<void> {
    return this.call((engine) => engine.reset(input));
  }

  /** Brings the database to the schema without a migration (`db push`): all of it or nothing. */
  schemaPush(input: wasm.SchemaPushInput): Promise<wasm.SchemaPushOutput> {
    const { factory } = this;
    if (!(factory instanceof PgAdapterFactory)) return this.call((engine) => engine.schemaPush(input));
    return this.call((engine) => schemaPush(engine, input, factory));
  }

  /** Schema files from the database (`db pull`). */
  introspect(input: wasm.IntrospectParams): Promise<wasm.IntrospectResult> {
    return this.call((engine) => engine.introspect(input));
  }

  /** Types of the parameters and columns of queries (`generate --sql`). */
  introspectSql(input: wasm.IntrospectSqlParams): Promise<wasm.IntrospectSqlResult> {
    return this.online((factory) => introspectSql(factory.target, input));
  }

  /** Runs a script as one simple query (`db execute`). */
  dbExecute(input: wasm.DbExecuteParams): Promise<void> {
    return this.online((factory) => factory.execute(input.script));
  }

  ensureConnectionValidity(
    input: wasm.EnsureConnectionValidityParams,
  ): Promise<wasm.EnsureConnectionValidityResult> {
    return this.call((engine) => engine.ensureConnectionValidity(input));
  }

  /** The server's version as it names itself. */
  version(): Promise<string> {
    return this.call((engine) => engine.version(null));
  }

  /** Panics, for tests of what a panic does. */
  debugPanic(): Promise<void> {
    return this.call(async (engine) => engine.debugPanic());
  }

  /** Closes the connections and drops shadow databases still there. */
  async dispose(): Promise<void> {
    if (this.factory instanceof PgAdapterFactory) await this.factory.dispose();
  }

  private get failure() {
    return this.factory instanceof PgAdapterFactory ? this.factory.lastFailure : undefined;
  }

  private async call<T>(
    use: (engine: wasm.SchemaEngine) => Promise<T>,
    describe: typeof toEngineError = toEngineError,
  ): Promise<T> {
    if (this.panic !== undefined) throw this.panic;
    if (this.factory instanceof PgAdapterFactory) this.factory.lastFailure = undefined;
    try {
      return await runUnlessPanic(() => use(this.engine));
    } catch (error) {
      const engineError = describe(error, this.failure);
      if (engineError.isPanic) this.panic = engineError;
      throw engineError;
    }
  }

  private async online<T>(use: (factory: PgAdapterFactory) => Promise<T>): Promise<T> {
    if (this.url === undefined || !(this.factory instanceof PgAdapterFactory)) {
      throw new EngineError({
        code: 'schema_engine.no_url',
        message: 'This needs a database.',
        why: 'The engine was opened without a URL.',
        fix: 'Set datasource.url in prisma.config.ts, or pass url to withSchemaEngine().',
      });
    }
    try {
      return await use(this.factory);
    } catch (error) {
      throw toEngineError(error, this.failure);
    }
  }
}
