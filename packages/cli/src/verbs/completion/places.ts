import type { Command, Group } from '../../command/command.ts';
import { globalOptions } from '../../command/global-options.ts';
import { flagsOf } from '../../command/option.ts';
import { withPaths } from '../../help/command-reference.ts';

/** A word that may come next, with what it means. */
interface Word {
  readonly word: string;
  readonly description: string;
}

/** An option as it may be typed at a place. */
export interface OptionWords {
  /** `-q`, `--quiet` */
  readonly words: readonly string[];
  readonly description: string;
  /** Whether the next word is its value. */
  readonly takesValue: boolean;
  /** The values that it takes, where they are known. */
  readonly values: readonly string[];
}

/** What may follow a command’s words. */
export interface Place {
  /** The words up to here, without the program’s own: `migrate lint`; empty at the beginning. */
  readonly path: string;
  readonly next: readonly Word[];
  readonly options: readonly OptionWords[];
}

/** Every place of a command line. Pure. */
export function placesOf(root: Group): readonly Place[] {
  return withPaths(root, '').map(({ path, entry }) => ({
    path: path.trim().split(' ').slice(1).join(' '),
    next: nextWords(entry),
    options: [...ownOptions(entry), ...everywhere],
  }));
}

function nextWords(entry: Command | Group): readonly Word[] {
  if (entry.kind === 'group')
    return entry.commands.map(({ name, summary }) => ({ word: name, description: summary }));
  const [first] = Object.values(entry.arguments);
  return (first?.choices ?? []).map((word) => ({ word, description: first?.description ?? '' }));
}

function ownOptions(entry: Command | Group): readonly OptionWords[] {
  const command = entry.kind === 'group' ? entry.bare : entry;
  return Object.entries(command?.options ?? {}).map(([key, spec]) => ({
    ...wordsOf(flagsOf(key, spec)),
    description: spec.description,
    values: spec.choices ?? [],
  }));
}

const everywhere: readonly OptionWords[] = [
  ...globalOptions.map(({ flags, description }) => ({ ...wordsOf(flags), description, values: [] })),
  { words: ['-h', '--help'], takesValue: false, description: 'show the help of a command', values: [] },
];

/** `-t, --to <migration>` */
function wordsOf(flags: string): Pick<OptionWords, 'words' | 'takesValue'> {
  return {
    words: flags.split(/[ ,]+/).filter((word) => word.startsWith('-')),
    takesValue: flags.includes('<'),
  };
}
