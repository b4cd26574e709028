import type { Command, Group } from '../command/command.ts';
import { kebabCase } from '../command/option.ts';
import { didYouMean } from '@agora/core';
import { globalFlags } from '../command/global-options.ts';

/**
 * What a person may have meant, of that which exists here. Nothing that destroys data is ever offered: who comes to it
 * by a slip of the pen, or from another tool's word, must not have it within reach of a copied line.
 */

/** The verbs of a group that are near a word, best first. */
export function nearVerbs(group: Group, word: string): readonly string[] {
  const harmless = new Set(group.commands.filter(isHarmless).map(({ name }) => name));
  const near = didYouMean(
    word,
    group.commands.map(({ name }) => name),
  );
  // What lies farther than one that destroys was hardly meant.
  return near[0] !== undefined && harmless.has(near[0]) ? near.filter((name) => harmless.has(name)) : [];
}

/**
 * Verbs of this very name below other nouns, as whole command lines: `agora db start` for `start`. Those of migrate come
 * first: words without a noun are brought from tools that migrate. None where one of that name destroys: it was meant.
 */
export function verbsElsewhere(root: Group, word: string): readonly string[] {
  const found = commandsBelow(root, root.name).filter(({ command }) => command.name === word);
  if (!found.every(({ command }) => isHarmless(command))) return [];
  const isFirst = (path: string): boolean => path === `${root.name} migrate ${word}`;
  const paths = found.map(({ path }) => path);
  return [...paths.filter(isFirst), ...paths.filter((path) => !isFirst(path))];
}

/** The options of a command that are near a word, the global ones included. */
export function nearOptions(entry: Command | Group, word: string): readonly string[] {
  const own = entry.kind === 'command' ? Object.entries(entry.options) : [];
  const harmless = own.filter(([, { destroys }]) => destroys !== true);
  return didYouMean(word, [
    ...harmless.flatMap(([key, { short }]) => [
      `--${kebabCase(key)}`,
      ...(short === undefined ? [] : [`-${short}`]),
    ]),
    ...globalFlags,
    '--help',
  ]);
}

function isHarmless(entry: Command | Group): boolean {
  return entry.kind === 'group' || entry.destroys !== true;
}

function commandsBelow(
  group: Group,
  path: string,
): readonly { readonly path: string; readonly command: Command }[] {
  return group.commands.flatMap((entry) => {
    const own = `${path} ${entry.name}`;
    return entry.kind === 'command' ? [{ path: own, command: entry }] : commandsBelow(entry, own);
  });
}
