// Deploys the same history by three runners, in one run on one server, and prints their ratios.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { enginePath } from '@agora/schema-engine';
import { createTestDatabase, type TestDatabase } from '@agora/testkit';
import { median } from './median.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const workspace = path.resolve(import.meta.dirname, '..', '..');
const migrationsPackage = path.join(workspace, 'packages', 'migrations');
const deployer = path.join(migrationsPackage, 'dist-deployer', 'agora-deploy.mjs');
const prismaCli = require.resolve('prisma/build/index.js');
const REPEATS = Number(process.argv[2] ?? 5);
const MIGRATIONS = 100;

/** What the deploy must not take longer than, as a share of `prisma migrate deploy`. */
const TARGETS = { noop: 0.2, hundred: 0.3 };
const MOST_BYTES = 2e6;

await run(process.execPath, [path.join(migrationsPackage, 'scripts', 'bundle-deployer.mjs')]);
const databases: TestDatabase[] = [];
const root = await mkdtemp(path.join(tmpdir(), 'agora bench '));
try {
  await writeProject();
  const [first, second] = [await createTestDatabase(), await createTestDatabase()];
  databases.push(first, second);
  await agora(first.url);
  await prisma(second.url);
  const noop = await alternate({ agora: () => agora(first.url), prisma: () => prisma(second.url) });
  process.stdout.write('| | agora | to prisma | to psql | target | |\n|---|---|---|---|---|---|\n');
  print('deploy-noop', noop, TARGETS.noop);
  const hundred = await alternate({
    agora: () => fresh(agora),
    prisma: () => fresh(prisma),
    psql: () => fresh(psql),
  });
  print('deploy-100', hundred, TARGETS.hundred);
  await printSizes();
} finally {
  for (const database of databases) await database.drop();
  await rm(root, { recursive: true });
}

