import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { AgoraError } from '@agora/core';

/** The seeds of a project, as a command: `migrations.seed` of prisma.config.ts, or `prisma.seed` of package.json. */
export interface SeedCommand {
  /** Split as Prisma splits it: at spaces, `\ ` being one; no shell, no quotes. */
  readonly command: string;
  /** Where it runs: the folder of the project. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Receives what it prints, line by line. */
  readonly onOutput?: ((line: string) => void) | undefined;
}

const windows = process.platform === 'win32';

/** Milliseconds from the request to end until it is no longer asked. */
const PATIENCE_MS = 5_000;
/** Lines of its output that stand in the error. */
const LINES = 15;

/**
 * Runs the seed command to its end. Programs of the project's own packages are found, as npm finds them.
 * @throws AgoraError `operations.seed_failed`, `operations.interrupted`
 */
export async function runSeedCommand(seed: SeedCommand): Promise<void> {
  if (seed.signal?.aborted) throw interrupted(seed);
  const last: string[] = [];
  const outcome = await new Promise<string | undefined>((done) => {
    const child = start(seed);
    const stop = (): void => end(child);
    seed.signal?.addEventListener('abort', stop, { once: true });
    const print = (line: string): void => {
      last.push(line);
      if (last.length > LINES) last.shift();
      seed.onOutput?.(line);
    };
    const finish = [child.stdout, child.stderr].map((stream) => readLines(stream, print));
    child.once('error', (error) => done(`It could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      for (const one of finish) one();
      seed.signal?.removeEventListener('abort', stop);
      done(
        code === 0 ? undefined : signal === null ? `It ended with exit code ${code}.` : `${signal} ended it.`,
      );
    });
  });
  if (seed.signal?.aborted) throw interrupted(seed);
  if (outcome === undefined) return;
  throw new AgoraError({
    code: 'operations.seed_failed',
    message: `The seed command failed: ${seed.command}`,
    why: [outcome, ...last].join('\n'),
    fix: 'The migrations are applied. Correct the seeds and run them alone: npx prisma db seed',
  });
}

/** The words of a command by Prisma's rules: spaces part them, and `\ ` stands for a space. */
export function commandWords(command: string): readonly string[] {
  return command
    .trim()
    .split(/(?<!\\) +/)
    .map((word) => word.replaceAll('\\ ', ' '));
}

function start({ command, cwd, env }: SeedCommand): ChildProcess {
  const [file = '', ...args] = commandWords(command);
  const options = {
    cwd,
    env: withPrograms(env, cwd),
    stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
  };
  // npm's programs are scripts of cmd.exe on Windows, which only a shell starts.
  if (windows)
    return spawn([file, ...args].map((word) => `"${word}"`).join(' '), { ...options, shell: true });
  // A process group of its own, so that whatever the command has started ends with it.
  return spawn(file, args, { ...options, detached: true });
}

function end(child: ChildProcess): void {
  const send = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
      if (windows) child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {
      // It has just ended.
    }
  };
  send('SIGTERM');
  setTimeout(() => send('SIGKILL'), PATIENCE_MS).unref();
}

/** PATH with `node_modules/.bin` of the folder and those above it in front. */
function withPrograms(env: SeedCommand['env'], folder: string): Record<string, string | undefined> {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders: string[] = [];
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    folders.push(path.join(at, 'node_modules', '.bin'));
    if (path.dirname(at) === at) break;
  }
  return { ...env, [name]: [...folders, env[name] ?? ''].join(path.delimiter) };
}

function interrupted({ command }: SeedCommand): AgoraError {
  return new AgoraError({
    code: 'operations.interrupted',
    message: 'Stopped before the seeds were through.',
    why: `The migrations are applied; what ${command} had written by then stays, unless it works in one transaction.`,
    fix: 'npx prisma db seed, or reset again.',
  });
}

/** @returns what hands on the last line, when it has no end */
function readLines(stream: Readable | null, onLine: (line: string) => void): () => void {
  let rest = '';
  stream?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  return () => {
    if (rest !== '') onLine(rest);
  };
}
