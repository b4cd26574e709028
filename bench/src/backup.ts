import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createBackup, folderStore, verifyBackup } from '@agora/backup';
import { withConnection, withDatabase } from '@agora/postgres';
import { type DefaultServer, withDefaultServer } from './default-server.ts';
import { median } from './median.ts';

/** How much longer than pg_dump and pg_restore it may take. */
const TARGET = 1.5;
/** In megabytes, of the process, at any number of rows. */
const MEMORY_TARGET = 256;

const [rowsGiven = '1', roundsGiven = '3', url, folder] = process.argv.slice(2);

/** A round of ours, in a process of its own, whose memory is then its own. */
interface Round {
  readonly create: number;
  readonly verify: number;
  readonly megabytes: number;
}

interface TheirRound {
  readonly dump: number;
  readonly restore: number;
}

if (url !== undefined && folder !== undefined) {
  const begun = performance.now();
  const { backup } = await createBackup({ url, store: folderStore(folder), toolVersion: 'bench' });
  const made = performance.now();
  await verifyBackup({ backup, server: withDatabase(url, 'postgres') });
  const round: Round = {
    create: made - begun,
    verify: performance.now() - made,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(JSON.stringify(round));
} else await compare(Number(rowsGiven) * 1_000_000, Number(roundsGiven));

async function compare(rows: number, rounds: number): Promise<void> {
  await withDefaultServer(async (server) => {
    const shop = await server.database('shop');
    await fill(shop, rows);
    const ours: Round[] = [];
    const theirs: TheirRound[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const place = path.join(server.root, `round-${round}`);
      await mkdir(place);
      server.admit(place);
      ours.push(await ourRound(shop, path.join(place, 'ours')));
      theirs.push(await theirRound(server, shop, path.join(place, 'theirs')));
      await rm(place, { recursive: true });
    }
    report(rows, ours, theirs);
  });
}

/** A tenth customers, four tenths orders, the rest lines of them; keys, foreign keys, and an index on a text. */
async function fill(shop: string, rows: number): Promise<void> {
  const [customers, orders, lines] = [0.1, 0.4, 0.5].map((share) => Math.round(rows * share));
  await withConnection(shop, (client) =>
    client.query(`
      CREATE TABLE customer (id int PRIMARY KEY, email text NOT NULL UNIQUE, name text, born date);
      CREATE TABLE "order" (id int PRIMARY KEY, customer int NOT NULL REFERENCES customer, at timestamptz NOT NULL, note text);
      CREATE TABLE line (id bigint PRIMARY KEY, "order" int NOT NULL REFERENCES "order", item uuid NOT NULL, price numeric(10, 2), count int);
      INSERT INTO customer SELECT n, md5(n::text) || '@example.com', 'Customer ' || n, date '1970-01-01' + n % 20000 FROM generate_series(1, ${customers}) n;
      INSERT INTO "order" SELECT n, 1 + n % ${customers}, timestamptz '2026-01-01' + n * interval '7 seconds', repeat(md5(n::text), 1 + n % 3) FROM generate_series(1, ${orders}) n;
      INSERT INTO line SELECT n, 1 + n % ${orders}, md5(n::text)::uuid, n % 100000 / 100.0, 1 + n % 9 FROM generate_series(1, ${lines}) n;
      CREATE INDEX ON "order" (customer); CREATE INDEX ON line ("order"); CREATE INDEX ON "order" (note text_pattern_ops);
      ANALYZE; CHECKPOINT;`),
  );
}

async function ourRound(shop: string, to: string): Promise<Round> {
  const words = ['--import', 'tsx', '--conditions=source', path.join(import.meta.dirname, 'backup.ts')];
  const { stdout } = await promisify(execFile)(process.execPath, [...words, '0', '0', shop, to]);
  return JSON.parse(stdout);
}

/** Nothing is read back and compared, and nothing is hashed. */
async function theirRound(server: DefaultServer, shop: string, to: string): Promise<TheirRound> {
  const again = await server.database('again');
  const begun = performance.now();
  await server.tool('pg_dump', '-Fd', '-j2', '-f', to, shop);
  const dumped = performance.now();
  await server.tool('pg_restore', '-j2', '-d', again, to);
  const restored = performance.now();
  await withConnection(server.url, (client) => client.query('DROP DATABASE again'));
  return { dump: dumped - begun, restore: restored - dumped };
}

function report(rows: number, ours: readonly Round[], theirs: readonly TheirRound[]): void {
  const create = seconds(ours.map((one) => one.create));
  const verify = seconds(ours.map((one) => one.verify));
  const dump = seconds(theirs.map((one) => one.dump));
  const restore = seconds(theirs.map((one) => one.restore));
  const memory = Math.max(...ours.map(({ megabytes }) => megabytes));
  const whole = (create + verify) / (dump + restore);
  process.stdout.write(
    `${[
      `${rows} rows, ${ours.length} round(s), medians; ours to pg_dump -Fd -j2 and pg_restore -j2`,
      line('create', create, dump),
      line('restore, read back, compared', verify, restore),
      `${line('both', create + verify, dump + restore)} (at most ${TARGET})`,
      `peak memory of ours            ${memory.toFixed(0)} MB (at most ${MEMORY_TARGET})`,
    ].join('\n')}\n`,
  );
  if (whole > TARGET || memory > MEMORY_TARGET) process.exitCode = 1;
}

function line(name: string, own: number, other: number): string {
  return `${name.padEnd(31)}${own.toFixed(2)} s to ${other.toFixed(2)} s: ${(own / other).toFixed(2)}`;
}

function seconds(values: readonly number[]): number {
  return median(values) / 1000;
}
