import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { filesBelow } from '../checks/source-files.ts';

const root = realpathSync(path.resolve(import.meta.dirname, '..', '..'));
const left = new Set(['node_modules', '.git', '.agora', '.turbo', 'dist-deployer']);

/** A workspace of its own to change, with this one's installation and test server. */
export interface WorkspaceCopy {
  readonly directory: string;
  /** Runs a program of the workspace in one of its folders. */
  run(folder: string, command: readonly string[]): Promise<{ code: number | null; output: string }>;
  /** Files that differ from this workspace's, with slashes; what is built and generated left out. */
  changed(): string[];
  remove(): void;
}

export function copyWorkspace(): WorkspaceCopy {
  const directory = mkdtempSync(path.join(realpathSync(tmpdir()), 'agora new '));
  cpSync(root, directory, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (source) => !left.has(path.basename(source)),
  });
  // What else stands in .agora, such as bundles, names files of the workspace that it was made in.
  const testServer = path.join('.agora', 'test');
  mkdirSync(path.join(root, testServer), { recursive: true });
  mkdirSync(path.join(directory, '.agora'));
  for (const shared of ['node_modules', testServer])
    link(path.join(root, shared), path.join(directory, shared));
  for (const place of ['apps', 'packages']) {
    for (const name of readdirSync(path.join(root, place))) linkModules(directory, path.join(place, name));
  }
  return {
    directory,
    run: (folder, command) => run(directory, folder, command),
    changed: () => changed(directory),
    remove: () => rmSync(directory, { recursive: true, maxRetries: 5 }),
  };
}

/** Outside packages are this workspace's own, those of the workspace the copy's. */
function linkModules(directory: string, folder: string): void {
  const modules = path.join(root, folder, 'node_modules');
  if (!existsSync(modules)) return;
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(path.join(modules, name)).map((one) => `${name}/${one}`) : [name],
  );
  for (const name of names.filter((one) => !one.startsWith('.') || one === '.bin')) {
    const real = realpathSync(path.join(modules, name));
    const target = name.startsWith('@agora/') ? path.join(directory, path.relative(root, real)) : real;
    const at = path.join(directory, folder, 'node_modules', name);
    mkdirSync(path.dirname(at), { recursive: true });
    link(target, at);
  }
}

/** A junction needs no rights on Windows. */
function link(target: string, at: string): void {
  symlinkSync(target, at, 'junction');
}

async function run(
  directory: string,
  folder: string,
  [program = '', ...words]: readonly string[],
): Promise<{ code: number | null; output: string }> {
  // The tests' own runner is not to be taken for that of the copy.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV|TEST$)/.test(name)),
  );
  const bin = path.join(directory, 'node_modules', '.bin');
  const child = spawn(program, words, {
    cwd: path.join(directory, folder),
    env: { ...env, PATH: `${bin}${path.delimiter}${env['PATH'] ?? ''}`, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  await once(child, 'close');
  return { code: child.exitCode, output };
}

function changed(directory: string): string[] {
  const same = (file: string): boolean => {
    const [before, after] = [path.join(root, file), path.join(directory, file)];
    if (!existsSync(before) || !existsSync(after)) return false;
    return readFileSync(before).equals(readFileSync(after));
  };
  const all = ['apps', 'packages'].flatMap((place) => [
    ...filesBelow(root, place),
    ...filesBelow(directory, place),
  ]);
  return [...new Set(all)]
    .filter((file) => !file.split('/').some((folder) => left.has(folder)) && !same(file))
    .toSorted((a, b) => a.localeCompare(b));
}
