import { join, resolve } from 'node:path';

/** The major version that the embedded binaries are of. */
export const embeddedMajor = 18;

/** Whose a server is. */
export interface Superuser {
  readonly name: string;
  /** Asked for by SCRAM; absent where everybody on this machine is trusted. */
  readonly password?: string;
}

/** Where the files of an embedded server stand, and how to get in. */
export interface Layout {
  readonly major: number;
  readonly superuser: Superuser;
  /** The folder given by the caller. */
  readonly directory: string;
  /** PGDATA; its name has the major version, so that another one starts beside it. */
  readonly data: string;
  readonly log: string;
  readonly pidFile: string;
  /** A folder that exists while a process starts or stops the server. */
  readonly lock: string;
}

/** The layout below a folder, all paths absolute; that of the shared embedded server unless told otherwise. */
export function layoutOf(
  directory: string,
  {
    major = embeddedMajor,
    superuser = { name: 'postgres' },
  }: Partial<Pick<Layout, 'major' | 'superuser'>> = {},
): Layout {
  const root = resolve(directory);
  const data = join(root, `postgres-${major}`);
  return Object.freeze({
    major,
    superuser,
    directory: root,
    data,
    log: join(data, 'server.log'),
    pidFile: join(data, 'postmaster.pid'),
    lock: join(root, `postgres-${major}.lock`),
  });
}
