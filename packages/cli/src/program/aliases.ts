import { UsageError } from '../command/usage-error.ts';
import type { Example, Group } from '../command/command.ts';
import { globalOptions } from '../command/global-options.ts';

/** A word that people bring from another tool, and the verb of ours that does what they mean. */
interface Alias {
  readonly word: string;
  readonly verb: readonly string[];
  /** What follows the word, in our words; undefined where it says too little. Default: as it is. */
  readonly rest?: (given: readonly string[]) => readonly string[] | undefined;
  /** Said where the word can mean several things here. */
  readonly ambiguous?: { readonly why: string; readonly ours: readonly Example[] };
  /** Whether what follows shows that the other tool's meaning is wanted, though a verb of that name is there. */
  readonly foreign?: (given: readonly string[]) => boolean;
}

const deploy = ['migrate', 'deploy'];
const create = ['migrate', 'create'];
const rollback = ['migrate', 'rollback'];

/** The table. A verb of that name, where the program has one, comes before it. */
export const aliases: readonly Alias[] = [
  { word: 'up', verb: deploy },
  { word: 'apply', verb: deploy },
  {
    word: 'upgrade',
    verb: deploy,
    rest: (given) => replaceFirst(given, ({ word }) => (isHead(word) ? [] : ['--to', word])),
  },
  { word: 'new', verb: create },
  {
    word: 'revision',
    verb: create,
    rest: (given) =>
      given
        .filter((word) => word !== '--autogenerate')
        .map((word) => (word === '-m' || word === '--message' ? '--name' : word)),
  },
  { word: 'undo', verb: rollback },
  { word: 'rollback', verb: rollback },
  { word: 'downgrade', verb: rollback, rest: (given) => replaceFirst(given, backTo) },
  {
    word: 'down',
    verb: rollback,
    rest: (given) => (/^\d+$/.test(given[0] ?? '') ? ['--steps', ...given] : undefined),
    // A number with a zero before it begins the name of a migration.
    foreign: (given) => given.some((word) => /^(?:-?[1-9]\d?|base|--?(?:all|to|steps)(?:=.*)?)$/.test(word)),
    ambiguous: {
      why: 'Elsewhere it takes migrations back; here that is rollback, and down writes the ways back that are missing.',
      ours: [
        { command: 'agora migrate rollback --dry-run', does: 'what taking the last one back would do' },
        {
          command: 'agora migrate down',
          does: 'writes down.sql where it is missing; runs nothing on your database',
        },
      ],
    },
  },
  { word: 'current', verb: ['migrate', 'current'] },
  {
    word: 'heads',
    verb: ['migrate', 'status'],
    ambiguous: {
      why: 'A history of Prisma has one head, the last folder; two branches that part are found before the merge.',
      ours: [
        { command: 'agora migrate status', does: 'every migration, the last at the end' },
        { command: 'agora migrate check --base origin/main', does: 'whether the histories have parted' },
      ],
    },
  },
  {
    word: 'dev',
    verb: create,
    ambiguous: {
      why: 'Prisma’s dev makes a migration and applies it, and may reset the database; here these are two steps, and neither resets.',
      ours: [
        { command: 'agora migrate create add_bans', does: 'makes the next migration from the schema' },
        { command: 'agora migrate deploy', does: 'applies it' },
      ],
    },
  },
  {
    word: 'diff',
    verb: ['migrate', 'drift'],
    ambiguous: {
      why: 'Three differences are to be had.',
      ours: [
        { command: 'agora migrate drift', does: 'the database against its history' },
        { command: 'agora migrate create what_changes --dry-run', does: 'the schema against the history' },
        { command: 'agora migrate sql --from zero', does: 'the SQL between two migrations' },
      ],
    },
  },
  { word: 'resolve', verb: ['migrate', 'resolve'] },
];

const isHead = (word: string): boolean => /^heads?$/.test(word);

/** Alembic: -1, base, or the revision to go back to. */
function backTo({ word }: { readonly word: string }): readonly string[] {
  if (word === 'base') return ['--all'];
  return /^-\d+$/.test(word) ? ['--steps', word.slice(1)] : ['--to', word];
}

/** Replaces the first word that is no option, or is a number with its sign. */
function replaceFirst(
  given: readonly string[],
  by: (first: { readonly word: string }) => readonly string[],
): readonly string[] {
  const [word, ...rest] = given;
  if (word === undefined || (word.startsWith('-') && !/^-\d+$/.test(word))) return given;
  return [...by({ word }), ...rest];
}

/**
 * A command line with a word of others turned into ours; as it is where it has none, or a verb of that name is there and
 * nothing shows that the other meaning is wanted.
 * The word stands at the first place, or in that of a verb of `migrate`.
 * @throws UsageError `cli.ambiguous_word`
 */
export function expandAlias(argv: readonly string[], root: Group): readonly string[] {
  const at = wordPlaces(argv);
  const first = argv[at[0] ?? argv.length];
  const group = root.commands.find(({ name }) => name === first);
  const place =
    group === undefined ? at[0] : group.name === 'migrate' && group.kind === 'group' ? at[1] : undefined;
  if (place === undefined) return argv;
  const known = group?.kind === 'group' ? group.commands : root.commands;
  const found = aliases.find(({ word }) => word === argv[place]);
  if (found === undefined) return argv;
  const given = argv.slice(place + 1);
  const asksHelp = given.some((word) => word === '--help' || word === '-h');
  if (known.some(({ name }) => name === found.word)) {
    if (!asksHelp && found.foreign?.(given) === true) throw ambiguous(found, root.name);
    return argv;
  }
  const rest = asksHelp || found.rest === undefined ? given : found.rest(given);
  if (rest === undefined || (found.ambiguous !== undefined && found.rest === undefined))
    throw ambiguous(found, root.name);
  return [...argv.slice(0, at[0]), ...found.verb, ...rest];
}

/** Where the words stand that are neither options nor values of global ones. */
function wordPlaces(argv: readonly string[]): readonly number[] {
  const withValue = new Set(
    globalOptions.filter(({ flags }) => flags.includes('<')).map(({ flags }) => flags.split(' ')[0]),
  );
  return argv.flatMap((word, index) =>
    word.startsWith('-') || withValue.has(argv[index - 1]) ? [] : [index],
  );
}

function ambiguous({ word, ambiguous: said }: Alias, program: string): UsageError {
  const ours = said?.ours ?? [];
  return new UsageError({
    code: 'cli.ambiguous_word',
    message: `"${word}" can mean several things here.`,
    why: [said?.why ?? '', ...ours.map(({ command, does }) => `${command}: ${does}`)].join('\n'),
    fix: ours[0]?.command ?? `${program} --help`,
  });
}

/** A program’s commands, each with the words of others that stand for it, for the help. */
export function withAliases(root: Group): Group {
  return { ...root, commands: root.commands.map((entry) => named(entry, [entry.name], root)) };
}

function named<E extends Group['commands'][number]>(entry: E, path: readonly string[], root: Group): E {
  const also = aliases
    .filter(
      ({ word, verb, ambiguous: said }) =>
        said === undefined &&
        verb.join(' ') === path.join(' ') &&
        !root.commands.some(({ name }) => name === word),
    )
    .map(({ word }) => word)
    .filter((word) => word !== entry.name);
  const commands =
    entry.kind === 'group'
      ? { commands: entry.commands.map((child) => named(child, [...path, child.name], root)) }
      : {};
  return { ...entry, ...commands, ...(also.length === 0 ? {} : { also }) };
}
