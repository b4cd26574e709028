import { hostname } from 'node:os';

/** Whose an unfinished backup is. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
}

/** After this time an unfinished backup of another machine counts as left behind. */
const FORGOTTEN_MS = 48 * 3_600_000;

/**
 * Whether nobody works on an unfinished backup any more.
 * @param text of its owner's file
 * @param changedAt when it was last written to, in milliseconds
 */
export function isLeftBehind(text: string, changedAt: number): boolean {
  const owner = parseOwner(text);
  // This process's own is running still, or the process id was given to another.
  if (owner.host === hostname()) return owner.pid !== process.pid && !isAlive(owner.pid ?? 0);
  return Date.now() - changedAt > FORGOTTEN_MS;
}

/** A file that was cut off names nobody. */
function parseOwner(text: string): Partial<Owner> {
  try {
    const owner: Partial<Owner> | null = JSON.parse(text);
    return owner ?? {};
  } catch {
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
