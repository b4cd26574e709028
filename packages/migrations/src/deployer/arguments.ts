import { parseArgs } from 'node:util';

import { AgoraError } from '@agora/core';

import type { RollbackTarget } from '../plan/plan.ts';
import type { ResolveTarget } from '../verbs/resolve.ts';

const verbs = ['deploy', 'status', 'rollback', 'stamp', 'resolve', 'help', 'version'] as const;

/** What the deployer was asked for. */
export interface Arguments {
  readonly verb: (typeof verbs)[number];
  /** `--url` as it was given. */
  readonly url: string | undefined;
  readonly directory: string;
  /** `--env`. */
  readonly environment: string | undefined;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly allow: readonly string[];
  readonly allowMissing: boolean;
  readonly createDatabase: true | undefined;
  readonly backupProof: string | undefined;
  readonly acceptDataLoss: boolean;
  readonly to: string | undefined;
  readonly back: RollbackTarget;
  readonly stamp: { readonly to: string } | { readonly all: true };
  /** Undefined but for `resolve`. */
  readonly resolve: ResolveTarget | undefined;
  readonly lockWaitMs: number | undefined;
  /** How long to wait for the server; 0 to ask once. */
  readonly waitMs: number;
  readonly unknownStatement: 'done' | 'again' | undefined;
  readonly commit: string | undefined;
  /** Whether a deploy runs backfills. */
  readonly backfills: 'now' | 'later';
}

