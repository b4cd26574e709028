import { existsSync } from 'node:fs';
import path from 'node:path';

/** The package manager of a project, by its lock file. */
export type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockFiles: Readonly<Record<Manager, readonly string[]>> = {
  pnpm: ['pnpm-lock.yaml'],
  yarn: ['yarn.lock'],
  bun: ['bun.lock', 'bun.lockb'],
  npm: ['package-lock.json'],
};

/** The nearest lock file upwards decides; npm where there is none. */
export function managerOf(root: string): Manager {
  for (let folder = root; ; folder = path.dirname(folder)) {
    for (const manager of ['pnpm', 'yarn', 'bun', 'npm'] as const) {
      if (lockFiles[manager].some((name) => existsSync(path.join(folder, name)))) return manager;
    }
    if (path.dirname(folder) === folder) return 'npm';
  }
}

/** What puts packages into a project, before their names. */
export function installs(manager: Manager): string {
  if (manager === 'npm') return NPM;
  return `${manager} add --${manager === 'pnpm' ? 'save-dev' : 'dev'}`;
}

const NPM = 'npm install --save-dev';

/** A text that names npm, as every package says it, in the words of the manager of a folder. */
export function inManagersWords(text: string, folder: string): string {
  return text.includes(NPM) ? text.replaceAll(NPM, installs(managerOf(folder))) : text;
}
