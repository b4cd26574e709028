// Loads the same generated rows in several ways, alternating, on one PostgreSQL server, and prints the ratios. Every way
// ends with every index and key valid and the tables analysed. bench/README.md says which schemas are loaded.
//
//   pnpm build && npx tsx src/seed-load.ts [scale] [repeats]
//
// AGORA_BENCH_PG names the folder of initdb, pg_ctl, pg_dump and pg_restore.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { createForum } from '@agora/db';
import { createLoadTables, load, loadTables, seed } from '@agora/db/seed';
import { type Client, withConnection, withDatabase, withTransaction } from '@agora/postgres';
import { dropStructure, rebuildStructure } from '@agora/seeding';

import { type DefaultServer, withDefaultServer } from './default-server.ts';
import { drizzleRowsPerSecond } from './seed-load/drizzle.ts';
import { keepSketch } from './seed-load/sketch.ts';
import { median } from './median.ts';

/** 2.6 million rows, as the sketch had. */
const SCALE = Number(process.argv[2] ?? 1.3);
const REPEATS = Number(process.argv[3] ?? 5);
/** createMany is so slow that a sample has to do. */
const SAMPLE = 20_000;
/** A load into a database in use is compared at this scale. */
const SMALL = 0.3;

/** Goals for the ratios; a run that misses one ends with exit code 1. `sketch` are of the smaller kind of run. */
const MOST = {
  'sketch: agora / pg_restore -j2': 0.65,
  'sketch: agora / ceiling': 1.25,
  'agora / ceiling': 1.25,
  'in place / plain COPY': 1.15,
} as const;
const LEAST = {
  'rows a second, agora / createMany': 60,
  'sketch: rows a second, agora / drizzle-seed': 20,
} as const;
const MOST_MEMORY_MB = 512;
const MEMORY = 'memory in MB';

type Way = 'agora' | 'pg_restore -j2' | 'ceiling';
type Figures = Record<Way, { wall: number[]; cpu: number[] }>;

/** Milliseconds of the work at hand that are not to be counted. */
let untimed = 0;

let server: DefaultServer;
await withDefaultServer((started) => {
  server = started;
  return main();
});

async function main(): Promise<void> {
  await server.database('template_forum', 'template0');
  await server.migrate(withDatabase(server.url, 'template_forum'));
  await server.database('template_sketch', 'template_forum');
  await keepSketch(withDatabase(server.url, 'template_sketch'));
  const full = await compareWays('template_forum');
  const sketch = await compareWays('template_sketch');
  const inPlace = await compareInPlace();
  let createdRows = 0;
  const creating = await inNew('template_forum', async (url) => {
    createdRows = await createMany(url, full.source);
  });
  const drizzle = await drizzleRowsPerSecond(await server.database('drizzle', 'template_sketch'));
  const result = {
    scale: SCALE,
    rows: full.rows,
    server: (await server.tool('pg_ctl', '--version')).stdout.trim(),
    seconds: full.seconds,
    cpuSeconds: full.cpuSeconds,
    sketch: { seconds: sketch.seconds, cpuSeconds: sketch.cpuSeconds },
    ratios: {
      'agora / pg_restore -j2': full.seconds.agora / full.seconds['pg_restore -j2'],
      'agora / ceiling': full.seconds.agora / full.seconds.ceiling,
      'ceiling / pg_restore -j2': full.seconds.ceiling / full.seconds['pg_restore -j2'],
      'sketch: agora / pg_restore -j2': sketch.seconds.agora / sketch.seconds['pg_restore -j2'],
      'sketch: agora / ceiling': sketch.seconds.agora / sketch.seconds.ceiling,
      'sketch: ceiling / pg_restore -j2': sketch.seconds.ceiling / sketch.seconds['pg_restore -j2'],
      'in place / plain COPY': inPlace,
      'rows a second, agora / createMany': full.rows / full.seconds.agora / (createdRows / creating.wall),
      'sketch: rows a second, agora / drizzle-seed': sketch.rows / sketch.seconds.agora / drizzle,
    },
    peakMemoryMb: full.peakMemoryBytes / 1e6,
  };
  const { ratios, peakMemoryMb, ...measured } = result;
  process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
  report({ ...ratios, [MEMORY]: peakMemoryMb });
  // A trial at a small scale is not what the documentation shows.
  if (SCALE < 1) return;
  await writeFile(path.resolve(import.meta.dirname, '../../docs/images/seed-load.svg'), plot(result));
}

