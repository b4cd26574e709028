import type { Manager } from '../surroundings.ts';

/** What runs a program of the project’s own packages, and never fetches a stranger’s of that name. */
export function runner(manager: Manager): string {
  return { npm: 'npx --no', pnpm: 'pnpm exec', yarn: 'yarn run', bun: 'bunx --no-install' }[manager];
}

/** A command that is run in a folder below the one that a shell stands in. */
export function inFolder(folder: string, command: string): string {
  return folder === '.' ? command : `cd '${folder.replaceAll("'", String.raw`'\''`)}' && ${command}`;
}
