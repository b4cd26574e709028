// oxlint-disable typescript/no-unsafe-type-assertion -- what comes over the CLI's pipe has the shapes of Prisma's protocol; a wrong one is answered with an error
import type { EngineHost } from '../engine/engine-host.ts';
import { EngineError, toEngineError } from '../engine/engine-error.ts';

export interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id: number | string;
  readonly method: string;
  readonly params?: unknown;
}

export interface RpcResponse {
  readonly jsonrpc: '2.0';
  readonly id: number | string;
  readonly result?: unknown;
  readonly error?: { code: number; message: string; data?: unknown };
}

/** The error code of schema-engine-cli for every failure of a method. */
const engineErrorCode = 4466;
const methodNotFound = -32601;

/** Methods of the protocol that are methods of the engine by the same name. */
const engineMethods = [
  'applyMigrations',
  'createMigration',
  'dbExecute',
  'debugPanic',
  'devDiagnostic',
  'diagnoseMigrationHistory',
  'diff',
  'ensureConnectionValidity',
  'evaluateDataLoss',
  'introspect',
  'introspectSql',
  'markMigrationApplied',
  'markMigrationRolledBack',
  'reset',
  'schemaPush',
] as const satisfies readonly (keyof EngineHost)[];

/** What a request needs beyond itself. */
export interface RpcContext {
  /** The engine for a request; made when first needed. */
  engineFor(request: RpcRequest): Promise<EngineHost>;
  /** Prints on the CLI's own stdout, and waits until it has. */
  print(content: string): Promise<void>;
  createDatabase(): Promise<string>;
}

/** Answers one request. Never throws: each failure is an answer, because a missing one looks like success. */
export async function answer(request: RpcRequest, context: RpcContext): Promise<RpcResponse> {
  const { id } = request;
  try {
    return { jsonrpc: '2.0', id, result: await run(request, context) };
  } catch (error) {
    if (error instanceof UnknownMethod)
      return { jsonrpc: '2.0', id, error: { code: methodNotFound, message: error.message } };
    return { jsonrpc: '2.0', id, error: toRpcError(toEngineError(error, undefined)) };
  }
}

class UnknownMethod extends Error {}

async function run(request: RpcRequest, context: RpcContext): Promise<unknown> {
  if (request.method === 'createDatabase') return { databaseName: await context.createDatabase() };
  const engine = await context.engineFor(request);
  if (request.method === 'getDatabaseVersion') return engine.version();
  const method = engineMethods.find((name) => name === request.method);
  if (method === undefined) throw new UnknownMethod(`The schema engine has no method "${request.method}".`);
  const result: unknown = await engine[method](request.params as never);
  if (method !== 'diff') return result ?? {};
  const { exitCode, stdout } = result as { exitCode: number; stdout: string | null };
  if (stdout !== null) await context.print(stdout);
  return { exitCode, stdout: null };
}

function toRpcError(error: EngineError): RpcResponse['error'] {
  const detail = [
    error.message,
    error.code === 'schema_engine.method_failed' ? undefined : error.why,
    error.fix,
  ]
    .filter(Boolean)
    .join('\n');
  return {
    code: engineErrorCode,
    message: 'An error happened. Check the data field for details.',
    data: error.isPanic
      ? { is_panic: true, message: error.stack ?? detail, error: { message: error.message } }
      : {
          is_panic: false,
          message: detail,
          meta: { sqlState: error.sqlState },
          error_code: error.engineCode ?? null,
        },
  };
}