/** One table of ratios, each with its goal; one that is missed makes the exit code 1. */
function report(values: Readonly<Record<string, number>>): void {
  const most: Readonly<Record<string, number>> = { ...MOST, [MEMORY]: MOST_MEMORY_MB };
  const least: Readonly<Record<string, number>> = LEAST;
  process.stdout.write('\n| | measured | goal | |\n|---|---|---|---|\n');
  for (const [name, value] of Object.entries(values)) {
    const [top, bottom] = [most[name], least[name]];
    const met = value <= (top ?? Infinity) && value >= (bottom ?? -Infinity);
    if (!met) process.exitCode = 1;
    const goal = top === undefined ? (bottom === undefined ? '' : `>= ${bottom}`) : `<= ${top}`;
    const verdict = goal === '' ? '' : met ? 'met' : '**missed**';
    process.stdout.write(`| ${name} | ${value.toFixed(2)} | ${goal} | ${verdict} |\n`);
  }
}

/** The three ways, one after the other and over again, into copies of a database; medians. */
async function compareWays(template: string): Promise<{
  source: string;
  rows: number;
  peakMemoryBytes: number;
  seconds: Record<Way, number>;
  cpuSeconds: Record<Way, number>;
}> {
  const name = template.replace('template', 'source');
  const source = await server.database(name, template);
  const made = await load({ url: source, environment: 'test', scale: SCALE });
  const dump = path.join(server.root, `${name}.dump`);
  await server.tool('pg_dump', '-Fd', '-Z0', '-j2', '-f', dump, source);
  const folder = await copyOut(source, name);
  const figures: Figures = {
    agora: { wall: [], cpu: [] },
    'pg_restore -j2': { wall: [], cpu: [] },
    ceiling: { wall: [], cpu: [] },
  };
  const measure = async (way: Way, from: string, work: (url: string) => Promise<void>): Promise<void> => {
    const { wall, cpu } = await inNew(from, work);
    figures[way].wall.push(wall);
    figures[way].cpu.push(cpu);
  };
  const bySeed = async (url: string): Promise<void> =>
    void (await load({ url, environment: 'test', scale: SCALE }));
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    await measure('agora', template, bySeed);
    await measure('pg_restore -j2', 'template0', (url) => restore(url, dump));
    await measure('ceiling', template, (url) => fromFiles(url, source, folder));
    process.stderr.write(`${template} ${JSON.stringify(figures)}\n`);
  }
  const medians = (of: 'wall' | 'cpu'): Record<Way, number> => ({
    agora: median(figures.agora[of]),
    'pg_restore -j2': median(figures['pg_restore -j2'][of]),
    ceiling: median(figures.ceiling[of]),
  });
  return {
    source,
    rows: total(made.rows),
    peakMemoryBytes: made.peakMemoryBytes,
    seconds: medians('wall'),
    cpuSeconds: medians('cpu'),
  };
}

async function restore(url: string, dump: string): Promise<void> {
  await server.tool('pg_restore', '-j2', '-d', url, dump);
  await analyze(url);
}

