import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { readPostmasterPid } from '../embedded/processes/postmaster-pid.ts';
import { isAlive, startMark, waitForEnd } from '../embedded/processes/processes.ts';
import { isServerProcess } from '../embedded/status.ts';
import { type Layout, layoutOf } from '../embedded/cluster/layout.ts';

/** The folders of private servers begin with this. */
export const PRIVATE_PREFIX = 'agora-private-';

const ownerFile = 'owner.json';
/** A folder without an owner's name is just being made, or its maker was killed right there. */
const unownedMs = 600_000;

interface Owner {
  readonly pid: number;
  readonly mark: string;
  readonly host: string;
}

/** Writes down whose the servers of a folder are. */
export async function claim(root: string): Promise<void> {
  const owner: Owner = { pid: process.pid, mark: startMark(process.pid), host: hostname() };
  await writeFile(path.join(root, ownerFile), JSON.stringify(owner), { mode: 0o600 });
}

/** Ends the servers that killed processes left behind and removes their files; what belongs to other users stays. */
export async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    if (!name.startsWith(PRIVATE_PREFIX)) continue;
    const root = path.join(parent, name);
    // One that cannot be removed is in nobody's way.
    if (await isLeftOver(root)) await removeServers(root).catch(() => undefined);
  }
}

async function isLeftOver(root: string): Promise<boolean> {
  const folder = await lstat(root).catch(() => undefined);
  if (folder === undefined || !folder.isDirectory()) return false;
  if (process.getuid !== undefined && folder.uid !== process.getuid()) return false;
  const owner = await readOwner(root);
  if (owner === undefined) return Date.now() - folder.mtimeMs > unownedMs;
  if (owner.host !== hostname()) return false;
  return !isAlive(owner.pid) || startMark(owner.pid) !== owner.mark;
}

async function readOwner(root: string): Promise<Owner | undefined> {
  try {
    const owner: Owner = JSON.parse(await readFile(path.join(root, ownerFile), 'utf8'));
    return owner;
  } catch {
    return undefined;
  }
}

async function removeServers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const major = /^\d+$/.test(name) ? await majorOf(path.join(root, name)) : undefined;
    if (major !== undefined) await endAtOnce(layoutOf(path.join(root, name), { major }));
  }
  await rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 25 });
}

async function majorOf(directory: string): Promise<number | undefined> {
  const data = (await readdir(directory)).find((name) => /^postgres-\d+$/.test(name));
  return data === undefined ? undefined : Number(data.slice('postgres-'.length));
}

/** Ends a server whose data nobody will miss. @returns once it has ended, or after ten seconds */
export async function endAtOnce(layout: Layout): Promise<void> {
  const file = await readPostmasterPid(layout.pidFile);
  if (file === undefined || !isServerProcess(file.pid, layout)) return;
  killAtOnce(file.pid);
  await waitForEnd(file.pid, 10_000);
}

/** Sends what the postmaster takes for an immediate shutdown. Windows knows only how to end it; its children then go too. */
export function killAtOnce(pid: number): void {
  try {
    process.kill(pid, process.platform === 'win32' ? 'SIGKILL' : 'SIGQUIT');
  } catch {
    // It has ended by itself.
  }
}
