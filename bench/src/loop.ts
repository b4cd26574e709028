// Times the developer's loop: what `pnpm agora` runs, the bundle of the sources, against the sources compiled at each
// call. Both take turns, in one run. Usage: loop [repeats] [help status create check deploy]
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { withTestDatabase } from '@agora/testkit';

const workspace = path.resolve(import.meta.dirname, '..', '..');
const [repeatsWord = '5', ...only] = process.argv.slice(2);
const repeats = Number(repeatsWord);

const ways = {
  bundle: ['scripts/agora.mjs'],
  compiled: ['--conditions=source', '--import', 'tsx', 'apps/tooling/src/main.ts'],
} as const;
type Way = keyof typeof ways;

/** Seconds of processor: of the process and those that it waited for; servers of PostgreSQL are none of them. */
const targets: Readonly<Record<string, number>> = {
  help: 0.25,
  status: 1.1,
  create: 4,
  check: 6,
  deploy: 1.2,
};
const TICKS_PER_SECOND = 100;

interface Taken {
  readonly processor: number;
  readonly wall: number;
}

/** The forum's schema with one more column, and its history, in a folder of their own. */
function makeProject(folder: string, url: string): string {
  const prisma = path.join(workspace, 'packages', 'db', 'prisma');
  for (const part of ['schema', 'migrations'])
    cpSync(path.join(prisma, part), path.join(folder, part), { recursive: true });
  const content = path.join(folder, 'schema', 'content.prisma');
  const text = readFileSync(content, 'utf8');
  if (!text.includes('model Post {')) throw new Error(`${content} has no model Post.`);
  writeFileSync(content, text.replace('model Post {', 'model Post {\n  loopNote String?'));
  const config = path.join(folder, 'prisma.config.ts');
  writeFileSync(
    config,
    `export default ${JSON.stringify({
      schema: path.join(folder, 'schema'),
      migrations: { path: path.join(folder, 'migrations') },
      datasource: { url },
    })};\n`,
  );
  return config;
}

function run(way: Way, words: readonly string[], url: string): Taken {
  const before = ofChildren();
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...ways[way], ...words], {
    cwd: workspace,
    env: { ...process.env, DATABASE_URL: url },
    encoding: 'utf8',
  });
  // 2: it worked and found something, such as pending migrations.
  if (status !== 0 && status !== 2)
    throw new Error(`agora ${words.join(' ')} ended with ${status}:\n${stderr}`);
  return { processor: ofChildren() - before, wall: (performance.now() - began) / 1000 };
}

/** What all children that have ended, and theirs, have used; proc(5). */
function ofChildren(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

function median(taken: readonly Taken[], of: keyof Taken): number {
  return taken.map((one) => one[of]).toSorted((a, b) => a - b)[Math.floor(taken.length / 2)] ?? Number.NaN;
}

await withTestDatabase(async (url) => {
  const folder = mkdtempSync(path.join(workspace, '.agora', 'loop-'));
  try {
    const config = makeProject(folder, url);
    const project = ['--config', config];
    const steps: readonly (readonly [name: string, words: readonly string[]])[] = [
      ['help', ['--help']],
      ['status', ['migrate', 'status', ...project]],
      ['create', ['migrate', 'create', '--name', 'loop_note', '--dry-run', ...project]],
      ['check', ['migrate', 'check', ...project]],
      ['deploy', ['migrate', 'deploy', ...project]],
    ];
    // The first call makes the bundle.
    run('bundle', ['--version'], url);
    process.stdout.write(
      '| | bundle: processor, wall | compiled: processor, wall | ratio | at most |\n|---|---|---|---|---|\n',
    );
    for (const [name, words] of steps) {
      if (only.length > 0 && !only.includes(name)) continue;
      if ((name === 'check' || name === 'deploy') && newest(folder) === undefined)
        run('bundle', ['migrate', 'create', '--name', 'loop_note', ...project], url);
      if (name === 'deploy') run('bundle', words, url);
      const taken: Record<Way, Taken[]> = { bundle: [], compiled: [] };
      for (let round = 0; round < repeats; round += 1)
        for (const way of ['bundle', 'compiled'] as const) {
          if (name === 'check') forgetProofs(folder);
          // One migration is pending then.
          if (name === 'deploy') run('bundle', ['migrate', 'rollback', ...project], url);
          taken[way].push(run(way, words, url));
        }
      const target = targets[name] ?? Number.NaN;
      const processor = median(taken.bundle, 'processor');
      if (processor > target) process.exitCode = 1;
      const cell = (way: Way) =>
        `${median(taken[way], 'processor').toFixed(2)}, ${median(taken[way], 'wall').toFixed(1)}`;
      const ratio = (processor / median(taken.compiled, 'processor')).toFixed(2);
      process.stdout.write(`| ${name} | ${cell('bundle')} | ${cell('compiled')} | ${ratio} | ${target} |\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What was proven stands in the lock file, and is not proven again: the newest migration is to be. */
function forgetProofs(folder: string): void {
  const lock = path.join(folder, 'migrations', 'agora.lock');
  const name = newest(folder);
  const lines = readFileSync(lock, 'utf8').split('\n');
  writeFileSync(lock, lines.filter((line) => name === undefined || !line.includes(name)).join('\n'));
}

/** The migration that `create` has made; undefined before that. */
function newest(folder: string): string | undefined {
  return readdirSync(path.join(folder, 'migrations')).find((one) => one.endsWith('_loop_note'));
}
