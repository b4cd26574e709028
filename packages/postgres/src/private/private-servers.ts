import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diskFull } from '../embedded/cluster/faults.ts';
import { initialize } from '../embedded/cluster/data-directory.ts';
import { chooseIdentity, handOver, type Identity } from '../embedded/cluster/identity.ts';
import { type Layout, layoutOf, type Superuser } from '../embedded/cluster/layout.ts';
import { run } from '../embedded/cluster/run.ts';
import { disposableSettings } from '../embedded/settings.ts';
import { waitForEnd } from '../embedded/processes/processes.ts';
import { startServer } from '../embedded/start.ts';
import { withConnection } from '../connection/connection.ts';
import { type Binaries } from '../embedded/cluster/binaries.ts';
import { AgoraError } from '@agora/core';
import { withBackup } from './backup.ts';
import { parseDatabaseUrl } from '../connection/target/database-url.ts';
import { readTarget } from '../connection/target/connection-target.ts';
import { claim, endAtOnce, killAtOnce, PRIVATE_PREFIX, removeLeftovers } from './leftovers.ts';
import { findPrograms } from './programs.ts';

/** A server that this process alone knows the password of, and that goes with it. */
export interface PrivateServer {
  /** Of the maintenance database `postgres`, as a superuser. */
  readonly url: string;
  /**
   * A second server with the same content, roles included. What is written to this one meanwhile may be in the copy or
   * not.
   */
  copy(): Promise<PrivateServer>;
  /**
   * A streaming replica of this one, which follows it until it is promoted (`pg_promote`) or removed. Its
   * `application_name` is `name`, as `synchronous_standby_names` wants it.
   */
  standby(name: string): Promise<PrivateServer>;
  /** By `kill -9`: nothing is finished, and its files stay. */
  kill(): Promise<void>;
  /** Starts it again after a kill, where it was. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** What private servers are to be like. */
export interface PrivateServerOptions {
  /** The major version; its programs must be on this machine, see {@link hasPrivateServer}. */
  readonly major: number;
  /** Name of the superuser. */
  readonly user: string;
  /** Settings beside or in place of those for dozens of small servers. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** For dozens of small servers at once, of which nothing gets out: no programs, no workers that call other servers. */
const settings: Readonly<Record<string, string>> = {
  ...disposableSettings,
  max_connections: '30',
  shared_buffers: '16MB',
  min_wal_size: '2MB',
  max_worker_processes: '0',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  autovacuum: 'off',
  archive_mode: 'off',
  // Of a session; a superuser may set it for a database too.
  temp_file_limit: '512MB',
  shared_preload_libraries: '',
  // Slots and publications behave as on a server that replicates.
  wal_level: 'logical',
};

const settingsOf = ({ major, settings: own }: PrivateServerOptions): typeof settings => ({
  ...settings,
  // Asynchronous reading is by further processes.
  ...(major >= 18 && { io_method: 'sync' }),
  ...own,
});

/** In megabytes. A copy takes whole segments of the log with it, and these servers write little. */
const walSegment = '--wal-segsize=1';

const firstPort = 16432;

/** Whether private servers of a major version can be made on this machine. */
export async function hasPrivateServer(major: number): Promise<boolean> {
  return (await findPrograms(major)) !== undefined;
}

/**
 * Brackets the use of private servers: each a cluster of its own below one folder that only its owner enters, on the
 * loopback address, by a password that is never written down. All of it is gone at the end, also when the process is
 * ended by Ctrl-C; what a killed process left goes with the next call.
 * @throws postgres.no_programs, the `postgres.embedded_*` errors
 */
export async function withPrivateServers<T>(
  options: PrivateServerOptions,
  use: (make: () => Promise<PrivateServer>) => Promise<T>,
): Promise<T> {
  const programs = await findPrograms(options.major);
  if (programs === undefined) throw noPrograms(options.major);
  await removeLeftovers(tmpdir());
  const root = await mkdtemp(path.join(tmpdir(), PRIVATE_PREFIX));
  const servers = new Servers(root, options, programs);
  const atExit = (): void => servers.removeAtExit();
  process.once('exit', atExit);
  try {
    await claim(root);
    return await use(() => servers.make());
  } finally {
    await servers.remove();
    process.off('exit', atExit);
  }
}

const logOf = ({ data }: Layout): string => path.join(data, 'pg_wal');

const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 40, retryDelay: 25 });

class Servers {
  readonly #root: string;
  readonly #programs: Binaries;
  readonly #major: number;
  readonly #settings: typeof settings;
  readonly #superuser: Superuser;
  readonly #identity: Identity;
  readonly #running = new Map<Layout, number>();
  #count = 0;
  #first: Promise<PrivateServer> | undefined;
  #pristine: Promise<Layout> | undefined;

  constructor(root: string, options: PrivateServerOptions, programs: Binaries) {
    const { major, user } = options;
    this.#root = root;
    this.#programs = programs;
    this.#major = major;
    this.#settings = settingsOf(options);
    this.#superuser = { name: user, password: randomBytes(24).toString('hex') };
    this.#identity = chooseIdentity(this.#layout());
  }

