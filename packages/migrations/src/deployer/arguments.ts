import { parseArgs } from 'node:util';

import { AgoraError } from '@agora/core';

import type { RollbackTarget } from '../plan/plan.ts';

/** What the deployer was asked for. */
export interface Arguments {
  readonly verb: 'deploy' | 'status' | 'rollback' | 'help';
  readonly url: string;
  readonly directory: string;
  readonly environment: string | undefined;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly allow: readonly string[];
  readonly allowMissing: boolean;
  readonly createDatabase: true | undefined;
  readonly acceptDataLoss: boolean;
  readonly to: string | undefined;
  readonly back: RollbackTarget;
  readonly lockWaitMs: number | undefined;
  readonly unknownStatement: 'done' | 'again' | undefined;
  readonly commit: string | undefined;
}

export const usage = `agora-deploy: applies Prisma migrations to PostgreSQL, with nothing but Node.

  node agora-deploy.mjs deploy   [--dry-run] [--to <migration>] [--allow <rule>]...
  node agora-deploy.mjs status
  node agora-deploy.mjs rollback [--steps <n> | --to <migration> | --all] [--accept-data-loss] [--dry-run]

  --migrations <folder>   the migrations folder; by default prisma/migrations
  --url <url>             a direct connection; by default DATABASE_URL
  --env <environment>     development, staging or production; by default AGORA_ENV, else development
  --config <file>         agora.config.mjs or .json; by default the nearest above the migrations
  --json                  print the result as JSON
  --allow-missing         go on although applied migrations are missing on disk
  --create-database       in production too, create the database if it does not exist
  --lock-wait <seconds>   how long to wait for another deploy; by default 600
  --unknown-statement done|again   of a statement whose outcome a crash has hidden
  --commit <hash>         for the journal

Exits 0 when done, 1 when it failed, 2 when status finds something, 64 when called wrongly.`;

const options = {
  migrations: { type: 'string', default: 'prisma/migrations' },
  url: { type: 'string' },
  env: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  allow: { type: 'string', multiple: true, default: [] as string[] },
  'allow-missing': { type: 'boolean', default: false },
  'create-database': { type: 'boolean', default: false },
  'accept-data-loss': { type: 'boolean', default: false },
  to: { type: 'string' },
  steps: { type: 'string' },
  all: { type: 'boolean', default: false },
  'lock-wait': { type: 'string' },
  'unknown-statement': { type: 'string' },
  commit: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the command line. @throws AgoraError `migrations.usage` */
export function readArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Arguments {
  const { values, positionals } = parse(argv);
  const [verb = 'help', ...rest] = values.help ? ['help'] : positionals;
  if (verb !== 'deploy' && verb !== 'status' && verb !== 'rollback' && verb !== 'help') {
    throw wrong(`"${verb}" is not one of deploy, status, rollback.`);
  }
  if (rest.length > 0) throw wrong(`"${rest[0]}" is one word too many.`);
  const url = values.url ?? env['DATABASE_URL'] ?? '';
  if (url === '' && verb !== 'help') throw wrong('There is no database: give --url, or set DATABASE_URL.');
  const unknown = values['unknown-statement'];
  if (unknown !== undefined && unknown !== 'done' && unknown !== 'again') {
    throw wrong('--unknown-statement wants "done" or "again".');
  }
  const wait = wholeNumber('--lock-wait', values['lock-wait']);
  return {
    verb,
    url,
    directory: values.migrations,
    environment: values.env ?? (env['AGORA_ENV'] || undefined),
    config: values.config,
    json: values.json,
    dryRun: values['dry-run'],
    allow: values.allow,
    allowMissing: values['allow-missing'],
    createDatabase: values['create-database'] || undefined,
    acceptDataLoss: values['accept-data-loss'],
    to: values.to,
    back: values.all
      ? { all: true }
      : values.to === undefined
        ? { steps: wholeNumber('--steps', values.steps) ?? 1 }
        : { to: values.to },
    lockWaitMs: wait === undefined ? undefined : wait * 1000,
    unknownStatement: unknown,
    commit: values.commit,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw wrong(`${name} wants a whole number.`);
  return Number(text);
}

function wrong(message: string): AgoraError {
  return new AgoraError({
    code: 'migrations.usage',
    message,
    fix: 'agora-deploy --help shows how to call it.',
  });
}
