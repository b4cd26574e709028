import { systemCode } from '@agora/core';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Whether a process runs. A zombie, which a killed server is until its parent collects it, still
 * answers signals but counts as dead.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    if (systemCode(error) !== 'EPERM') return false;
  }
  const state = linuxStat(pid)?.state;
  return state !== 'Z' && state !== 'X';
}

/**
 * Something that differs between two processes that had the same id one after the other, where the
 * system tells it (Linux: boot-relative start time), else an empty text.
 */
export function startMark(pid: number): string {
  return linuxStat(pid)?.startTime ?? '';
}

/** The name of a process's program, or undefined where the system does not tell. */
export function programName(pid: number): string | undefined {
  return linuxStat(pid)?.name;
}

/** The folder a process works in, or undefined where the system does not tell. */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Waits until a process has ended. @returns false when it still runs after `timeoutMs` */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Fields of /proc/<pid>/stat, see proc(5): the name in parentheses (which may hold spaces), then state (3) ... starttime (22). */
function linuxStat(pid: number): { name: string; state: string; startTime: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
      state: fields[0] ?? '',
      startTime: fields[19] ?? '',
    };
  } catch {
    return undefined;
  }
}
