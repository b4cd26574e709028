import type { Script } from '../project/folder.ts';

/**
 * How long what a script takes away is parked, in milliseconds. The copies of an expansion are not: nothing would keep them
 * in step, and what came back would be old.
 */
export function parkTimeOf({ directives }: Pick<Script, 'directives'>, parkMs: number | undefined): number {
  return directives.some(({ kind }) => kind === 'copies' || kind === 'contracts') ? 0 : (parkMs ?? 0);
}