/** A typical history: each migration makes a table, alters the one before it, and adds an index and a foreign key. */
async function writeProject(): Promise<void> {
  const directory = path.join(root, 'prisma', 'migrations');
  const all: string[] = [];
  for (let n = 0; n < MIGRATIONS; n += 1) {
    const name = `2024${String(101_000_000 + n * 100).padStart(10, '0')}_step_${n}`;
    const sql = [
      `CREATE TABLE "T${n}" (\n  "id" TEXT NOT NULL,\n  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\n  CONSTRAINT "T${n}_pkey" PRIMARY KEY ("id")\n);`,
      `CREATE INDEX "T${n}_createdAt_idx" ON "T${n}"("createdAt");`,
      ...(n > 0
        ? [
            `ALTER TABLE "T${n - 1}" ADD COLUMN "next" TEXT;`,
            `ALTER TABLE "T${n - 1}" ADD CONSTRAINT "T${n - 1}_next_fkey" FOREIGN KEY ("next") REFERENCES "T${n}"("id") ON DELETE SET NULL;`,
          ]
        : []),
    ].join('\n\n');
    all.push(sql);
    await mkdir(path.join(directory, name), { recursive: true });
    await writeFile(path.join(directory, name, 'migration.sql'), `${sql}\n`);
  }
  await writeFile(path.join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(path.join(root, 'all.sql'), all.join('\n'));
  await writeFile(
    path.join(root, 'prisma', 'schema.prisma'),
    'datasource db {\n  provider = "postgresql"\n}\n',
  );
  await writeFile(
    path.join(root, 'prisma.config.ts'),
    "import { defineConfig } from 'prisma/config';\nexport default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env['DATABASE_URL']! } });\n",
  );
  await symlink(
    path.join(import.meta.dirname, '..', 'node_modules'),
    path.join(root, 'node_modules'),
    'junction',
  );
}

async function agora(url: string): Promise<void> {
  await run(process.execPath, [
    deployer,
    'deploy',
    '--migrations',
    path.join(root, 'prisma', 'migrations'),
    '--url',
    url,
  ]);
}

/** The Prisma CLI over the schema engine in WebAssembly: its native engine is in no package registry. */
async function prisma(url: string): Promise<void> {
  const env = {
    ...process.env,
    DATABASE_URL: url,
    PRISMA_SCHEMA_ENGINE_BINARY: enginePath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  await run(process.execPath, [prismaCli, 'migrate', 'deploy'], { cwd: root, env });
}

async function psql(url: string): Promise<void> {
  await run('psql', ['-X', '-q', '-1', '-v', 'ON_ERROR_STOP=1', '-f', path.join(root, 'all.sql'), url]);
}

/**
 * Milliseconds of one deploy into an empty database; making it does not count. The databases are dropped at the
 * end: after a drop ext4 is slow to make files for a minute (it passes over inodes deleted of late), which
 * would be most of what is measured and the same for all.
 */
async function fresh(deploy: (url: string) => Promise<void>): Promise<number> {
  const database = await createTestDatabase();
  databases.push(database);
  return timed(() => deploy(database.url));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

type Runner = () => Promise<void | number>;

/** Runs each in turn, several times, so that what else the machine does meets all of them; medians in milliseconds. */
async function alternate(runners: Readonly<Record<string, Runner>>): Promise<Map<string, number>> {
  const times = new Map<string, number[]>();
  for (let n = 0; n < REPEATS; n += 1) {
    for (const [name, work] of Object.entries(runners)) {
      if (name === 'psql' && !hasPsql()) continue;
      const began = performance.now();
      const own = await work();
      times.set(name, [...(times.get(name) ?? []), own ?? performance.now() - began]);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

function hasPsql(): boolean {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, 'psql')));
}

function print(name: string, medians: ReadonlyMap<string, number>, target: number): void {
  const ours = medians.get('agora') ?? Number.NaN;
  const cells = ['prisma', 'psql'].map((runner) => {
    const ms = medians.get(runner);
    return ms === undefined ? '' : `${(ours / ms).toFixed(2)} (${ms.toFixed(0)} ms)`;
  });
  const met = ours / (medians.get('prisma') ?? Number.NaN) <= target;
  if (!met) process.exitCode = 1;
  process.stdout.write(
    `| ${name} | ${ours.toFixed(0)} ms | ${cells.join(' | ')} | <= ${target} of prisma | ${met ? 'met' : '**missed**'} |\n`,
  );
}

async function printSizes(): Promise<void> {
  const { size } = await stat(deployer);
  const cli = await closureSize('prisma', import.meta.dirname, new Set());
  const met = size <= MOST_BYTES;
  if (!met) process.exitCode = 1;
  process.stdout.write(
    `| size | ${(size / 1e6).toFixed(2)} MB | ${(size / cli).toFixed(4)} (${(cli / 1e6).toFixed(0)} MB with its dependencies, no engine) | | <= 2 MB | ${met ? 'met' : '**missed**'} |\n`,
  );
}

/** Bytes of a package and of all it depends on, each counted once. */
async function closureSize(name: string, from: string, seen: Set<string>): Promise<number> {
  const folder = findPackage(name, from);
  if (folder === undefined || seen.has(folder)) return 0;
  seen.add(folder);
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const dependencies =
    typeof manifest === 'object' && manifest !== null && 'dependencies' in manifest
      ? Object.keys(manifest.dependencies ?? {})
      : [];
  let bytes = await folderSize(folder);
  for (const dependency of dependencies) bytes += await closureSize(dependency, folder, seen);
  return bytes;
}

function findPackage(name: string, from: string): string | undefined {
  const paths = createRequire(path.join(from, 'x.js')).resolve.paths(name) ?? [];
  return paths
    .map((folder) => path.join(folder, name))
    .find((folder) => existsSync(path.join(folder, 'package.json')));
}

async function folderSize(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await folderSize(file);
    else if (entry.isFile()) bytes += (await stat(file)).size;
  }
  return bytes;
}
