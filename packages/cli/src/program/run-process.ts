import { isAgoraError } from '@agora/core';
import { findWorkspaceRoot } from '@agora/postgres';

import { branchedVariables } from '../context/development-branch.ts';
import { readEnvironmentFiles } from '../context/environment-files.ts';
import { createInterrupts } from '../context/interrupts.ts';
import type { Sink } from '../terminal/stream.ts';
import type { Program } from './program.ts';
import { runCommandLine } from './run-command-line.ts';

/** Runs the command line of this process, and ends it with the exit code. */
export async function runProcess(program: Program): Promise<never> {
  const cwd = process.cwd();
  const root = workspaceRoot(cwd);
  const data = takeStdout();
  const code = await runCommandLine(program, {
    argv: process.argv.slice(2),
    env: Object.freeze({ ...process.env }),
    // Into process.env and not beside it: a prisma.config.ts reads its URL from there.
    loadEnvironmentFiles: (option) => {
      Object.assign(process.env, readEnvironmentFiles({ folders: [cwd, root], env: process.env, option }));
      Object.assign(process.env, branchedVariables({ root, env: process.env, option }));
      return Object.freeze({ ...process.env });
    },
    cwd,
    root,
    stdin: process.stdin,
    stdout: data,
    stderr: process.stderr,
    interrupts: createInterrupts(process, (signalled) => process.exit(signalled)),
  });
  // Pipes are asynchronous on some systems, and exit() would cut what they still hold.
  await Promise.all([data.drain(), drain(process.stderr)]);
  process.exit(code);
}

/** Most of `agora migrate` works outside a workspace too: there, the folder itself is the root. */
function workspaceRoot(from: string): string {
  try {
    return findWorkspaceRoot(from);
  } catch (error) {
    if (isAgoraError(error) && error.code === 'postgres.workspace_not_found') return from;
    throw error;
  }
}

/**
 * The stdout of this process, for what the command says alone. What a project's own files print while they are loaded,
 * such as dotenv in a prisma.config.ts, is no data, and goes to stderr.
 */
function takeStdout(): Sink & { drain(): Promise<void> } {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return {
    isTTY: stdout.isTTY,
    get columns() {
      return stdout.columns;
    },
    write: (text) => write(text),
    on: (event, listener) => stdout.on(event, listener),
    drain: () => new Promise((done) => (stdout.writable ? write('', () => done()) : done())),
  };
}

function drain(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => (stream.writable ? stream.write('', () => done()) : done()));
}
