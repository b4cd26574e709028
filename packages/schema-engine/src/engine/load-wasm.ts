// oxlint-disable typescript/no-unsafe-type-assertion -- the glue code and the WebAssembly API have no types here
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type * as wasm from '@prisma/schema-engine-wasm';
import { findEngineBuild } from '../installed/engine-build.ts';

/** The engine's module: its class and its version (the commit of prisma-engines it was built from). */
interface EngineModule {
  readonly SchemaEngine: typeof wasm.SchemaEngine;
  version(): string;
}

/** Where the engine writes a panic's message just before it traps; without it a panic ends the process in silence. */
interface PanicRegistry {
  get(): string;
  set_message(message: string): void;
}

declare global {
  var PRISMA_WASM_PANIC_REGISTRY: PanicRegistry | undefined;
}

/** The one function of the WebAssembly API used here; its types belong to the DOM library, which is not loaded. */
const webAssembly = (
  globalThis as unknown as {
    WebAssembly: {
      instantiate(
        bytes: Uint8Array,
        imports: Record<string, unknown>,
      ): Promise<{ instance: { exports: Record<string, unknown> } }>;
    };
  }
).WebAssembly;

let loaded: Promise<EngineModule> | undefined;

/**
 * Compiles the engine (about 25 ms) once per process: a process works for one project.
 *
 * @param projectDirectory where Prisma and its engine are looked for
 * @throws AgoraError `schema_engine.no_engine`
 */
export function loadEngineModule(projectDirectory: string): Promise<EngineModule> {
  loaded ??= load(projectDirectory);
  return loaded;
}

/**
 * Runs one call of the engine. A panic inside an asynchronous call leaves its promise pending for ever and throws
 * the trap from a microtask, where no caller can catch it: so the panic itself must end the call.
 *
 * @throws EnginePanic
 */
export async function runUnlessPanic<T>(call: () => Promise<T>): Promise<T> {
  process.on('uncaughtException', swallowTrap);
  let onPanic: ((message: string) => void) | undefined;
  const panic = new Promise<never>((_, reject) => {
    onPanic = (message) => reject(new EnginePanic(message));
  });
  panicListeners.add(onPanic as (message: string) => void);
  try {
    return await Promise.race([call(), panic]);
  } catch (error) {
    if (isTrap(error)) throw new EnginePanic(lastPanic, { cause: error });
    throw error;
  } finally {
    panicListeners.delete(onPanic as (message: string) => void);
    // The trap comes in a microtask of its own, maybe after this one.
    setImmediate(() => process.off('uncaughtException', swallowTrap));
  }
}

/** The engine panicked; it must not be used again. */
export class EnginePanic extends Error {
  override readonly name = 'EnginePanic';
}

const panicListeners = new Set<(message: string) => void>();
let lastPanic = '';

function isTrap(error: unknown): boolean {
  return error instanceof Error && error.name === 'RuntimeError';
}

function swallowTrap(error: unknown): void {
  // After a trap the engine's other pending tasks complain of Rust's broken borrows: consequences, no news.
  if (isTrap(error) || (lastPanic !== '' && /unsafe aliasing in rust/.test(String(error)))) return;
  throw error;
}

async function load(projectDirectory: string): Promise<EngineModule> {
  installPanicRegistry();
  // Node 20 cannot import a .wasm file as a module, so the glue code is bound by hand.
  const { engineFile, glueFile } = findEngineBuild(projectDirectory, process.argv[1]);
  const [glue, bytes] = await Promise.all([
    import(pathToFileURL(glueFile).href) as Promise<
      EngineModule & { __wbg_set_wasm(exports: unknown): void }
    >,
    readFile(engineFile),
  ]);
  const { instance } = await webAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

/** Keeps a registry that stands there already (Prisma's CLI has one) informed as well. */
function installPanicRegistry(): void {
  const existing = globalThis.PRISMA_WASM_PANIC_REGISTRY;
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    get: () => existing?.get() ?? lastPanic,
    set_message(message: string) {
      existing?.set_message(message);
      lastPanic = message;
      for (const listener of panicListeners) listener(message);
    },
  };
}
