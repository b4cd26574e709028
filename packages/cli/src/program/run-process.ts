import { isAgoraError } from '@agora/core';
import { findWorkspaceRoot } from '@agora/postgres';

import { branchedVariables } from '../context/development-branch.ts';
import { readEnvironmentFiles } from '../context/environment-files.ts';
import { createInterrupts } from '../context/interrupts.ts';
import type { Program } from './program.ts';
import { runCommandLine } from './run-command-line.ts';

/** Runs the command line of this process, and ends it with the exit code. */
export async function runProcess(program: Program): Promise<never> {
  const cwd = process.cwd();
  const root = workspaceRoot(cwd);
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
    stdout: process.stdout,
    stderr: process.stderr,
    interrupts: createInterrupts(process, (signalled) => process.exit(signalled)),
  });
  // Pipes are asynchronous on some systems, and exit() would cut what they still hold.
  await Promise.all([drain(process.stdout), drain(process.stderr)]);
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

function drain(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => (stream.writable ? stream.write('', () => done()) : done()));
}
