// A PostgreSQL server with its default settings, made for one measurement, from the programs of a full installation:
// the embedded one brings no pg_dump and no pg_restore.
import { execFile } from 'node:child_process';
import { chownSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { migrationsDirectory } from '@agora/db';
import { withConnection, withDatabase } from '@agora/postgres';

const BIN = process.env['AGORA_BENCH_PG'] ?? '/usr/lib/postgresql/15/bin';
const PORT = 25_499;
/** PostgreSQL refuses to run as root. */
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export interface DefaultServer {
  /** Of the database `postgres`. */
  readonly url: string;
  /** A temporary folder; the server's data are in `data` in it. */
  readonly root: string;
  readonly data: string;
  /** Runs one of PostgreSQL's programs, as the server's user. */
  tool(name: string, ...words: string[]): Promise<{ stdout: string; stderr: string }>;
  /** Lets the server write into a folder. */
  admit(folder: string): void;
  /** Creates a database; its address. */
  database(name: string, template?: string): Promise<string>;
  /** Applies the forum's migrations. */
  migrate(url: string): Promise<void>;
}

/** Makes a server and removes it afterwards, whatever happens. */
export async function withDefaultServer(use: (server: DefaultServer) => Promise<void>): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'agora-bench-'));
  const data = path.join(root, 'data');
  const url = `postgresql://postgres@127.0.0.1:${PORT}/postgres`;
  const run = promisify(execFile);
  const server: DefaultServer = {
    url,
    root,
    data,
    tool: (name, ...words) => run(path.join(BIN, name), words, { ...account, maxBuffer: 1 << 26 }),
    admit(folder) {
      if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
    },
    async database(name, template = 'template0') {
      await withConnection(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
      return withDatabase(url, name);
    },
    async migrate(database) {
      const names = readdirSync(migrationsDirectory)
        .filter((name) => /^\d/.test(name))
        .toSorted();
      await withConnection(database, async (client) => {
        for (const name of names)
          await client.query(readFileSync(path.join(migrationsDirectory, name, 'migration.sql'), 'utf8'));
      });
    },
  };
  server.admit(root);
  const listen = `-p ${PORT} -k '' -c listen_addresses=127.0.0.1`;
  await server.tool('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '--locale=C.UTF-8', '-E', 'UTF8');
  await server.tool('pg_ctl', 'start', '-w', '-D', data, '-l', path.join(root, 'log'), '-o', listen);
  try {
    await use(server);
  } finally {
    await server.tool('pg_ctl', 'stop', '-D', data, '-m', 'immediate');
    await rm(root, { recursive: true });
  }
}