/** What every way ends with: a planner that knows the tables. On two connections, as the load does it. */
async function analyze(url: string): Promise<void> {
  const tables = loadTables.map(({ table }) => table).toSorted((a, b) => weight(b) - weight(a));
  const run_ = async (client: Client): Promise<void> => {
    for (let table = tables.shift(); table !== undefined; table = tables.shift())
      await client.query(`ANALYZE ${table}`);
  };
  await Promise.all([withConnection(url, run_), withConnection(url, run_)]);
}

/** Every generated table as a file in COPY's binary format. */
async function copyOut(source: string, name: string): Promise<string> {
  const folder = path.join(server.root, name);
  mkdirSync(folder);
  server.admit(folder);
  await withConnection(source, async (client) => {
    for (const { table, columns } of loadTables) {
      await client.query(
        `COPY ${table} (${columns.join(', ')}) TO '${path.join(folder, table)}' (FORMAT binary)`,
      );
    }
  });
  return folder;
}

/** Seconds of processor that the server, its backends and this process have used; 0 where there is no /proc. */
function cpuSeconds(): number {
  if (!existsSync('/proc/self/stat')) return 0;
  const postmaster = Number(readFileSync(path.join(server.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  let ticks = 0;
  for (const process_ of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let stat: string;
    try {
      stat = readFileSync(`/proc/${process_}/stat`, 'utf8');
    } catch {
      continue;
    }
    // proc(5): after the name in brackets come state, ppid, ..., utime, stime, cutime, cstime.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const own = fields[11]! + fields[12]!;
    const ended = fields[13]! + fields[14]!;
    if (Number(process_) === postmaster || Number(process_) === process.pid) ticks += own + ended;
    else if (fields[1] === postmaster) ticks += own;
  }
  return ticks / 100;
}

function tableNames(): string[] {
  return loadTables.map(({ table }) => table);
}

/** The ceiling: the server reads ready-made binary files into bare tables, then the same structure is built. */
async function fromFiles(url: string, source: string, folder: string): Promise<void> {
  await withConnection(url, async (client) => {
    await client.query('CREATE SCHEMA agora');
    await createLoadTables(client);
    await withTransaction(client, () => dropStructure(client, tableNames()));
  });
  await copyReference(url, source, folder);
  await copyFiles(url, folder);
  await rebuildStructure({ connection: { url }, tables: tableNames(), connections: 2 });
}

/** Every ready-made file, on two connections, the largest first; on one, in order, when keys are in place. */
async function copyFiles(url: string, folder: string, ordered = false): Promise<void> {
  const tables = [...loadTables];
  if (!ordered) tables.sort((a, b) => weight(b.table) - weight(a.table));
  const copy = async (client: Client): Promise<void> => {
    // As the load does: so that the checks of foreign keys are planned alike, and rows are stored frozen if they can be.
    await client.query('SET plan_cache_mode = force_generic_plan');
    for (let table = tables.shift(); table !== undefined; table = tables.shift()) {
      const copying = `COPY ${table.table} (${table.columns.join(', ')}) FROM '${path.join(folder, table.table)}'`;
      await client.query(
        ordered
          ? `${copying} (FORMAT binary)`
          : `ALTER TABLE ${table.table} DISABLE TRIGGER USER; TRUNCATE ${table.table};
             ALTER TABLE ${table.table} ENABLE TRIGGER USER; ${copying} (FORMAT binary, FREEZE)`,
      );
    }
  };
  const connections = ordered ? [1] : [1, 2];
  await Promise.all(connections.map(() => withConnection(url, copy)));
}

/** Position from the end among the largest tables; -1 for the others. */
function weight(table: string): number {
  return ['posts', 'comment_likes', 'post_likes', 'comments', 'point_transactions'].indexOf(table);
}

/** Communities and what each starts with: a few hundred rows. */
async function copyReference(url: string, source: string, folder: string): Promise<void> {
  for (const table of ['communities', 'levels', 'achievements', 'point_economies', 'tags', 'channels']) {
    const name = path.join(folder, table);
    await withConnection(source, (client) => client.query(`COPY ${table} TO '${name}' (FORMAT binary)`));
    await withConnection(url, (client) => client.query(`COPY ${table} FROM '${name}' (FORMAT binary)`));
  }
}

/** Into a database with other data, all indexes and keys in place: generated against ready-made rows, one connection each. */
async function compareInPlace(): Promise<number> {
  const source = await server.database('source_small', 'template_forum');
  await load({ url: source, environment: 'test', scale: SMALL });
  const folder = await copyOut(source, 'small');
  const used = await server.database('template_used', 'template_forum');
  await seed({ url: used, profile: 'demo', environment: 'test' });
  await analyze(used);
  const ratios: number[] = [];
  const cpuRatios: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const generated = await inNew('template_used', async (url) => {
      await load({ url, environment: 'test', scale: SMALL, workers: 1 });
    });
    const plain = await inNew('template_used', async (url) => {
      await copyReference(url, source, folder);
      await copyFiles(url, folder, true);
      await analyze(url);
    });
    ratios.push(generated.wall / plain.wall);
    cpuRatios.push(generated.cpu / plain.cpu);
  }
  process.stderr.write(`in place: ${JSON.stringify({ ratios, cpuRatios })}\n`);
  return median(ratios);
}

/** Communities, users and a sample of the ledger by Prisma; how many rows. */
async function createMany(url: string, source: string): Promise<number> {
  const to = createForum(url);
  const from = createForum(source);
  const client = to.prisma;
  try {
    const started = performance.now();
    const communities = await from.prisma.community.findMany();
    const users = await from.prisma.user.findMany();
    const entries = await from.prisma.pointTransaction.findMany({ take: SAMPLE, orderBy: { id: 'asc' } });
    untimed += performance.now() - started;
    for (const { settings, ...community } of communities) {
      await client.community.create({ data: { ...community, settings: settings ?? {} } });
    }
    await client.user.createMany({ data: users });
    for (let at = 0; at < entries.length; at += 2000) {
      await client.pointTransaction.createMany({ data: entries.slice(at, at + 2000) });
    }
    return communities.length + users.length + entries.length;
  } finally {
    await Promise.all([to.end(), from.end()]);
  }
}

/** Seconds, and seconds of processor, that `work` took in a new database, which is dropped afterwards. */
async function inNew(
  template: string,
  work: (url: string) => Promise<void>,
): Promise<{ wall: number; cpu: number }> {
  const url = await server.database('work', template);
  await withConnection(server.url, (client) => client.query('CHECKPOINT'));
  untimed = 0;
  const before = cpuSeconds();
  const started = performance.now();
  await work(url);
  const wall = (performance.now() - started - untimed) / 1000;
  const cpu = cpuSeconds() - before;
  await withConnection(server.url, (client) => client.query('DROP DATABASE work WITH (FORCE)'));
  return { wall, cpu };
}

function total(rows: Readonly<Record<string, number>>): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}

function plot(result: { rows: number; cpuSeconds: Record<string, number> }): string {
  const longest = Math.max(...Object.values(result.cpuSeconds));
  const bars = Object.entries(result.cpuSeconds).map(([name, seconds], index) => {
    const y = 50 + index * 44;
    const width = (seconds / longest) * 420;
    return `<text x="130" y="${y + 19}" text-anchor="end">${name}</text><rect x="140" y="${y}" width="${width.toFixed(1)}" height="28" rx="4" fill="${name === 'agora' ? '#2f6f4f' : '#9aa7b5'}"/><text x="${(148 + width).toFixed(1)}" y="${y + 19}">${seconds.toFixed(1)} s</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 200" font-family="sans-serif" font-size="14">
<rect width="660" height="200" fill="#fff"/>
<text x="20" y="28" font-size="16">${(result.rows / 1e6).toFixed(2)} million rows, all indexes and keys valid at the end: processor seconds</text>
${bars.join('\n')}
</svg>
`;
}
