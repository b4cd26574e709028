// oxlint-disable typescript/no-unsafe-type-assertion -- the WASM engine puts Prisma's code on a plain Error
import { AgoraError } from '@agora/core';
import { caretExcerpt } from '@agora/postgres';
import { isServerError } from '../connection/database-error.ts';
import type { DatabaseFailure } from '../adapter/pg-queryable.ts';
import type { SchemaEngineErrorCode } from '../error-codes.ts';
import { EnginePanic } from './load-wasm.ts';

/** A failure of the engine, with Prisma's own code where it has one. */
export class EngineError extends AgoraError {
  /** Prisma's error code, such as `P3006`; see https://www.prisma.io/docs/orm/reference/error-reference */
  readonly engineCode: string | undefined;
  /** The engine panicked: it must not be used again. */
  readonly isPanic: boolean;
  /** SQLSTATE of the database error underneath. */
  readonly sqlState: string | undefined;

  constructor(init: {
    code: SchemaEngineErrorCode;
    message: string;
    why?: string;
    fix?: string;
    cause?: unknown;
    engineCode?: string | undefined;
    isPanic?: boolean;
    sqlState?: string | undefined;
  }) {
    super(init);
    this.name = 'EngineError';
    this.engineCode = init.engineCode;
    this.isPanic = init.isPanic ?? false;
    this.sqlState = init.sqlState;
  }
}

/**
 * Makes of whatever the WASM engine threw an error that names its cause. The engine tells of a database error only
 * as "external connector error" or "External error id#N"; `failure` is what really happened.
 */
export function toEngineError(error: unknown, failure: DatabaseFailure | undefined): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof EnginePanic) {
    return new EngineError({
      code: 'schema_engine.panicked',
      message: error.message,
      why: 'The schema engine panicked: it reached a state that its authors had ruled out.',
      fix: 'Report it with the command and the schema; nothing after this point was done.',
      cause: error,
      isPanic: true,
    });
  }
  const thrown = error instanceof Error ? error : new Error(String(error));
  const cause = isCauseOf(thrown.message, failure) ? failure : undefined;
  return new EngineError({
    code: 'schema_engine.method_failed',
    message: withDatabaseError(withoutTrace(thrown.message), describe(cause)),
    engineCode: (thrown as { code?: string }).code,
    sqlState: sqlStateOf(cause),
    cause: cause?.error ?? error,
  });
}

/** As {@link toEngineError}; a failed migration in the words of the native engine (P3018), which the WASM engine lacks. */
export function toMigrationError(error: unknown, failure: DatabaseFailure | undefined): EngineError {
  const engineError = toEngineError(error, failure);
  const migration = /migration_name="([^"]+)"/.exec(error instanceof Error ? error.message : '')?.[1];
  if (engineError.isPanic || engineError.engineCode !== undefined || !migration || !failure)
    return engineError;
  return new EngineError({
    code: 'schema_engine.method_failed',
    message: [
      'A migration failed to apply. New migrations cannot be applied before the error is recovered from. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve',
      `Migration name: ${migration}`,
      `Database error code: ${sqlStateOf(failure) ?? 'none'}`,
      `Database error:\n${describe(failure)}`,
    ].join('\n\n'),
    engineCode: 'P3018',
    sqlState: sqlStateOf(failure),
    cause: failure.error,
  });
}

/** The frames of Rust's span trace say nothing to a reader. */
function withoutTrace(message: string): string {
  return message.replace(/\n\s+\d+: [\s\S]*$/, '').trim();
}

const hidden = /^.*(External error id#\d+|external connector error).*$(\n(?!\s*\n).*)?/m;

/** The engine asks some questions that may fail, such as for its history table: not every failure is the cause. */
function isCauseOf(message: string, failure: DatabaseFailure | undefined): boolean {
  if (failure === undefined) return false;
  return hidden.test(message) || (failure.error instanceof Error && message.includes(failure.error.message));
}

/** Puts the database's error in the place of the words by which the engine hides it. */
function withDatabaseError(message: string, database: string | undefined): string {
  return database === undefined ? message : message.replace(hidden, () => database);
}

function sqlStateOf(failure: DatabaseFailure | undefined): string | undefined {
  return failure !== undefined && isServerError(failure.error) ? failure.error.code : undefined;
}

/** The database's error with its SQLSTATE, its detail and hint, and the place in the statement. */
function describe(failure: DatabaseFailure | undefined): string | undefined {
  if (failure === undefined) return undefined;
  const { error, sql } = failure;
  if (!isServerError(error)) return error instanceof Error ? error.message : String(error);
  const position = Number(error.position);
  return [
    `${error.severity}: ${error.message} (SQLSTATE ${error.code})`,
    error.detail && `DETAIL: ${error.detail}`,
    error.hint && `HINT: ${error.hint}`,
    error.where && `CONTEXT: ${error.where}`,
    sql && position > 0 ? `\n${caretExcerpt(sql, position) ?? ''}` : undefined,
  ]
    .filter(Boolean)
    .join('\n');
}
