import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import { generatedDirectory, joinClientFile } from './join-client.ts';

const programs = path.join(generatedDirectory, 'programs');
/** What the product runs. */
export const apiServer = path.resolve(import.meta.dirname, '../../../apps/api/dist/main.js');

/** A process that serves requests, by address or by message. */
export interface Running {
  readonly process: ChildProcess;
  /** Where it listens; empty when it does not. */
  readonly address: string;
}

/**
 * Bundles what runs beside the API, so that all run alike: as one file on plain Node. From TypeScript each would carry a
 * second engine, whose garbage collection runs on the same two cores.
 */
export async function bundlePrograms(): Promise<void> {
  await build({
    entryPoints: {
      'api-ways': path.join(import.meta.dirname, 'api-ways.ts'),
      'load-process': path.join(import.meta.dirname, 'load-process.ts'),
      'join-client': joinClientFile,
    },
    outdir: programs,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    conditions: ['source'],
    external: ['@agora/db', '@agora/rls', '@prisma/*', 'pg'],
    banner: {
      js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** Starts one way of answering, see `api-ways.ts`. */
export function serveWay(way: string, url: string, community: string): Promise<Running> {
  const child = fork(path.join(programs, 'api-ways.mjs'), [way, url, community], { execArgv: [] });
  return listening(child, (heard) => child.once('message', (address: string) => heard(address)));
}

/** Starts the API as its package's `start` does. */
export function serveApi(url: string, settings: Readonly<Record<string, string>>): Promise<Running> {
  const env = { ...process.env, ...settings, DATABASE_URL: url, PORT: '0' };
  const child = spawn(process.execPath, [apiServer], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  return listening(child, (heard) => {
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const address = /answers at (\S+)\n/.exec(output)?.[1];
      if (address !== undefined) heard(address);
    });
  });
}

/** Starts what loads at a fixed rate, see `load-process.ts`. */
export function startLoadProcess(): Running {
  return { process: owned(fork(path.join(programs, 'load-process.mjs'), [], { execArgv: [] })), address: '' };
}

/** Ends a process and waits until it is gone. */
export async function end({ process: child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

function listening(child: ChildProcess, hear: (heard: (address: string) => void) => void): Promise<Running> {
  owned(child);
  return new Promise((resolve, reject) => {
    hear((address) => resolve({ process: child, address }));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
  });
}

/** Whatever happens to the measurement, no process outlives it. */
function owned(child: ChildProcess): ChildProcess {
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}
