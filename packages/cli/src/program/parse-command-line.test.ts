import pc from 'picocolors';
import { describe, expect, test } from 'vitest';

import { defineCommand, defineGroup } from '../command/command.ts';
import { EXIT } from '../command/exit-codes.ts';
import { argument, choice, flag, integer, restArguments, text, texts } from '../command/option.ts';
import { parseCommandLine, type Request } from './parse-command-line.ts';
import { UsageError } from '../command/usage-error.ts';

const deploy = defineCommand({
  name: 'deploy',
  summary: 'Apply pending migrations',
  arguments: { target: argument('where to stop'), others: restArguments('more of them') },
  options: {
    dryRun: flag('print the plan', { excludes: ['format', 'wipe'] }),
    wipe: flag('empty it first', { destroys: true }),
    noSeed: flag('seed nothing'),
    to: text('migration', 'stop after this one', { short: 't' }),
    allow: texts('hazard', 'let this hazard pass'),
    steps: integer('n', 'how many', { min: 1, max: 9, default: 1 }),
    format: choice(['text', 'sarif'], 'how to print', { default: 'text' }),
  },
  environment: { DATABASE_URL: 'the database' },
  examples: [{ command: 'agora migrate deploy x', does: 'everything up to x' }],
  next: [{ command: 'agora migrate status', does: 'see where it is' }],
  async run() {
    return EXIT.ok;
  },
});
const migrate = defineGroup({ name: 'migrate', summary: 'Move along', commands: [deploy], examples: [] });
const seed = defineGroup({
  name: 'seed',
  summary: 'Fill it',
  bare: defineCommand({
    name: 'run',
    summary: 'Fill it',
    options: { only: texts('entity', 'no others') },
    examples: [{ command: 'agora seed', does: 'fills it' }],
    run: async () => EXIT.ok,
  }),
  commands: [
    defineCommand({
      name: 'validate',
      summary: 'Look at it',
      options: { only: texts('rule', 'no others') },
      examples: [],
      run: async () => EXIT.ok,
    }),
  ],
  examples: [],
});
const root = defineGroup({
  name: 'agora',
  summary: 'a forum database',
  commands: [migrate, seed],
  examples: [],
});

function parse(line: string): Request {
  const argv = line === '' ? [] : line.split(' ');
  return parseCommandLine(argv, { root, version: '1.2.3', columns: 80, paint: pc.createColors(false) });
}

function run(line: string): Request & { kind: 'run' } {
  const request = parse(line);
  if (request.kind !== 'run') throw new TypeError(`${line} did not run anything`);
  return request;
}

function faultOf(line: string): Pick<UsageError, 'code' | 'why' | 'fix'> {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof UsageError) return { code: error.code, why: error.why, fix: error.fix };
    throw error;
  }
  throw new TypeError(`${line} was understood`);
}

describe('what is given', () => {
  test('defaults', () => {
    const { command, options, arguments: given, globals } = run('migrate deploy x');
    expect(command).toBe(deploy);
    expect(given).toEqual({ target: 'x', others: [] });
    expect(options).toEqual({
      dryRun: false,
      wipe: false,
      noSeed: false,
      to: undefined,
      allow: [],
      steps: 1,
      format: 'text',
    });
    expect(globals).toEqual({ color: true });
  });

  test('everything, global options in any place', () => {
    const {
      options,
      arguments: given,
      globals,
    } = run(
      '--env staging migrate --quiet deploy x y z --wipe --no-seed -t b --allow p --allow=q --steps 3 --format sarif --json --no-color --config a/b.ts',
    );
    expect(given).toEqual({ target: 'x', others: ['y', 'z'] });
    expect(options).toEqual({
      dryRun: false,
      wipe: true,
      noSeed: true,
      to: 'b',
      allow: ['p', 'q'],
      steps: 3,
      format: 'sarif',
    });
    expect(globals).toEqual({ env: 'staging', quiet: true, json: true, color: false, config: 'a/b.ts' });
  });

  test('a group that does something by its name alone, and its verbs', () => {
    expect(run('seed --only users --json')).toMatchObject({
      command: seed.bare,
      options: { only: ['users'] },
      globals: { json: true },
    });
    const validate = run('seed validate --only likes --json');
    expect(validate).toMatchObject({ options: { only: ['likes'] }, globals: { json: true } });
    expect(validate.command.name).toBe('validate');
  });

  test('one command line leaves nothing behind for the next', () => {
    run('migrate deploy x --allow p');
    expect(run('migrate deploy x').options).toMatchObject({ allow: [] });
  });
});

