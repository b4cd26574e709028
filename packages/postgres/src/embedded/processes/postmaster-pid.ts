import { readFile } from 'node:fs/promises';

/** What a running server writes about itself (PostgreSQL source, `miscinit.h`, "LOCK_FILE_LINE_*"). */
interface PostmasterPid {
  pid: number;
  port: number | undefined;
  ready: boolean;
}

/** Reads postmaster.pid; undefined when there is none. It may be half written: then `ready` is false. */
export async function readPostmasterPid(path: string): Promise<PostmasterPid | undefined> {
  // Another user's cannot be read, and is not ours to serve: what starts a server says so.
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parsePostmasterPid(text);
}

/** Lines: pid, data folder, start time, port, socket folder, address, shared memory key, status. */
export function parsePostmasterPid(text: string): PostmasterPid | undefined {
  const lines = text.split(/\r?\n/);
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number.parseInt(lines[3] ?? '', 10);
  return { pid, port: port > 0 ? port : undefined, ready: lines[7]?.trim() === 'ready' };
}
