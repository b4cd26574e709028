import { existsSync } from 'node:fs';
import { AgoraError, systemCode } from '@agora/core';
import { findBinaries } from './cluster/binaries.ts';
import { withDirectoryLock } from './cluster/directory-lock.ts';
import { type Layout, layoutOf } from './cluster/layout.ts';
import { readPostmasterPid } from './processes/postmaster-pid.ts';
import { waitForEnd } from './processes/processes.ts';
import { run } from './cluster/run.ts';
import { isServerProcess } from './status.ts';

/** Milliseconds for a fast shutdown, checkpoint included, before the server is ended at once. */
const fastMs = 30_000;

/**
 * Stops the embedded server of a folder; its connections are closed and their transactions rolled back.
 * @returns whether one was running
 * @throws postgres.embedded_stop_failed
 */
export async function stopEmbedded(options: { directory: string }): Promise<boolean> {
  const layout = layoutOf(options.directory);
  if (!existsSync(layout.data)) return false;
  return withDirectoryLock(layout.lock, 120_000, async () => {
    const file = await readPostmasterPid(layout.pidFile);
    if (file === undefined || !isServerProcess(file.pid, layout)) return false;
    await shutDown(layout, file.pid);
    return true;
  });
}

async function shutDown(layout: Layout, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    const { pg_ctl } = await findBinaries();
    await run({ prefix: [] }, pg_ctl, ['stop', '-w', '-m', 'fast', '-D', layout.data], { output: 'ignore' });
    if (await waitForEnd(pid, fastMs)) return;
  } else {
    // Signals of the postmaster: SIGINT is a fast shutdown, SIGQUIT an immediate one with recovery at the next start.
    for (const [signal, patience] of [
      ['SIGINT', fastMs],
      ['SIGQUIT', 5000],
    ] as const) {
      send(layout, pid, signal);
      if (await waitForEnd(pid, patience)) return;
    }
  }
  throw stopFailed(layout, `Process ${pid} still runs.`);
}

function send(layout: Layout, pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return;
    throw stopFailed(layout, `Process ${pid} belongs to another user.`, error);
  }
}

function stopFailed(layout: Layout, why: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'postgres.embedded_stop_failed',
    message: 'The embedded PostgreSQL did not stop.',
    why,
    fix: `Stop it as the user who started it; its log is ${layout.log}.`,
    cause,
  });
}
