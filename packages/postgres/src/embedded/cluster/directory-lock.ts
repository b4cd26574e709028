import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AgoraError, systemCode, undefinedIfMissing } from '@agora/core';
import { diskFull, notWritable } from './faults.ts';
import { isAlive, startMark } from '../processes/processes.ts';

interface Owner {
  pid: number;
  mark: string;
  host: string;
}

/** A holder on another machine cannot be looked up; nothing legitimate holds the lock this long. */
const foreignHolderMs = 180_000;
const breakerMs = 10_000;
const pollMs = 50;

/**
 * Holds a lock between processes, a folder at `path`, while `use` runs. The folder is made elsewhere
 * with its owner's name inside and moved into place, so that it never stands there without an owner;
 * one whose owner has died is removed.
 * @throws postgres.embedded_locked when it cannot be had within `waitMs`
 * @throws postgres.embedded_directory_not_writable, postgres.embedded_disk_full
 */
export async function withDirectoryLock<T>(path: string, waitMs: number, use: () => Promise<T>): Promise<T> {
  await acquire(path, waitMs);
  try {
    await clearRemains(path);
    return await use();
  } finally {
    await takeAway(path);
  }
}

async function acquire(path: string, waitMs: number): Promise<void> {
  const mine = uniqueBeside(path);
  const owner: Owner = { pid: process.pid, mark: startMark(process.pid), host: hostname() };
  await mkdir(mine).catch((error: unknown) => {
    throw unlockable(path, error);
  });
  try {
    await writeFile(join(mine, 'owner.json'), JSON.stringify(owner));
    const deadline = performance.now() + waitMs;
    while (!(await moveIntoPlace(mine, path))) {
      if (await isStale(path)) await breakLock(path);
      else if (performance.now() > deadline) throw locked(path, await readOwner(path), waitMs);
      else await sleep(pollMs);
    }
  } catch (error) {
    await rm(mine, { recursive: true, force: true });
    throw error;
  }
}

/** rename() refuses to replace a folder that is not empty. */
async function moveIntoPlace(mine: string, path: string): Promise<boolean> {
  try {
    await rename(mine, path);
    return true;
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'ENOTDIR'].includes(code)) return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  const age = await ageMs(path);
  if (age === undefined) return false;
  if (owner === undefined || owner.host !== hostname()) return age > foreignHolderMs;
  return !isAlive(owner.pid) || startMark(owner.pid) !== owner.mark;
}

/**
 * Removes a stale lock. Between "it is stale" and "remove it" another process may have removed it and
 * taken the lock itself, so that is decided again under a second lock that only breakers take.
 */
async function breakLock(path: string): Promise<void> {
  const breaker = `${path}.breaker`;
  try {
    await mkdir(breaker);
  } catch (error) {
    // Windows refuses a name whose folder is being removed.
    if (!['EEXIST', 'EPERM', 'EACCES'].includes(systemCode(error) ?? '')) throw unlockable(path, error);
    // Its holder needs it for microseconds; older ones were left by a process killed right there.
    if (((await ageMs(breaker)) ?? 0) > breakerMs) await rm(breaker, { recursive: true, force: true });
    await sleep(pollMs);
    return;
  }
  try {
    if (await isStale(path)) await takeAway(path);
  } finally {
    await rm(breaker, { recursive: true, force: true });
  }
}

/**
 * Removes the lock in one step, by moving it away first: emptied in its place, it could be replaced by
 * the next owner's before it is gone, and that one would be removed.
 */
async function takeAway(path: string): Promise<void> {
  const away = uniqueBeside(path);
  try {
    await rename(path, away);
  } catch (error) {
    // Removed already: by hand, or by its owner just before a breaker came.
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  await rm(away, { recursive: true, force: true });
}

/** Removes the folders that processes left beside the lock which were killed while they took it or gave it back. */
async function clearRemains(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const entry of await readdir(dirname(path))) {
    if (!entry.startsWith(prefix)) continue;
    const pid = /^(\d+)\.[0-9a-f]{8}$/.exec(entry.slice(prefix.length))?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const remains = join(dirname(path), entry);
    // Of another machine's processes nothing is known here.
    if (((await readOwner(remains))?.host ?? hostname()) !== hostname()) continue;
    // One that cannot be removed is in nobody's way.
    await rm(remains, { recursive: true, force: true }).catch(() => undefined);
  }
}

function uniqueBeside(path: string): string {
  return `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const owner: Owner = JSON.parse(await readFile(join(path, 'owner.json'), 'utf8'));
    return owner;
  } catch {
    return undefined;
  }
}

async function ageMs(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(undefinedIfMissing);
  return found === undefined ? undefined : Date.now() - found.mtimeMs;
}

function unlockable(path: string, cause: unknown): AgoraError {
  return systemCode(cause) === 'ENOSPC' ? diskFull(dirname(path), cause) : notWritable(dirname(path), cause);
}

function locked(path: string, owner: Owner | undefined, waitMs: number): AgoraError {
  return new AgoraError({
    code: 'postgres.embedded_locked',
    message: `The embedded server is being started or stopped by another process for more than ${waitMs / 1000} s.`,
    why: owner ? `Process ${owner.pid} on ${owner.host} holds ${path}.` : `The lock ${path} names no owner.`,
    fix: `End that process, or remove ${path} if nothing is running.`,
  });
}
