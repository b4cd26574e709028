import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PgAdapterFactory } from '../adapter/adapter-factory.ts';
import { readTarget, sqlState } from '@agora/postgres';
import { toKnownError } from '../connection/known-error.ts';
import { EngineError, toEngineError } from './engine-error.ts';
import { EngineHost } from './engine-host.ts';
import { loadEngineModule, runUnlessPanic } from './load-wasm.ts';
import { OfflineAdapterFactory } from './offline-adapter.ts';

/** What an engine is made from. */
export interface SchemaEngineOptions {
  /** Prisma schema files as `[path, content]`; they also tell the engine which preview features are on. */
  readonly datamodels?: readonly (readonly [path: string, content: string])[] | undefined;
  /** The database to work on. Without it only work on schemas alone is possible. */
  readonly url?: string | undefined;
  /** A database that may be emptied at will, where histories are replayed; without it one is made and dropped. */
  readonly shadowUrl?: string | undefined;
  /** The project's: where Prisma and its engine are looked for, and certificate paths start; default the current one. */
  readonly projectDirectory?: string | undefined;
  /** Receives the engine's log, one JSON object a line. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * Runs the schema engine in this process: opens its one connection, hands the engine to `use`, and closes
 * everything again, shadow databases included.
 *
 * @throws EngineError (an AgoraError) with `engineCode` where Prisma has one, and the database's error as cause
 */
export async function withSchemaEngine<T>(
  options: SchemaEngineOptions,
  use: (engine: EngineHost) => Promise<T>,
): Promise<T> {
  const engine = await openSchemaEngine(options);
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}

/** For callers whose engine outlives a function, such as the executable: they must call `dispose()`. */
export async function openSchemaEngine(options: SchemaEngineOptions): Promise<EngineHost> {
  const { SchemaEngine } = await loadEngineModule(options.projectDirectory ?? '.');
  const factory = adapterFactory(options);
  // An empty list, other than none, makes the engine panic.
  const datamodels = (options.datamodels ?? []).map(([path, content]): [string, string] => [path, content]);
  const onLine = options.onLog ?? (() => {});
  try {
    const engine = await runUnlessPanic(() =>
      SchemaEngine.new(
        { datamodels: datamodels.length === 0 ? undefined : datamodels },
        (line: string) => onLine(line.trim()),
        bindMigrationAwareSqlAdapterFactory(factory),
      ),
    );
    return new EngineHost(engine, factory, options.url);
  } catch (error) {
    if (!(factory instanceof PgAdapterFactory)) throw toEngineError(error, undefined);
    await factory.dispose();
    throw toConnectionError(error, factory);
  }
}

/** The engine says of a failed connection only that it failed; Prisma's code and words are put back. */
function toConnectionError(error: unknown, { lastFailure, target }: PgAdapterFactory): EngineError {
  if (lastFailure === undefined) return toEngineError(error, undefined);
  const known = toKnownError(lastFailure.error, target);
  return new EngineError({
    code: 'schema_engine.method_failed',
    message: known.message,
    engineCode: known.error_code,
    sqlState: sqlState(lastFailure.error),
    cause: lastFailure.error,
  });
}

function adapterFactory(options: SchemaEngineOptions): PgAdapterFactory | OfflineAdapterFactory {
  const base = options.projectDirectory ?? '.';
  const { shadowUrl } = options;
  const shadow = shadowUrl === undefined ? undefined : readTarget(shadowUrl, base);
  if (options.url !== undefined) return new PgAdapterFactory(readTarget(options.url, base), shadow);
  // A history can be replayed with a shadow database alone.
  if (shadow !== undefined) return PgAdapterFactory.forShadowOnly(shadow);
  return new OfflineAdapterFactory();
}
