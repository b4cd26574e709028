import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AgoraError } from '@agora/core';

/**
 * When the engine is killed in the middle of a request, Prisma's CLI waits for an end that has come already, runs out
 * of things to do and exits 0. So the engine keeps a file while it works on a request, and the CLI's process, which
 * `register` runs in, looks for it when it ends.
 */
export const inFlightVariable = 'AGORA_ENGINE_IN_FLIGHT';

/** In the CLI: names the file to the engines it will spawn, and fails the process if one is left at its end. */
export function failWhenEngineDies(cli: NodeJS.Process): void {
  const file = path.join(tmpdir(), `agora-engine-${cli.pid}-${randomBytes(4).toString('hex')}`);
  cli.env[inFlightVariable] = file;
  cli.on('exit', () => {
    if (!existsSync(file)) return;
    rmSync(file, { force: true });
    const { code, message, why, fix } = died();
    cli.stderr.write(`${code}: ${message}\n  why: ${why}\n  fix: ${fix}\n`);
    cli.exitCode = 1;
  });
}

/** In the engine: marks the time of `work`, if a CLI has named the file. */
export async function whileInFlight<T>(file: string | undefined, work: () => Promise<T>): Promise<T> {
  if (file === undefined) return work();
  writeFileSync(file, '');
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function died(): AgoraError {
  return new AgoraError({
    code: 'schema_engine.died',
    message: 'The schema engine ended in the middle of its work.',
    why: 'It was killed, or ran out of memory.',
    fix: 'Look at `prisma migrate status` before going on.',
  });
}