const options = {
  migrations: { type: 'string', default: 'prisma/migrations' },
  url: { type: 'string' },
  env: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean', default: false },
  wait: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  allow: { type: 'string', multiple: true, default: [] as string[] },
  'allow-missing': { type: 'boolean', default: false },
  'create-database': { type: 'boolean', default: false },
  'backup-proof': { type: 'string' },
  'accept-data-loss': { type: 'boolean', default: false },
  to: { type: 'string' },
  steps: { type: 'string' },
  all: { type: 'boolean', default: false },
  applied: { type: 'string' },
  'rolled-back': { type: 'string' },
  'skip-compare': { type: 'boolean', default: false },
  'lock-wait': { type: 'string' },
  'unknown-statement': { type: 'string' },
  commit: { type: 'string' },
  backfills: { type: 'string', default: 'now' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

type Option = keyof typeof options;

const everywhere: readonly Option[] = [
  'migrations',
  'url',
  'env',
  'config',
  'json',
  'wait',
  'help',
  'version',
];
const run: readonly Option[] = ['dry-run', 'lock-wait', 'commit'];

/** What each verb takes beside what all take: one that it would not heed is refused. */
const taken: Readonly<Record<(typeof verbs)[number], readonly Option[]>> = {
  deploy: [
    ...run,
    ...([
      'to',
      'allow',
      'allow-missing',
      'create-database',
      'backup-proof',
      'unknown-statement',
      'backfills',
    ] as const),
  ],
  status: [],
  rollback: [...run, 'to', 'steps', 'all', 'accept-data-loss', 'unknown-statement'],
  stamp: [...run, 'all', 'skip-compare'],
  resolve: [...run, 'applied', 'rolled-back', 'skip-compare'],
  help: [],
  version: [],
};

/** Of each of these, one at most. */
const exclusive: readonly (readonly Option[])[] = [
  ['to', 'steps', 'all'],
  ['applied', 'rolled-back'],
];

/**
 * Reads the command line.
 * @throws AgoraError `migrations.usage`, also for what the verb does not heed, and for an option whose value is empty
 */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals, tokens } = parse(argv);
  const [word = 'help', ...rest] = values.help ? ['help'] : values.version ? ['version'] : positionals;
  const verb = verbs.find((one) => one === word);
  if (verb === undefined) {
    throw wrong(`"${word}" is not one of deploy, status, rollback, stamp, resolve.`);
  }
  checkOptions(verb, tokens);
  const named = verb === 'stamp' ? rest.shift() : undefined;
  if (rest.length > 0) throw wrong(`"${rest[0]}" is one word too many.`);
  if (verb === 'stamp') checkStamp({ named, all: values.all, skipCompare: values['skip-compare'] });
  const unknown = values['unknown-statement'];
  if (unknown !== undefined && unknown !== 'done' && unknown !== 'again') {
    throw wrong('--unknown-statement wants "done" or "again".');
  }
  const { backfills } = values;
  if (backfills !== 'now' && backfills !== 'later') throw wrong('--backfills wants "now" or "later".');
  const lockWait = wholeNumber('--lock-wait', values['lock-wait']);
  return {
    verb,
    url: values.url,
    directory: values.migrations,
    environment: values.env,
    config: values.config,
    json: values.json,
    dryRun: values['dry-run'],
    allow: values.allow,
    allowMissing: values['allow-missing'],
    createDatabase: values['create-database'] || undefined,
    backupProof: values['backup-proof'],
    acceptDataLoss: values['accept-data-loss'],
    to: values.to,
    back: values.all
      ? { all: true }
      : values.to === undefined
        ? { steps: wholeNumber('--steps', values.steps) ?? 1 }
        : { to: values.to },
    stamp: named === undefined ? { all: true } : { to: named },
    resolve: verb === 'resolve' ? resolveTarget(values.applied, values['rolled-back']) : undefined,
    lockWaitMs: lockWait === undefined ? undefined : lockWait * 1000,
    waitMs: duration('--wait', values.wait),
    unknownStatement: unknown,
    commit: values.commit,
    backfills,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, tokens: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function checkOptions(verb: (typeof verbs)[number], tokens: ReturnType<typeof parse>['tokens']): void {
  const given = tokens.filter((token) => token.kind === 'option');
  const names = new Set(given.map(({ name }) => name));
  const heeded = new Set([...everywhere, ...taken[verb]]);
  for (const { name, value } of given) {
    if (!heeded.has(name)) throw wrong(`${verb} does not take --${name}.`);
    // A variable of a script that is not set.
    if (value === '') throw wrong(`The value of --${name} is empty.`);
  }
  for (const one of exclusive) {
    const [first, second] = one.filter((name) => names.has(name));
    if (second !== undefined) throw wrong(`--${first} and --${second} exclude each other.`);
  }
}

function checkStamp(given: {
  readonly named: string | undefined;
  readonly all: boolean;
  readonly skipCompare: boolean;
}): void {
  if ((given.named === undefined) !== given.all) {
    throw wrong('stamp wants the last migration to record, or --all.');
  }
  if (!given.skipCompare) {
    throw new AgoraError({
      code: 'migrations.usage',
      message: 'stamp records migrations that the database may not have: it compares nothing here.',
      why: 'The comparison replays the history in a temporary database, and the deployer makes none.',
      fix: 'If you know that the database has them: --skip-compare.',
    });
  }
}

function resolveTarget(applied: string | undefined, rolledBack: string | undefined): ResolveTarget {
  if (applied !== undefined && rolledBack === undefined) return { applied };
  if (rolledBack !== undefined && applied === undefined) return { rolledBack };
  throw wrong('resolve wants either --applied <migration> or --rolled-back <migration>.');
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw wrong(`${name} wants a whole number.`);
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, '': 1000, min: 60_000, m: 60_000 };

/** Milliseconds; 0 when nothing was given. */
function duration(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  const [, digits, unit = ''] = /^(\d+)(ms|s|min|m)?$/.exec(text) ?? [];
  if (digits === undefined) throw wrong(`${name} wants a duration, such as 60s or 2min.`);
  return Number(digits) * (UNITS[unit] ?? 1000);
}

/** A call that cannot be understood. */
export function wrong(message: string): AgoraError {
  return new AgoraError({
    code: 'migrations.usage',
    message,
    fix: 'agora-deploy --help shows how to call it.',
  });
}
