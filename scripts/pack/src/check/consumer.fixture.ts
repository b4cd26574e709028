import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { root } from '../catalog.ts';

const compiler = path.join(root, 'scripts', 'pack', 'node_modules', 'typescript', 'bin', 'tsc');

/** What a process said, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project of somebody else. */
export interface Consumer {
  readonly directory: string;
  /** Writes files, by path. */
  write(files: Readonly<Record<string, string>>): void;
  /** Runs Node in the project. */
  node(...arguments_: string[]): Promise<Ran>;
  /** Runs a program of an installed package. */
  bin(name: string, ...arguments_: string[]): Promise<Ran>;
  /** Installs by npm, from its cache where it can. */
  install(...what: string[]): Promise<void>;
  /** Checks types as TypeScript 5 does, of files by path; what the compiler says. */
  typecheck(options: Readonly<Record<string, unknown>>, ...files: readonly string[]): Promise<string>;
  /** Puts a library of the workspace where npm would install it. */
  link(name: string, from: string, beside?: string): void;
  /** Puts a package that was made where npm would install it. */
  place(made: string): void;
}

/** Makes a project in an empty folder. */
export function makeConsumer(directory: string): Consumer {
  const modules = path.join(directory, 'node_modules');
  mkdirSync(modules, { recursive: true });
  writeFileSync(path.join(directory, 'package.json'), '{ "name": "consumer", "private": true }\n');
  const node = (...arguments_: string[]): Promise<Ran> => run(process.execPath, arguments_, directory);
  return {
    directory,
    node,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
        writeFileSync(path.join(directory, name), text);
      }
    },
    bin: (name, ...arguments_) => run(path.join(modules, '.bin', name), arguments_, directory),
    async install(...what) {
      const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
      const { code, stderr } = await run(
        npm,
        ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...what],
        directory,
      );
      if (code !== 0) throw new Error(stderr);
    },
    async typecheck(options, ...files) {
      const config = path.join(directory, 'tsconfig.json');
      const compilerOptions = { noEmit: true, strict: true, target: 'es2022', types: [], ...options };
      writeFileSync(config, JSON.stringify({ compilerOptions, files }));
      const { code, stdout, stderr } = await node(compiler, '-p', config);
      return code === 0 ? '' : `${stdout}${stderr}`;
    },
    link(name, from, beside = directory) {
      const to = path.join(beside, 'node_modules', name);
      mkdirSync(path.dirname(to), { recursive: true });
      symlinkSync(realpathSync(path.join(root, from, 'node_modules', name)), to, 'junction');
    },
    place(made) {
      cpSync(made, path.join(modules, path.basename(made)), { recursive: true });
    },
  };
}

async function run(program: string, arguments_: readonly string[], cwd: string): Promise<Ran> {
  // Those of a package manager that runs the tests would lead back into the workspace.
  const { NODE_OPTIONS: _options, NODE_PATH: _path, ...env } = process.env;
  const [stdout, stderr, code] = await promisify(execFile)(program, arguments_, {
    cwd,
    env,
    shell: process.platform === 'win32' && program.endsWith('.cmd'),
  }).then(
    (ended) => [ended.stdout, ended.stderr, 0] as const,
    (error: { stdout: string; stderr: string; code: number }) =>
      [error.stdout, error.stderr, error.code] as const,
  );
  return { code, stdout, stderr };
}
