import { shellWord } from '@agora/core';

import type { Manager } from '../../../terminal/package-manager.ts';

/** How agora is called in a project. */
export interface Call {
  readonly manager: Manager;
  /** Options that the project was named by, as a shell takes them in its folder; empty, or with a space before them. */
  readonly options: string;
}

const runners = {
  npm: 'npx --no',
  pnpm: 'pnpm exec',
  yarn: 'yarn run',
  bun: 'bunx --no-install',
} as const;

/**
 * A command line of agora in the project's folder: by what runs a program of its own packages, and never fetches a
 * stranger's of that name; with the options that the project was named by.
 */
export function agora({ manager, options }: Call, words: string): string {
  return `${runners[manager]} agora ${words}${options}`;
}

/** A command that is run in a folder below the one that a shell stands in. */
export function inFolder(folder: string, command: string): string {
  return folder === '.' ? command : `cd ${shellWord(folder)} && ${command}`;
}
