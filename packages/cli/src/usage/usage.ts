import type { CommanderError } from 'commander';

import type { Command, Group } from '../command/command.ts';
import { flagsOf } from '../command/option.ts';
import { contradiction, UsageError } from '../command/usage-error.ts';
import { didYouMean, meant } from '@agora/core';
import { nearOptions, nearVerbs, verbsElsewhere } from './suggestions.ts';

/** Where in the command line something is wrong. */
export interface Place {
  /** As it is typed: "agora migrate deploy". */
  readonly path: string;
  readonly entry: Command | Group;
  /** `agora` itself. */
  readonly root: Group;
}

/** What commander found wrong, in our shape and with what was probably meant. */
export function describeUsage(error: CommanderError, { path, entry }: Place): UsageError {
  const plain = error.message.replace(/^error: /, '');
  const quoted = [...error.message.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);
  const [first = '', second = ''] = quoted;
  const help = `${path} --help`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const near = nearOptions(entry, first);
      return new UsageError({
        code: 'cli.unknown_option',
        message: `${path} has no option ${first}.`,
        ...meant(near),
        fix: near[0] === undefined ? help : `${path} ${withPlaceholder(entry, near[0])}`,
      });
    }
    case 'commander.missingArgument':
      return new UsageError({
        code: 'cli.missing_argument',
        message: `${path} wants an argument: ${first}.`,
        fix: help,
      });
    case 'commander.optionMissingArgument':
      return new UsageError({
        code: 'cli.missing_value',
        message: `${path}: the option ${first} wants a value.`,
        fix: help,
      });
    case 'commander.conflictingOption':
      return contradiction(path, `${longName(first)} and ${longName(second)} exclude each other.`);
    case 'commander.excessArguments':
      return excessArguments(plain, path);
    case 'commander.invalidArgument':
      return invalidValue(plain, { path, entry });
    default:
      return new UsageError({ code: 'cli.invalid_usage', message: `${path}: ${plain}`, fix: help });
  }
}

/** For a group that was given a word which is none of its verbs. */
export function unknownCommand(word: string, { path, entry, root }: Place): UsageError {
  const near = entry.kind === 'group' ? nearVerbs(entry, word) : [];
  const elsewhere = near.length > 0 ? [] : verbsElsewhere(root, word);
  const fix = near[0] === undefined ? (elsewhere[0] ?? `${path} --help`) : `${path} ${near[0]}`;
  return new UsageError({
    code: 'cli.unknown_command',
    message: `${path} has no command "${word}".`,
    ...meant(near.length > 0 ? near : elsewhere),
    fix,
  });
}

/** Commander counts them and names none. */
function excessArguments(plain: string, path: string): UsageError {
  const [, taken = '0', given = ''] = /Expected (\d+) arguments? but got (\d+)/.exec(plain) ?? [];
  const most = taken === '0' ? 'no arguments' : taken === '1' ? 'one argument' : `${taken} arguments`;
  return new UsageError({
    code: 'cli.excess_arguments',
    message: `${path} takes ${most}, and got ${given}.`,
    fix: `${path} --help`,
  });
}

/** A value that is none of the choices, or cannot be parsed. */
function invalidValue(plain: string, { path, entry }: Pick<Place, 'path' | 'entry'>): UsageError {
  const help = `${path} --help`;
  const [, wrong, name] = /value '([^']*)' is invalid for argument '([^']*)'/.exec(plain) ?? [];
  if (wrong !== undefined) {
    const spec = entry.kind === 'command' ? entry.arguments[name ?? ''] : undefined;
    return new UsageError({
      code: 'cli.invalid_value',
      message: `${path}: ${plain.replace(/^command-argument value/, 'the value')}`,
      ...meant(didYouMean(wrong, spec?.choices ?? [])),
      fix: help,
    });
  }
  const [, flags = '', value = ''] = /'([^']*)' argument '([^']*)'|$/.exec(plain) ?? [];
  const near = didYouMean(value, choicesOf(entry, flags));
  return new UsageError({
    code: 'cli.invalid_value',
    message: `${path}: ${plain}`,
    ...meant(near),
    fix: near[0] === undefined ? help : `${path} ${longName(flags)} ${near[0]}`,
  });
}

/** With what the option wants, so that the line can be gone on with: `--steps <n>`. */
function withPlaceholder(entry: Command | Group, flag: string): string {
  const options = entry.kind === 'command' ? Object.entries(entry.options) : [];
  const flags = options.map(([key, spec]) => flagsOf(key, spec));
  const value = flags.find((one) => one.split(/[ ,]+/).includes(flag))?.match(/<[^>]+>$/)?.[0];
  return value === undefined ? flag : `${flag} ${value}`;
}

function choicesOf(entry: Command | Group, flags: string): readonly string[] {
  const options = entry.kind === 'command' ? Object.entries(entry.options) : [];
  const own = options.find(([key, spec]) => flagsOf(key, spec) === flags)?.[1];
  return own?.choices ?? [];
}

/** `--to` of "-t, --to <migration>". */
function longName(flags: string): string {
  return flags.split(/[ ,]+/).find((word) => word.startsWith('--')) ?? flags;
}