describe('what is wrong', () => {
  test.each([
    ['migrat', 'cli.unknown_command', 'Did you mean migrate?', 'agora migrate'],
    ['migrate depoly', 'cli.unknown_command', 'Did you mean deploy?', 'agora migrate deploy'],
    ['deploy', 'cli.unknown_command', 'Did you mean agora migrate deploy?', 'agora migrate deploy'],
    ['seed validat', 'cli.unknown_command', 'Did you mean validate?', 'agora seed validate'],
    ['banana', 'cli.unknown_command', undefined, 'agora --help'],
    [
      'migrate deploy x --dry-rnu',
      'cli.unknown_option',
      'Did you mean --dry-run?',
      'agora migrate deploy --dry-run',
    ],
    ['migrate deploy x --jsn', 'cli.unknown_option', 'Did you mean --json?', 'agora migrate deploy --json'],
    [
      'migrate deploy x --step 2',
      'cli.unknown_option',
      'Did you mean --steps?',
      'agora migrate deploy --steps <n>',
    ],
    ['--jsn', 'cli.unknown_option', 'Did you mean --json?', 'agora --json'],
    ['migrate deploy x --wip', 'cli.unknown_option', undefined, 'agora migrate deploy --help'],
    ['migrate deploy x --zzz', 'cli.unknown_option', undefined, 'agora migrate deploy --help'],
    ['seed validate x', 'cli.excess_arguments', undefined, 'agora seed validate --help'],
    ['migrate deploy', 'cli.missing_argument', undefined, 'agora migrate deploy --help'],
    ['migrate deploy x --to', 'cli.missing_value', undefined, 'agora migrate deploy --help'],
    ['migrate deploy x --steps ten', 'cli.invalid_value', undefined, 'agora migrate deploy --help'],
    ['migrate deploy x --steps 10', 'cli.invalid_value', undefined, 'agora migrate deploy --help'],
    [
      'migrate deploy x --format sarf',
      'cli.invalid_value',
      'Did you mean sarif?',
      'agora migrate deploy --format sarif',
    ],
  ])('%s', (line, code, why, fix) => {
    expect(faultOf(line)).toEqual({ code, why, fix });
  });

  test.each([
    ['migrate deploy x --dry-run --format text', '--dry-run and --format exclude each other'],
    ['migrate deploy x --wipe --dry-run', '--dry-run and --wipe exclude each other'],
    ['migrate deploy x --quiet --verbose', '--quiet and --verbose exclude each other'],
  ])('%s says two things at once', (line, message) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ code: 'cli.contradiction' }));
    expect(() => parse(line)).toThrow(message);
  });

  test('of the same option the last one counts, as in any shell alias', () => {
    expect(run('migrate deploy x --steps 2 --steps 3').options).toMatchObject({ steps: 3 });
  });
});

describe('help', () => {
  test.each(['--help', '-h', 'help', ''])('of everything: agora %s', (line) => {
    const request = parse(line);
    expect(request).toMatchObject({ kind: 'print', to: 'stdout', usage: false });
    expect(request).toHaveProperty(
      'text',
      expect.stringMatching(/migrate +Move along: deploy[\s\S]*--config <path>/),
    );
  });

  test('of a command, even where arguments are missing', () => {
    expect(parse('migrate deploy --help')).toMatchInlineSnapshot(`
      {
        "kind": "print",
        "text": "agora migrate deploy · Apply pending migrations

      Usage
        agora migrate deploy <target> [others...] [options]

      Arguments
        target  where to stop
        others  more of them

      Options
        --dry-run              print the plan (not with --wipe, --format)
        --wipe                 empty it first (not with --dry-run)
        --no-seed              seed nothing
        -t, --to <migration>   stop after this one
        --allow <hazard>       let this hazard pass (several times)
        --steps <n>            how many (default: 1)
        --format <text|sarif>  how to print (default: text) (not with --dry-run)

      Global options
        --config <path>  --schema <path>  --migrations <folder>  --url <url>
        --env <environment>  --json  --quiet  --verbose  --no-color  --help

      Environment
        DATABASE_URL  the database

      Examples
        agora migrate deploy x
            everything up to x

      What next
        agora migrate status
            see where it is
      ",
        "to": "stdout",
        "usage": false,
      }
    `);
  });

  test('asked for by its name', () => {
    expect(parse('help migrate deploy')).toEqual(parse('migrate deploy --help'));
    expect(faultOf('help migrate depoly')).toMatchObject({ why: 'Did you mean deploy?' });
  });

  test('a group without a verb is bad usage', () => {
    expect(parse('migrate')).toMatchObject({ kind: 'print', to: 'stderr', usage: true });
    expect(parse('migrate help')).toMatchObject({ kind: 'print', to: 'stdout', usage: false });
  });

  test.each(['--version', '-V'])('%s', (line) => {
    expect(parse(line)).toEqual({ kind: 'print', text: '1.2.3\n', to: 'stdout', usage: false });
  });
});
