import type { Command as Parser, CommanderError, Option } from 'commander';

import { UsageError } from '../command/usage-error.ts';
import { didYouMean, meant } from './did-you-mean.ts';

/** What commander found wrong, in our shape and with what was probably meant. */
export function describeUsage(error: CommanderError, parser: Parser): UsageError {
  const path = commandPath(parser);
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const help = `${path} --help`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const near = didYouMean(quoted, optionNames(parser));
      return new UsageError({
        code: 'cli.unknown_option',
        message: `${path} has no option ${quoted}.`,
        ...meant(near),
        fix: near[0] === undefined ? help : `${path} ${near[0]}`,
      });
    }
    case 'commander.missingArgument':
      return new UsageError({
        code: 'cli.missing_argument',
        message: `${path} wants an argument: ${quoted}.`,
        fix: help,
      });
    case 'commander.optionMissingArgument':
      return new UsageError({
        code: 'cli.missing_value',
        message: `${path}: the option ${quoted} wants a value.`,
        fix: help,
      });
    case 'commander.excessArguments':
      return new UsageError({
        code: 'cli.excess_arguments',
        message: `${path}: ${error.message.replace(/^error: /, '')}`,
        fix: help,
      });
    case 'commander.invalidArgument': {
      const [, wrong, argument] =
        /value '([^']*)' is invalid for argument '([^']*)'/.exec(error.message) ?? [];
      if (wrong !== undefined) {
        const given = parser.registeredArguments.find((one) => one.name() === argument);
        const said = error.message.replace(/^error: command-argument value/, 'the value');
        return new UsageError({
          code: 'cli.invalid_value',
          message: `${path}: ${said}`,
          ...meant(didYouMean(wrong, given?.argChoices ?? [])),
          fix: help,
        });
      }
      const [, subject = '', value = ''] = /'([^']*)' argument '([^']*)'|$/.exec(error.message) ?? [];
      const choices = allOptions(parser).find((option) => option.flags === subject)?.argChoices ?? [];
      const near = didYouMean(value, choices);
      return new UsageError({
        code: 'cli.invalid_value',
        message: `${path}: ${error.message.replace(/^error: /, '')}`,
        ...meant(near),
        fix:
          near[0] === undefined
            ? help
            : `${path} ${subject.split(/[ ,]+/).find((word) => word.startsWith('--'))} ${near[0]}`,
      });
    }
    default:
      return new UsageError({
        code: 'cli.invalid_usage',
        message: `${path}: ${error.message.replace(/^error: /, '')}`,
        fix: help,
      });
  }
}

/** For a group that was given a word which is none of its verbs. */
export function unknownCommand(word: string, parser: Parser): UsageError {
  const path = commandPath(parser);
  const names = parser.commands.map((command) => command.name()).filter((name) => name !== BARE);
  const near = didYouMean(word, names);
  // `agora start` for `agora db start`: a verb that stands under another noun.
  const elsewhere =
    near.length > 0 ? [] : deepPaths(rootOf(parser)).filter((other) => other.endsWith(` ${word}`));
  const fix = near[0] === undefined ? (elsewhere[0] ?? `${path} --help`) : `${path} ${near[0]}`;
  return new UsageError({
    code: 'cli.unknown_command',
    message: `${path} has no command "${word}".`,
    ...meant(near.length > 0 ? near : elsewhere),
    fix,
  });
}

/** The parser's name of what a group does by its own name alone; nobody types it. */
export const BARE = '(bare)';

/** "agora migrate deploy" */
export function commandPath(parser: Parser): string {
  if (parser.parent === null) return parser.name();
  const above = commandPath(parser.parent);
  return parser.name() === BARE ? above : `${above} ${parser.name()}`;
}

function allOptions(parser: Parser): Option[] {
  return parser.parent === null ? [...parser.options] : [...parser.options, ...allOptions(parser.parent)];
}

function optionNames(parser: Parser): string[] {
  const names = allOptions(parser).flatMap((option) => [option.long, option.short]);
  return [...names.filter((name) => typeof name === 'string'), '--help'];
}

function rootOf(parser: Parser): Parser {
  return parser.parent === null ? parser : rootOf(parser.parent);
}

function deepPaths(parser: Parser): string[] {
  return parser.commands.flatMap((child) =>
    child.commands.length === 0 ? [commandPath(child)] : deepPaths(child),
  );
}
