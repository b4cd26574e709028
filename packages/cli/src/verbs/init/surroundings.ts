import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

import { shellWord } from '@agora/core';
import { findAgoraConfig } from '@agora/core/config';
import { engineFault, type LoadProjectOptions, type Project, readFolder } from '@agora/migrations';

import { managerOf } from '../../terminal/package-manager.ts';
import type { Call } from './files/commands.ts';

const run = promisify(execFile);

/** What is there already, as far as `init` asks. All paths absolute. */
export interface Surroundings extends Call {
  /** The project's folder. */
  readonly root: string;
  /** Where its agora.config is; undefined where there is none, also above. */
  readonly config: string | undefined;
  /** Whether the package agora-db can be found from the project. */
  readonly installed: boolean;
  /** What is to be installed so that Prisma's engine can be used, where it cannot be. */
  readonly engine: string | undefined;
  /** Migrations, in order, and how many of them have no way back. */
  readonly migrations: readonly string[];
  readonly withoutDown: number;
  /** Undefined outside a repository. */
  readonly git: GitSurroundings | undefined;
}

/** A hook of git, and the file that says what it runs: its text; undefined where there is none. */
export interface Hook {
  readonly kind: 'husky' | 'lefthook' | 'git';
  readonly file: string;
  readonly text: string | undefined;
}

/** Of the git repository that the project lies in. */
interface GitSurroundings {
  readonly top: string;
  /** Whether .agora, where servers and proofs of this machine lie, is ignored. */
  readonly ignored: boolean;
  /** .gitignore of the folder that .agora lies in: its text; undefined where there is none. */
  readonly gitignore: { readonly file: string; readonly text: string | undefined };
  /** What runs before a commit. */
  readonly hook: Hook;
  /** What runs after another branch is checked out. */
  readonly checkoutHook: Hook;
  /** Workflow files of GitHub, where it has a folder .github: name -> text. */
  readonly workflows: ReadonlyMap<string, string> | undefined;
  /** .gitlab-ci.yml: its text; undefined where there is none. */
  readonly gitlab: string | undefined;
}

/**
 * Looks at a project and the repository around it. Reads only.
 * @param agoraFolder where .agora lies
 * @param options how the project was named
 */
export async function readSurroundings(
  project: Project,
  agoraFolder: string,
  options: Pick<LoadProjectOptions, 'cwd' | 'config' | 'schema' | 'migrations'>,
): Promise<Surroundings> {
  const { migrations } = await readFolder(project.migrationsDirectory);
  return {
    root: project.root,
    config: findAgoraConfig(project.root),
    installed: isInstalled(project.root),
    manager: managerOf(project.root),
    options: optionWords(project.root, options),
    engine: engineFault(project.root)?.fix,
    migrations: migrations.map(({ name }) => name),
    withoutDown: migrations.filter(({ down }) => down === undefined).length,
    git: await readGit(project.root, agoraFolder),
  };
}

function optionWords(
  root: string,
  { cwd, ...named }: Pick<LoadProjectOptions, 'cwd' | 'config' | 'schema' | 'migrations'>,
): string {
  return (['config', 'schema', 'migrations'] as const)
    .flatMap((name) => {
      const value = named[name];
      return value === undefined
        ? []
        : ` --${name} ${shellWord(path.relative(root, path.resolve(cwd, value)).split(path.sep).join('/') || '.')}`;
    })
    .join('');
}

/** Looks for its folder: "exports" of a package may hide its package.json. */
function isInstalled(root: string): boolean {
  const folders = createRequire(path.join(root, 'package.json')).resolve.paths('agora-db') ?? [];
  return folders.some((folder) => existsSync(path.join(folder, 'agora-db', 'package.json')));
}

async function readGit(root: string, agoraFolder: string): Promise<GitSurroundings | undefined> {
  const shown = await git(root, ['rev-parse', '--show-toplevel']);
  if (shown === undefined) return undefined;
  const top = path.resolve(shown);
  const hooks = (await git(top, ['rev-parse', '--git-path', 'hooks'])) ?? '.git/hooks';
  const gitignore = path.join(agoraFolder, '.gitignore');
  const workflows = path.join(top, '.github', 'workflows');
  return {
    top,
    ignored: (await git(agoraFolder, ['check-ignore', '.agora/data'])) !== undefined,
    gitignore: { file: gitignore, text: read(gitignore) },
    hook: findHook(top, path.resolve(top, hooks), 'pre-commit'),
    checkoutHook: findHook(top, path.resolve(top, hooks), 'post-checkout'),
    workflows: existsSync(path.join(top, '.github'))
      ? new Map(
          (existsSync(workflows) ? readdirSync(workflows) : [])
            .filter((name) => /\.ya?ml$/.test(name))
            .map((name) => [name, read(path.join(workflows, name)) ?? '']),
        )
      : undefined,
    gitlab: read(path.join(top, '.gitlab-ci.yml')),
  };
}

function findHook(top: string, hooks: string, name: 'pre-commit' | 'post-checkout'): Hook {
  const lefthook = ['lefthook.yml', '.lefthook.yml', 'lefthook.yaml', '.lefthook.yaml']
    .map((name) => path.join(top, name))
    .find((file) => existsSync(file));
  if (lefthook !== undefined) return { kind: 'lefthook', file: lefthook, text: read(lefthook) };
  const kind = existsSync(path.join(top, '.husky')) ? 'husky' : 'git';
  const file = kind === 'husky' ? path.join(top, '.husky', name) : path.join(hooks, name);
  return { kind, file, text: read(file) };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** What git says; undefined where it fails, or there is no git. */
async function git(folder: string, words: readonly string[]): Promise<string | undefined> {
  try {
    return (await run('git', ['-C', folder, ...words])).stdout.trim();
  } catch {
    return undefined;
  }
}
