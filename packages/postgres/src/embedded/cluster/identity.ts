import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';
import { AgoraError } from '@agora/core';
import { type Layout } from './layout.ts';

/** As whom the server's programs run; PostgreSQL refuses root. */
export interface Identity {
  /** Put before the program's own command line. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const unshare = ['--user', '--map-user=65534', '--map-group=65534'];

/**
 * Decides the identity. An ordinary user keeps its own. Root enters a user namespace in which it is
 * nobody, files still belonging to root outside; where that is not allowed, it becomes `postgres` or
 * `nobody`. A data folder that exists decides: the server must own it.
 * @throws postgres.embedded_wrong_owner, postgres.embedded_root_refused
 */
export function chooseIdentity(layout: Layout): Identity {
  const uid = process.getuid?.();
  if (uid === undefined) return { prefix: [] };
  const owner = statSync(layout.data, { throwIfNoEntry: false });
  if (uid !== 0) {
    if (owner !== undefined && owner.uid !== uid) throw wrongOwner(layout, owner.uid);
    return { prefix: [] };
  }
  if (owner !== undefined && owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid };
  if (canUnshare()) return { prefix: ['unshare', ...unshare] };
  if (owner !== undefined)
    throw rootRefused('The data folder belongs to root and user namespaces are not allowed here.');
  const account = findAccount(['postgres', 'nobody']);
  if (account === undefined)
    throw rootRefused('Neither user namespaces nor a user postgres or nobody are there.');
  return { prefix: [], ...account };
}

/** Makes a folder belong to the identity, when that is another user. */
export function handOver(identity: Identity, folder: string): void {
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(folder, identity.uid, identity.gid);
}

/** Some containers forbid new user namespaces, so it is tried and not asked. */
function canUnshare(): boolean {
  if (process.platform !== 'linux') return false;
  return spawnSync('unshare', [...unshare, 'true'], { stdio: 'ignore' }).status === 0;
}

function findAccount(names: readonly string[]): { uid: number; gid: number } | undefined {
  let lines: string[];
  try {
    lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return undefined;
  }
  for (const name of names) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

function wrongOwner(layout: Layout, owner: number): AgoraError {
  return new AgoraError({
    code: 'postgres.embedded_wrong_owner',
    message: `The data folder ${layout.data} belongs to another user.`,
    why: `It belongs to the user with id ${owner}; a server only starts on a folder of its own user. It was probably made by root.`,
    fix: `Stop the server as that user, then: sudo chown -R "$(id -u):$(id -g)" ${JSON.stringify(layout.directory)}`,
  });
}

function rootRefused(why: string): AgoraError {
  return new AgoraError({
    code: 'postgres.embedded_root_refused',
    message: 'The embedded PostgreSQL cannot run as root here.',
    why,
    fix: 'Run as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.',
  });
}
