import { spawn } from 'node:child_process';
import { type Identity } from './identity.ts';

/** How a program ended. */
export interface Outcome {
  /** Exit code, or null when a signal ended it. */
  status: number | null;
  /** What it wrote to stderr and stdout; empty when `output` was ignored. */
  output: string;
}

interface RunOptions {
  /**
   * `ignore` for pg_ctl start: the server would inherit the pipes, and waiting for their end would be waiting for the
   * server's. Default `pipe`.
   */
  readonly output?: 'pipe' | 'ignore';
  /** The folder it works in; default one that every user may enter, since the caller's own may be closed to the server's user. */
  readonly cwd?: string | undefined;
}

/** Runs one of the server's programs to its end. */
export function run(
  identity: Identity,
  command: string,
  args: readonly string[],
  { output = 'pipe', cwd = process.platform === 'win32' ? undefined : '/' }: RunOptions = {},
): Promise<Outcome> {
  const [program = command, ...rest] = [...identity.prefix, command, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      stdio: ['ignore', output, output],
      cwd,
      windowsHide: true,
      ...(identity.uid === undefined ? {} : { uid: identity.uid, gid: identity.gid }),
    });
    let text = '';
    const collect = (part: Buffer): void => {
      text += part.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (status) => {
      resolve({ status, output: text.trim() });
    });
  });
}
