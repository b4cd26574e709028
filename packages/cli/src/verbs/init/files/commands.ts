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
  return folder === '.' ? command : `cd '${folder.replaceAll("'", String.raw`'\''`)}' && ${command}`;
}

/** A path as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
