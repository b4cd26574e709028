import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError, isLocalHost, isMissing, systemCode } from '@agora/core';

import { readUrl, withDatabase } from '../connection/target/database-url.ts';

/** The database that a development URL means instead of the one that it names. */
export interface DevelopmentBranch {
  /** As it was given, such as the name of a git branch. */
  readonly name: string;
  readonly database: string;
  /** The database that the URL names. */
  readonly base: string;
  /** Servers on which that is so: `host:port`, and `embedded` for the embedded one, whose port changes. */
  readonly servers: readonly string[];
}

/** In the folder .agora, which belongs to one machine and is in no repository. */
const FILE = 'branch.json';

/**
 * Reads which branch was switched to; undefined for none.
 * @param directory `<root>/.agora`
 * @throws AgoraError `postgres.branch_unreadable`: without it, commands would work on another database than is meant
 */
export function readDevelopmentBranch(directory: string): DevelopmentBranch | undefined {
  const file = path.join(directory, FILE);
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isBranch(read)) return read;
    throw new Error('It names no branch.');
  } catch (error) {
    // Nor is there one below what is no folder.
    if (isMissing(error) || systemCode(error) === 'ENOTDIR') return undefined;
    throw new AgoraError({
      code: 'postgres.branch_unreadable',
      message: `Which branch of the development database is meant cannot be read: ${file}`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Remove that file, which means the development database itself; then, for a branch: agora db branch switch <name>',
      cause: error,
    });
  }
}

/**
 * Remembers which branch is meant from now on; undefined for the database that the URL names.
 * @param directory `<root>/.agora`
 */
export async function writeDevelopmentBranch(
  directory: string,
  branch: DevelopmentBranch | undefined,
): Promise<void> {
  const file = path.join(directory, FILE);
  if (branch === undefined) return rm(file, { force: true });
  await mkdir(directory, { recursive: true });
  const next = `${file}.${process.pid}`;
  await writeFile(next, `${JSON.stringify(branch, undefined, 2)}\n`);
  return rename(next, file);
}

/** A URL of development as it is meant: that of the branch where it names the branch's base. */
export function branchedUrl(url: string, branch: DevelopmentBranch | undefined): string {
  return branch !== undefined && names(url, branch, branch.base) ? withDatabase(url, branch.database) : url;
}

/** The URL as it was before {@link branchedUrl}. */
export function unbranchedUrl(url: string, branch: DevelopmentBranch | undefined): string {
  return branch !== undefined && names(url, branch, branch.database) ? withDatabase(url, branch.base) : url;
}

/** The server of a URL, as `host:port`; this machine has one name. @throws postgres.invalid_url */
export function serverName(url: string): string {
  const { host, port } = readUrl(url);
  // A folder of sockets says which server it is; the addresses of this machine do not.
  return `${isLocalHost(host) && !host.startsWith('/') ? 'localhost' : host}:${port}`;
}

function names(url: string, { servers }: DevelopmentBranch, database: string): boolean {
  try {
    return readUrl(url).database === database && servers.includes(serverName(url));
  } catch {
    // Whoever connects with it says what is wrong with it.
    return false;
  }
}

function isBranch(read: unknown): read is DevelopmentBranch {
  if (typeof read !== 'object' || read === null) return false;
  const { name, database, base, servers }: Record<string, unknown> = { ...read };
  return (
    [name, database, base].every((one) => typeof one === 'string' && one !== '') &&
    Array.isArray(servers) &&
    servers.every((one) => typeof one === 'string')
  );
}