  async make(): Promise<PrivateServer> {
    // Most work needs one, and writes nothing twice for it.
    if (this.#first === undefined) {
      this.#first = this.#initialize().then(async (layout) =>
        this.#serverAt(layout, await this.#start(layout)),
      );
      return this.#first;
    }
    this.#pristine ??= this.#initialize();
    return this.#copyOfStopped(await this.#pristine);
  }

  async remove(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((layout) => this.#end(layout)));
    await removeFolder(this.#root);
  }

  /** Without waiting for anything: the process is ending. */
  removeAtExit(): void {
    for (const pid of this.#running.values()) killAtOnce(pid);
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 40, retryDelay: 25 });
  }

  #layout(): Layout {
    const directory = path.join(this.#root, String((this.#count += 1)));
    return layoutOf(directory, { major: this.#major, superuser: this.#superuser });
  }

  async #folder(): Promise<Layout> {
    const layout = this.#layout();
    await mkdir(layout.directory, { mode: 0o700 });
    // Another user's server only passes through the folder above.
    if (this.#identity.uid !== undefined) await chmod(this.#root, 0o711);
    handOver(this.#identity, layout.directory);
    return layout;
  }

  /** The first server, and the one that all but the first are copied from: a fifth of the time of making one. */
  async #initialize(): Promise<Layout> {
    const layout = await this.#folder();
    await initialize(layout, this.#programs, this.#identity, [walSegment]);
    return layout;
  }

  async #copyOfStopped(source: Layout): Promise<PrivateServer> {
    const layout = await this.#folder();
    await this.#copyFolder(source.data, layout.data);
    return this.#serverAt(layout, await this.#start(layout));
  }

  /** By PostgreSQL's own rule for files that are in use, with the log up to the end of the backup. */
  async #copyOfRunning(
    source: Layout,
    url: string,
    { standby }: { readonly standby?: string } = {},
  ): Promise<PrivateServer> {
    const layout = await this.#folder();
    const label = await withConnection(url, (client) =>
      withBackup(client, this.#major, {
        files: () => this.#copyFolder(source.data, layout.data),
        log: async () => {
          await removeFolder(logOf(layout));
          await this.#copyFolder(logOf(source), logOf(layout));
        },
      }),
    );
    await rm(layout.pidFile, { force: true });
    await this.#write(layout, 'backup_label', label);
    if (standby !== undefined) {
      await this.#write(layout, 'standby.signal', '');
      const slot = `standby_${path.basename(layout.directory)}`;
      // What it has not had yet stays on the primary.
      await withConnection(url, (client) =>
        client.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]),
      );
      const settings = { primary_conninfo: conninfo(url, standby), primary_slot_name: slot };
      // The last of a name counts, and the primary's own stand there already.
      await this.#write(
        layout,
        'postgresql.auto.conf',
        confOf({ ...settings, synchronous_standby_names: '' }),
      );
    }
    return this.#serverAt(layout, await this.#start(layout));
  }

  async #write({ data }: Layout, name: string, text: string): Promise<void> {
    const file = path.join(data, name);
    await writeFile(file, text, { mode: 0o600 });
    handOver(this.#identity, file);
  }

  #serverAt(layout: Layout, url: string): PrivateServer {
    return {
      url,
      copy: () => this.#copyOfRunning(layout, url),
      standby: (name) => this.#copyOfRunning(layout, url, { standby: name }),
      kill: async () => {
        const pid = this.#running.get(layout);
        if (pid === undefined) return;
        process.kill(pid, 'SIGKILL');
        await waitForEnd(pid, 10_000);
        this.#running.delete(layout);
      },
      restart: async () => {
        await rm(layout.pidFile, { force: true });
        await this.#start(layout, parseDatabaseUrl(url).port);
      },
      remove: async () => {
        await this.#end(layout);
        await removeFolder(layout.directory);
      },
    };
  }

  async #copyFolder(from: string, to: string): Promise<void> {
    if (process.platform === 'win32') {
      await cp(from, to, { recursive: true });
      return;
    }
    const { status, output } = await run(this.#identity, 'cp', ['-Rp', from, to]);
    if (status !== 0) throw diskFull(this.#root, output);
  }

  async #start(layout: Layout, port = firstPort): Promise<string> {
    const server = await startServer(layout, this.#programs, this.#identity, {
      port,
      settings: this.#settings,
    });
    this.#running.set(layout, server.pid);
    return server.url;
  }

  async #end(layout: Layout): Promise<void> {
    await endAtOnce(layout);
    this.#running.delete(layout);
  }
}

/** How a standby reaches the server at a URL, in libpq's words. */
function conninfo(url: string, name: string): string {
  const { host, port, user } = parseDatabaseUrl(url);
  const { password = '' } = readTarget(url);
  const words = { host, port, user, password, application_name: name };
  return Object.entries(words)
    .map(([word, value]) => `${word}='${`${value}`.replaceAll(/[\\']/g, String.raw`\$&`)}'`)
    .join(' ');
}

/** Settings as a file of PostgreSQL's has them. */
function confOf(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('');
}

function noPrograms(major: number): AgoraError {
  return new AgoraError({
    code: 'postgres.no_programs',
    message: `The programs of PostgreSQL ${major} are not on this machine.`,
    why: 'A private server is made of the embedded ones, or of ones that are installed where the system puts them.',
    fix: `Install PostgreSQL ${major}, such as by apt-get install postgresql-${major}; the server itself need not run.`,
  });
}
