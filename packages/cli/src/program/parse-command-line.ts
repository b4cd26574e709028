import { Argument, Command as Parser, Option } from 'commander';

import type { Command, Group } from '../command/command.ts';
import { globalOptions, type GlobalOptions } from '../command/global-options.ts';
import { renderHelp } from '../help/help.ts';
import { flagsOf, kebabCase, type ArgumentSpec, type OptionSpec } from '../command/option.ts';
import type { Paint } from '../terminal/paint.ts';
import { describeUsage, type Place, unknownCommand } from '../usage/usage.ts';

/** What the command line asked for. */
export type Request =
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly globals: GlobalOptions;
      readonly arguments: Readonly<Record<string, unknown>>;
      readonly options: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'print';
      readonly text: string;
      readonly to: 'stdout' | 'stderr';
      readonly usage: boolean;
    };

interface ProgramOptions {
  /** The whole command line: `agora` itself. */
  readonly root: Group;
  readonly version: string;
  readonly columns: number;
  /** Colours for help on stdout. */
  readonly paint: Paint;
}

/**
 * Reads a command line; runs nothing.
 * @param argv without node and the script
 * @throws UsageError
 */
export function parseCommandLine(argv: readonly string[], options: ProgramOptions): Request {
  let request: Request | undefined;
  let printed = '';
  const entries = new Map<Parser, Command | Group>();
  const placeOf = (parser: Parser): Place => ({
    path: commandPath(parser),
    entry: entries.get(parser) ?? options.root,
    root: options.root,
  });
  const build = (entry: Command | Group, parser: Parser): Parser => {
    entries.set(parser, entry);
    parser
      .helpOption('-h, --help', 'show this help')
      .helpCommand(false)
      .showSuggestionAfterError(false)
      .allowExcessArguments(false)
      .configureOutput({ writeOut: (text) => (printed += text), writeErr: () => {} })
      .exitOverride((error) => {
        throw error.exitCode === 0 ? error : describeUsage(error, placeOf(parser));
      });
    parser.helpInformation = () =>
      renderHelp(entry, { path: commandPath(parser), paint: options.paint, columns: options.columns });
    return parser;
  };
  const add = (parent: Parser, entry: Command | Group): void => {
    const parser = build(entry, new Parser(entry.name));
    parent.addCommand(parser);
    if (entry.kind === 'group') fillGroup(parser, entry);
    else fillCommand(parser, entry);
  };
  const fillCommand = (parser: Parser, entry: Command): void => {
    for (const [key, spec] of Object.entries(entry.arguments)) parser.addArgument(toArgument(key, spec));
    addOptions(parser, entry);
    parser.action((...given: unknown[]) => {
      request = runOf(parser, entry, given);
    });
  };
  const fillGroup = (parser: Parser, group: Group): void => {
    for (const entry of group.commands) add(parser, entry);
    const { bare } = group;
    if (bare !== undefined) {
      fillBare(parser, bare);
      return;
    }
    parser.argument('[command]').allowExcessArguments(true);
    parser.action((word: string | undefined) => {
      if (word === 'help') request = helpOf(childOf(parser, parser.args.slice(1), placeOf), 'stdout', false);
      else if (word !== undefined) throw unknownCommand(word, placeOf(parser));
      else request = helpOf(parser, parser === program ? 'stdout' : 'stderr', parser !== program);
    });
  };
  // A command of its own below the group, so that its options do not swallow those of the group's verbs.
  const fillBare = (group: Parser, command: Command): void => {
    const parser = build(command, new Parser(BARE));
    group.addCommand(parser, { isDefault: true, hidden: true });
    addOptions(parser, command);
    parser.argument('[command]').allowExcessArguments(true);
    parser.action((word: string | undefined) => {
      if (word === 'help') request = helpOf(childOf(group, parser.args.slice(1), placeOf), 'stdout', false);
      else if (word !== undefined) throw unknownCommand(word, placeOf(group));
      else request = runOf(parser, command, []);
    });
  };
  const runOf = (parser: Parser, command: Command, given: readonly unknown[]): Request => ({
    kind: 'run',
    command,
    globals: program.opts<GlobalOptions>(),
    arguments: Object.fromEntries(
      Object.keys(command.arguments).map((name, index) => [name, given[index] ?? restDefault(command, name)]),
    ),
    options: optionValues(command, parser.opts()),
  });

  const program = build(options.root, new Parser(options.root.name));
  addGlobalOptions(program);
  program.version(options.version, '-V, --version');
  fillGroup(program, options.root);
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!isPrinted(error)) throw error;
    return { kind: 'print', text: printed, to: 'stdout', usage: false };
  }
  if (request === undefined) throw new TypeError('The parser ended without a request.');
  return request;
}

/** The parser's name of what a group does by its own name alone; nobody types it. */
const BARE = '(bare)';

/** "agora migrate deploy" */
function commandPath(parser: Parser): string {
  if (parser.parent === null) return parser.name();
  const above = commandPath(parser.parent);
  return parser.name() === BARE ? above : `${above} ${parser.name()}`;
}

/** The command that `help` is asked about: `agora help db reset`. */
function childOf(parser: Parser, words: readonly string[], placeOf: (parser: Parser) => Place): Parser {
  const [word, ...rest] = words;
  if (word === undefined) return parser;
  const child = parser.commands.find((command) => command.name() === word);
  if (child === undefined) throw unknownCommand(word, placeOf(parser));
  return childOf(child, rest, placeOf);
}

function helpOf(parser: Parser, to: 'stdout' | 'stderr', usage: boolean): Request {
  return { kind: 'print', text: parser.helpInformation(), to, usage };
}

function addGlobalOptions(program: Parser): void {
  for (const { flags, description, excludes } of globalOptions) {
    const option = new Option(flags, description);
    if (excludes !== undefined) option.conflicts(excludes);
    program.addOption(option);
  }
}

function addOptions(parser: Parser, command: Command): void {
  for (const [key, spec] of Object.entries(command.options)) parser.addOption(toOption(key, spec));
}

function toOption(key: string, spec: OptionSpec<unknown>): Option {
  const option = new Option(flagsOf(key, spec), spec.description);
  if (spec.excludes !== undefined) option.conflicts([...spec.excludes]);
  if (spec.choices !== undefined) option.choices([...spec.choices]);
  if (spec.parse !== undefined) option.argParser(spec.parse);
  if (spec.repeatable === true) {
    option.argParser((text: string, before: readonly string[]) => [...before, text]);
  }
  if (!option.negate) option.default(spec.defaultValue);
  return option;
}

function toArgument(key: string, spec: ArgumentSpec<unknown>): Argument {
  const name = kebabCase(key) + (spec.variadic ? '...' : '');
  const argument = new Argument(spec.required ? `<${name}>` : `[${name}]`, spec.description);
  return spec.choices === undefined ? argument : argument.choices([...spec.choices]);
}

function restDefault(command: Command, name: string): unknown {
  return command.arguments[name]?.variadic === true ? [] : undefined;
}

/** Back to the declared keys: the parser stores `--no-seed` as the opposite of `seed`. */
function optionValues(command: Command, parsed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(command.options).map(([key, spec]) => {
      const option = toOption(key, spec);
      const value = parsed[option.attributeName()];
      return [key, option.negate ? value === false : value];
    }),
  );
}

function isPrinted(error: unknown): boolean {
  return error instanceof Error && 'exitCode' in error && error.exitCode === 0;
}
