import { spawn } from 'node:child_process';
import path from 'node:path';

/** What became of a command of a configuration. */
interface CommandOutcome {
  /** The program's name; its arguments may hold secrets. */
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  /** Why it did not end with 0, with the end of what it wrote; absent when it did. */
  readonly why?: string;
  /** The reason alone, without what it wrote. */
  readonly reason?: string;
}

interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input, which is then closed. */
  readonly input?: string | undefined;
  /** Milliseconds, after which it is killed. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds for its last output once it has ended. */
const LEFT_MS = 500;

/** Characters of its output that stand in `why`. */
const TAIL = 2000;

/** Runs a program with its arguments; no shell reads them. Never throws. */
export function runCommand(command: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
  const [program = '', ...parameters] = command;
  const name = path.basename(program);
  const begun = performance.now();
  const { cwd, env, input, timeoutMs, signal } = options;
  return new Promise((done) => {
    let output = '';
    const finish = (reason?: string): void =>
      done({
        name,
        ok: reason === undefined,
        ms: performance.now() - begun,
        ...(reason === undefined ? {} : { reason, why: [reason, output.trim()].filter(Boolean).join('\n') }),
      });
    if (signal?.aborted) return finish('it was stopped before it began');
    const timeout = AbortSignal.timeout(timeoutMs);
    const child = spawn(program, parameters, {
      cwd,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-TAIL);
      });
    child.once('error', (error) => {
      if (timeout.aborted) finish(`it took longer than ${timeoutMs / 1000} s`);
      else if (signal?.aborted) finish('it was stopped');
      else
        finish(
          'code' in error ? `it could not be started: ${String(error.code)}` : 'it could not be started',
        );
    });
    // Its output is at its end with `close`, for which another process that it has left behind may keep all waiting.
    child.once('exit', (code, killed) => {
      const end = (): void => {
        clearTimeout(late);
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
        if (code === 0) finish();
        else finish(killed === null ? `it ended with exit code ${code}` : `${killed} ended it`);
      };
      const late = setTimeout(end, LEFT_MS);
      child.once('close', end);
    });
    // It may end without reading.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}
