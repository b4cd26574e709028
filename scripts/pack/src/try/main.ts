// Tries the packages as a stranger would: every package manager with every Prisma, empty folders, empty caches. Minutes
// each; not part of the tests. What they take stands in docs/tried.md afterwards.
// node --import tsx scripts/pack/src/try/main.ts [npm pnpm ...] [5.22.0 7.10.0 ...]
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { catalogVersion } from '../catalog.ts';
import { findingsOf } from '../check/findings.ts';
import { bytesBelow, packagesBelow } from '../check/installed.ts';
import { make } from '../make.ts';
import { publishedPackages } from '../packages/index.ts';
import { commands } from './commands.ts';
import { putRows, triedPage } from './page.ts';
import { installCommand, type Manager, managers, prismaVersions, writeProject } from './projects.ts';
import { faultsOf, rowOf, type Trial } from './table.ts';

const enginePackage = catalogVersion('@prisma/schema-engine-wasm');
const wanted = process.argv.slice(2);
const chosen = <Name extends string>(all: readonly Name[]): readonly Name[] => {
  const named = all.filter((name) => wanted.includes(name));
  return named.length === 0 ? all : named;
};
const outside = mkdtempSync(path.join(realpathSync(tmpdir()), 'agora try '));
const tarballs = new Map<string, string>();
const faults: string[] = [];
try {
  for (const published of publishedPackages) {
    const tarball = await make(published, outside);
    tarballs.set(published.name, tarball.file);
    const findings = await findingsOf(published, tarball, path.join(outside, published.name));
    faults.push(...findings.map((finding) => `${published.name}: ${finding}`));
    await putRows('The packages', 1, [
      [
        published.name,
        kilobytes(tarball.packedBytes),
        kilobytes(published.limits.packedBytes),
        kilobytes(tarball.unpackedBytes),
        `${tarball.files.length}`,
        findings.length === 0 ? 'none' : `failed: ${findings.length}`,
      ],
    ]);
  }
  for (const manager of chosen(managers))
    for (const prisma of chosen(prismaVersions)) {
      const trial = await tryOut(manager, prisma);
      process.stdout.write(`${rowOf(trial).join('  ')}\n`);
      faults.push(...faultsOf(trial));
      await putRows('Every package manager with every Prisma', 2, [rowOf(trial)]);
    }
} finally {
  rmSync(outside, { recursive: true, force: true });
}
process.stdout.write(`${triedPage}\n${faults.map((fault) => `failed: ${fault}\n`).join('')}`);
if (faults.length > 0) process.exitCode = 1;

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

async function tryOut(manager: Manager, prisma: string): Promise<Trial> {
  const directory = path.join(outside, `${manager} ${prisma}`);
  const cache = path.join(outside, `cache of ${manager} ${prisma}`);
  mkdirSync(cache);
  await writeProject(directory, prisma);
  run(directory, ['git', 'init', '-q']);
  const modules = path.join(directory, 'node_modules');
  const install = (...what: string[]) => run(directory, installCommand(manager, cache, what));
  let results: Record<string, number | string> = {};
  const before = install(`prisma@${prisma}`);
  const [bytesBefore, packagesBefore] = [bytesBelow(modules), packagesBelow(modules).length];
  const installed = install(tarballs.get('agora-db')!);
  const trial = {
    manager,
    prisma,
    bytes: bytesBelow(modules) - bytesBefore,
    packages: packagesBelow(modules).length - packagesBefore,
    installSeconds: installed.seconds,
  };
  // Older ones carry no engine that serves: what reads models asks for this one.
  const engine = prisma === '7.10.0' ? [] : [`@prisma/schema-engine-wasm@${enginePackage}`];
  const server = install(tarballs.get('agora-postgres')!, ...engine);
  const fault = [before, installed, server].find(({ code }) => code !== 0);
  if (fault !== undefined) return { ...trial, results: { [commands[0]!.name]: fault.output } };
  const agora = path.join(modules, '.bin', 'agora');
  const started = run(directory, [agora, 'db', 'start']);
  appendFileSync(path.join(directory, '.env'), `DATABASE_URL=${started.stdout.trim()}\n`);
  for (const command of commands) {
    const { code, output, seconds } = run(directory, [agora, ...command.arguments]);
    results = { ...results, [command.name]: command.codes.includes(code) ? seconds : output };
  }
  run(directory, [agora, 'db', 'stop'], { DATABASE_URL: '' });
  rmSync(directory, { recursive: true, force: true });
  rmSync(cache, { recursive: true, force: true });
  return { ...trial, results };
}

function run(cwd: string, [program = '', ...rest]: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { NODE_PATH: _, DATABASE_URL: _url, ...inherited } = process.env;
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(program, rest, {
    cwd,
    encoding: 'utf8',
    env: { ...inherited, CI: 'true', NO_COLOR: '1', ...env },
  });
  const output = `exit ${status}: ${(stderr || stdout || '').trim().replaceAll(/\s+/g, ' ').slice(0, 400)}`;
  return { code: status ?? 1, stdout, output, seconds: (performance.now() - began) / 1000 };
}
