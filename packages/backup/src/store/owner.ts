import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Whose an unfinished backup is. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the kernel says: numbers of processes are given again. Only of Linux. */
  readonly started?: string | undefined;
}

/** Who is named in an unfinished backup. @param pid 0 where it is left for who goes on */
export function ownerOf(pid: number): Owner {
  return { pid, host: hostname(), started: startOf(pid) };
}

/** After this time an unfinished backup of another machine counts as left behind. */
const FORGOTTEN_MS = 48 * 3_600_000;
/** The owner is written right after the folder is made: whoever was killed between has left one without. */
const OWNERLESS_MS = 60_000;

/**
 * Whether nobody works on an unfinished backup any more.
 * @param text of its owner's file, where there is one
 * @param changedAt when it was last written to, in milliseconds
 */
export function isLeftBehind(text: string | undefined, changedAt: number): boolean {
  const owner = parseOwner(text);
  if (owner.host === undefined) return Date.now() - changedAt > OWNERLESS_MS;
  if (owner.host === hostname()) {
    if (owner.started !== undefined) return startOf(owner.pid) !== owner.started;
    // This process's own is running still, or the process id was given to another.
    return owner.pid !== process.pid && !isAlive(owner.pid ?? 0);
  }
  return Date.now() - changedAt > FORGOTTEN_MS;
}

/** A file that was cut off names nobody. */
function parseOwner(text = '{}'): Partial<Owner> {
  try {
    const owner: Partial<Owner> | null = JSON.parse(text);
    return owner ?? {};
  } catch {
    return {};
  }
}

/** Field 22 of its line; the second may hold spaces. */
function startOf(pid = 0): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
