import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withAdvisoryLock, withConnection } from '@agora/postgres';
import { testServerUrl } from '@agora/testkit';

const packageDirectory = fileURLToPath(new URL('../..', import.meta.url));
const databasePackage = path.join(packageDirectory, '../db');

/** What a run of the CLI gave. */
export interface CliResult {
  readonly code: number | null;
  /** stdout and stderr together, without colours. */
  readonly output: string;
  readonly stdout: string;
}

/** A Prisma project outside the workspace, with this package in it as npm would install it. */
export interface ThrowawayProject {
  readonly directory: string;
  write(file: string, content: string): Promise<void>;
  read(file: string): Promise<string>;
  /** Runs the real Prisma CLI. */
  prisma(args: readonly string[], env?: Record<string, string>): Promise<CliResult>;
  /** Starts the real Prisma CLI and leaves it running: the caller ends it. Its output comes by the pipes. */
  start(args: readonly string[]): ChildProcess;
  remove(): Promise<void>;
}

export const schemaHead = `generator client {
  provider        = "prisma-client"
  output          = "../generated"
  previewFeatures = ["partialIndexes", "typedSql"]
}

datasource db {
  provider = "postgresql"
}
`;

/** Any number; whoever else takes it on the test server only has to wait. */
const BUILD_LOCK = 7_062_351_042n;

/**
 * Brings dist/ up to date, since the executable and `register` are used as they are published. One test file at a time:
 * another may be copying what it has just brought up to date itself.
 */
export async function buildPackage(): Promise<void> {
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json', {
    paths: [path.join(packageDirectory, '../..')],
  });
  const build = () =>
    promisify(execFile)(
      process.execPath,
      [path.join(path.dirname(tsc), 'bin/tsc'), '-b', 'tsconfig.build.json'],
      { cwd: packageDirectory },
    );
  await withConnection(await testServerUrl(), (client) =>
    withAdvisoryLock(client, BUILD_LOCK, build, { waitMs: 170_000 }),
  );
}

/**
 * The project's folder has a space in its name, as folders of people do.
 * @param prisma its version, brought from the registry without running its scripts; default ours, linked
 */
export async function makeProject(url: string, prisma?: string): Promise<ThrowawayProject> {
  const directory = await mkdtemp(path.join(tmpdir(), 'agora engine '));
  const modules = path.join(directory, 'node_modules');
  const ours = [
    '@agora/core',
    '@agora/postgres',
    '@prisma/driver-adapter-utils',
    '@prisma/schema-engine-wasm',
    'pg',
  ];
  const links = [
    [packageDirectory, prisma === undefined ? [...ours, 'prisma'] : ours],
    [databasePackage, prisma === undefined ? ['@prisma/client', '@prisma/adapter-pg'] : []],
  ] as const;

  const write = async (file: string, content: string) => {
    const target = path.join(directory, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  };
  await write('package.json', '{ "name": "throwaway", "private": true, "type": "module" }\n');
  if (prisma !== undefined) await installPrisma(directory, prisma);
  for (const [from, names] of links)
    for (const name of names) {
      await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
      await rm(path.join(modules, name), { recursive: true, force: true });
      await symlink(path.join(from, 'node_modules', name), path.join(modules, name), 'junction');
    }
  const installed = path.join(modules, '@agora/schema-engine');
  await mkdir(installed, { recursive: true });
  for (const file of ['bin', 'dist', 'package.json'])
    await cp(path.join(packageDirectory, file), path.join(installed, file), { recursive: true });
  await write(
    'prisma.config.ts',
    `import '@agora/schema-engine/register';
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'node seed.js' },
  datasource: { url: process.env.DATABASE_URL, shadowDatabaseUrl: process.env.SHADOW_URL },
});
`,
  );
  return {
    directory,
    write,
    read: (file) => readFile(path.join(directory, file), 'utf8'),
    prisma: (args, env = {}) => run(directory, args, { DATABASE_URL: url, ...env }),
    start: (args) =>
      spawn(process.execPath, [cliOf(directory), ...args], {
        cwd: directory,
        env: environment({ DATABASE_URL: url }),
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Prisma as its users install it; of the client there is not every version. */
async function installPrisma(directory: string, version: string): Promise<void> {
  const wanted = [`prisma@${version}`, `@prisma/client@<=${version}`];
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', ...wanted];
  await promisify(execFile)('npm', words, { cwd: directory, shell: process.platform === 'win32' });
}

function run(cwd: string, args: readonly string[], env: Record<string, string>): Promise<CliResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [cliOf(cwd), ...args],
      { cwd, env: environment(env), timeout: 170_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, output: `${stdout}${stderr}`, stdout }),
    );
    child.stdin?.end();
  });
}

const cliOf = (directory: string): string => path.join(directory, 'node_modules/prisma/build/index.js');

function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  const { PRISMA_SCHEMA_ENGINE_BINARY: _, AGORA_ENGINE: __, ...inherited } = process.env;
  return { ...inherited, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1', ...env };
}
