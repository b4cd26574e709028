// Times `npm start` as on a new machine, and the start after it: a fresh clone, an empty home, no store. Revisions take
// turns. Usage: cold-start [rounds] [revision...]; without revisions HEAD alone.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from './api/start-time.ts';

const workspace = path.resolve(import.meta.dirname, '..', '..');
const [rounds = '3', ...revisions] = process.argv.slice(2);

/** Seconds on two idle cores, with a registry that answers as fast as its line. */
const TARGETS = { cold: 30, warm: 4 };
const GIVE_UP_S = 600;
const TICKS_PER_SECOND = 100;

/** Seconds until the API answers, and of the processor (where the system tells: Linux). */
interface Start {
  readonly wall: number;
  readonly processor: number;
}

const measured = new Map<string, { cold: Start[]; warm: Start[] }>();
for (let round = 0; round < Number(rounds); round += 1) {
  for (const revision of revisions.length === 0 ? ['HEAD'] : revisions) {
    const both = await coldAndWarm(revision);
    const all = measured.get(revision) ?? { cold: [], warm: [] };
    measured.set(revision, { cold: [...all.cold, both.cold], warm: [...all.warm, both.warm] });
    print(`round ${round + 1} ${revision}: cold ${seconds(both.cold)}, warm ${seconds(both.warm)}`);
  }
}
for (const kind of ['cold', 'warm'] as const) {
  for (const [revision, all] of measured) print(`${kind} ${revision}: median ${seconds(median(all[kind]))}`);
}
const last = [...measured.values()].at(-1);
for (const kind of ['cold', 'warm'] as const) {
  const { wall } = median(last?.[kind] ?? []);
  const held = wall <= TARGETS[kind];
  print(`${kind} ${wall.toFixed(1)} s of at most ${TARGETS[kind]} s: ${held ? 'met' : 'MISSED'}`);
  if (!held) process.exitCode = 1;
}

async function coldAndWarm(revision: string): Promise<{ cold: Start; warm: Start }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora cold '));
  const home = path.join(folder, 'home');
  const clone = path.join(folder, 'agora');
  try {
    await mkdir(path.join(home, 'tmp'), { recursive: true });
    const commit = execFileSync('git', ['rev-parse', revision], { cwd: workspace, encoding: 'utf8' }).trim();
    execFileSync('git', ['clone', '--quiet', '--no-checkout', workspace, clone]);
    execFileSync('git', ['checkout', '--quiet', '--detach', commit], { cwd: clone });
    return { cold: await start(clone, home), warm: await start(clone, home) };
  } finally {
    await rm(folder, { recursive: true, maxRetries: 5 });
  }
}

/** Runs `npm start` until the API answers, then ends it as Ctrl-C does. */
async function start(clone: string, home: string): Promise<Start> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...newcomer(), HOME: home, TMPDIR: path.join(home, 'tmp'), PORT: String(port) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const gone = once(child, 'exit');
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok === true) break;
      if (child.exitCode !== null || performance.now() - began > GIVE_UP_S * 1000)
        throw new Error(`npm start does not answer:\n${Buffer.concat(output).toString()}`);
      await sleep(20);
    }
    return { wall: (performance.now() - began) / 1000, processor: processorSeconds(child.pid ?? 0) };
  } finally {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await gone;
  }
}

/** The environment without what a package manager or a workspace around this one has set. */
function newcomer(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(?:npm_(?!config_(?:registry|.*proxy|cafile))|pnpm_|PNPM_|XDG_|DATABASE_URL|AGORA_|PORT)/i.test(
          name,
        ),
    ),
  );
}

/** What all processes of a session have used, those that have ended included. */
function processorSeconds(session: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // proc(5): session, then utime, stime, cutime, cstime.
      if (Number(fields[3]) === session) for (const field of fields.slice(11, 15)) ticks += Number(field);
    } catch {
      // It has ended meanwhile, and its parent counts it.
    }
  }
  return ticks / TICKS_PER_SECOND;
}

function median(starts: readonly Start[]): Start {
  const sorted = starts.toSorted((a, b) => a.wall - b.wall);
  return sorted[Math.floor(sorted.length / 2)] ?? { wall: Number.NaN, processor: Number.NaN };
}

function seconds({ wall, processor }: Start): string {
  return `${wall.toFixed(1)} s (processor ${processor.toFixed(1)} s)`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
