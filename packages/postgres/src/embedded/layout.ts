import { join, resolve } from 'node:path';

/** The major version that the embedded binaries are of. */
export const embeddedMajor = 18;

/** Where the files of an embedded server stand. */
export interface Layout {
  /** The folder given by the caller. */
  readonly directory: string;
  /** PGDATA; its name has the major version, so that another one starts beside it. */
  readonly data: string;
  readonly log: string;
  readonly pidFile: string;
  /** A folder that exists while a process starts or stops the server. */
  readonly lock: string;
}

/** The layout below a folder, all paths absolute. */
export function layoutOf(directory: string): Layout {
  const root = resolve(directory);
  const data = join(root, `postgres-${embeddedMajor}`);
  return Object.freeze({
    directory: root,
    data,
    log: join(data, 'server.log'),
    pidFile: join(data, 'postmaster.pid'),
    lock: join(root, `postgres-${embeddedMajor}.lock`),
  });
}
