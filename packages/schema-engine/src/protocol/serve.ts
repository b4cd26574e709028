// oxlint-disable typescript/no-unsafe-type-assertion -- what comes over the CLI's pipe has the shapes of Prisma's protocol; a wrong one is answered with an error
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { EngineHost } from '../engine/engine-host.ts';
import { openSchemaEngine } from '../engine/with-schema-engine.ts';
import { whileInFlight } from '../in-flight.ts';
import type { Invocation } from './arguments.ts';
import { createDatabase } from './database-commands.ts';
import { answer, type RpcContext, type RpcRequest, type RpcResponse } from './json-rpc.ts';

/** The process as the protocol sees it. */
interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** A running server of the protocol. */
export interface Server {
  /** Settles with the exit code when the CLI has closed our stdin. */
  readonly exitCode: Promise<number>;
  /** Closes connections and drops shadow databases, for a signal in the middle of work. */
  dispose(): Promise<void>;
}

/** The native engine's exit code after a panic. */
const panicExitCode = 101;

/** Speaks JSON-RPC 2.0, one message a line, until stdin ends. Requests are worked on one after the other. */
export function serve(
  invocation: Invocation,
  { stdin, stdout, stderr }: Streams,
  inFlightFile?: string,
): Server {
  const engines = new Map<'online' | 'offline', Promise<EngineHost>>();
  const printed = new Map<number | string, () => void>();
  let prints = 0;

  const open = async (online: boolean): Promise<EngineHost> =>
    openSchemaEngine({
      datamodels: await readDatamodels(invocation.datamodels),
      url: online ? invocation.datasource.url : undefined,
      shadowUrl: online ? invocation.datasource.shadowDatabaseUrl : undefined,
      onLog: (line) => stderr.write(`${line}\n`),
    });

  const context: RpcContext = {
    async engineFor(request) {
      const kind = needsDatabase(request) ? 'online' : 'offline';
      const engine = engines.get(kind) ?? open(kind === 'online');
      engines.set(kind, engine);
      try {
        return await engine;
      } catch (error) {
        engines.delete(kind);
        throw error;
      }
    },
    print(content) {
      // The CLI answers a print request under its id; ids of our own cannot meet those of its requests.
      prints += 1;
      const id = `print-${prints}`;
      send(stdout, { jsonrpc: '2.0', id, method: 'print', params: { content } });
      return new Promise((resolve) => printed.set(id, resolve));
    },
    createDatabase: () => createDatabase(invocation.datasource.url),
  };

  const dispose = async (): Promise<void> => {
    for (const engine of engines.values())
      await engine.then(
        (host) => host.dispose(),
        () => {},
      );
    engines.clear();
  };

  const exitCode = new Promise<number>((resolve, reject) => {
    let queue = Promise.resolve();
    let panicked = false;
    const work = async (request: RpcRequest): Promise<void> => {
      const response = await whileInFlight(inFlightFile, () => answer(request, context));
      // After a panic we stay until the CLI lets go: it waits for an end that must come after its own goodbye,
      // and else exits 0 in silence.
      panicked ||= isPanic(response);
      send(stdout, response);
    };
    const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => {
      if (line.trim() === '') return;
      try {
        const message = JSON.parse(line) as RpcRequest | { id: string; result: unknown };
        if (!('method' in message)) {
          printed.get(message.id)?.();
          printed.delete(message.id);
          return;
        }
        queue = queue.then(() => work(message)).catch(reject);
      } catch (error) {
        reject(
          new Error(`The schema engine was sent a line that is not JSON: ${line.slice(0, 200)}`, {
            cause: error,
          }),
        );
      }
    });
    lines.on('close', () => {
      // A print that no one will acknowledge must not keep the last request open.
      for (const acknowledge of printed.values()) acknowledge();
      void queue.then(dispose).then(() => resolve(panicked ? panicExitCode : 0), reject);
    });
  });
  return { exitCode, dispose };
}

/** A diff of schema files alone must work where the server is down. */
function needsDatabase({ method, params }: RpcRequest): boolean {
  if (method !== 'diff') return true;
  const { from, to } = params as { from: { tag: string }; to: { tag: string } };
  return [from, to].some(({ tag }) => tag !== 'empty' && tag !== 'schemaDatamodel');
}

async function readDatamodels(paths: readonly string[]): Promise<[string, string][]> {
  return Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as [string, string]));
}

function isPanic(response: RpcResponse): boolean {
  return (response.error?.data as { is_panic?: boolean } | undefined)?.is_panic === true;
}

function send(stdout: Writable, message: object): void {
  stdout.write(`${JSON.stringify(message)}\n`);
}
