// Runs after each installation: makes what is not in the repository and that commands cannot run without, the Prisma
// Clients and the schema engine that Prisma's own CLI starts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { generate } from './generate.mjs';

const root = path.resolve(import.meta.dirname, '..');
const installed = (name) => existsSync(path.join(root, 'node_modules', name));

/** @returns {Promise<number>} exit code; what failed has been said */
export async function prepare() {
  const clients = [generate(path.join(root, 'packages', 'db'), 'src/generated/prisma')];
  // Of rls only its tests use a client.
  if (installed('vitest'))
    clients.push(generate(path.join(root, 'packages', 'rls'), 'src/testing/generated'));
  // Their prisma.config.ts import the engine: of one that is half built they would find one file and miss the next.
  const made = [...(await Promise.allSettled(clients)), ...(await Promise.allSettled([buildEngine()]))];
  const failed = made.filter(({ status }) => status === 'rejected');
  for (const { reason } of failed) process.stderr.write(`${reason.message}\n`);
  return failed.length === 0 ? 0 : 1;
}

/** Builds the schema engine and what it is made of, where sources have changed. */
export async function buildEngine() {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const project = path.join(root, 'packages', 'schema-engine', 'tsconfig.build.json');
  const child = spawn(process.execPath, [tsc, '-b', project], { stdio: ['ignore', 2, 2] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`tsc -b ${project} ended with ${code}`);
}

if (import.meta.filename === realpathSync(process.argv[1])) process.exitCode = await prepare();
