// oxlint-disable typescript/no-unsafe-type-assertion -- spawn has many overloads; what is not for the engine passes through as it came
import { type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

type Spawn = (command: string, ...rest: unknown[]) => ChildProcess;

/**
 * Makes `spawn` start one script by Node itself, for systems that start nothing but programs: Windows. The imports of
 * others are live bindings, so theirs changes too. Every other command passes through.
 *
 * @param script the exact command to look for
 * @returns takes the change back
 */
export function redirectSpawn(script: string): () => void {
  // The module's own object: an import of it cannot be written to.
  const childProcess = createRequire(import.meta.url)('node:child_process') as { spawn: Spawn };
  const { spawn } = childProcess;
  const put = (chosen: Spawn): void => {
    childProcess.spawn = chosen;
    syncBuiltinESMExports();
  };
  put((command, ...rest) => {
    if (command !== script) return spawn(command, ...rest);
    const words = Array.isArray(rest[0]) ? (rest.shift() as string[]) : [];
    const options = (rest[0] ?? {}) as SpawnOptions;
    return spawn(process.execPath, [script, ...words], { windowsHide: true, ...options, shell: false });
  });
  return () => put(spawn);
}

/**
 * Prisma's CLI asks whether the database answers through execa, which on Windows reads the first line of a script and
 * looks for `node` on the PATH: ours, where there is no other.
 *
 * @param env changed in place; normally process.env, in which names have no case there
 */
export function putNodeOnPath(env: Record<string, string | undefined>): void {
  const folders = [env['PATH'], path.dirname(process.execPath)];
  env['PATH'] = folders.filter(Boolean).join(path.delimiter);
}
