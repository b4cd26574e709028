import { backupErrorCodes as backup } from '@agora/backup';
import { errorCodes as cli } from '@agora/cli';
import { coreErrorCodes as core } from '@agora/core';
import { migrationsErrorCodes as migrations } from '@agora/migrations';
import { operationsErrorCodes as operations } from '@agora/operations';
import { postgresErrorCodes as postgres } from '@agora/postgres';
import { rlsErrorCodes as rls } from '@agora/rls';
import { schemaEngineErrorCodes as engine } from '@agora/schema-engine';
import { seedingErrorCodes as seeding } from '@agora/seeding';

import { cell, table } from './markdown.ts';

/** The codes that a project of any kind can meet, by what they are about. */
const tables: readonly [heading: string, codes: Readonly<Record<string, string>>][] = [
  ['The command line', cli],
  ['Configuration', core],
  ['Migrations', migrations],
  ['Backups', backup],
  ['Seeds', seeding],
  ['Resets and what else works on several parts', operations],
  ['Prisma’s engine', engine],
  ['Servers, connections and URLs', postgres],
  ['Prisma Client under row-level security', rls],
];

/** Every error code, with its meaning. */
export function errorsPage(): string {
  return [
    '# Errors',
    'An error has a stable `code`, says what happened, why, and what to do. With `--json` the four stand in one document on stdout. A code keeps its meaning; one goes only with a major version.',
    ...tables.map(([heading, codes]) => {
      const rows = Object.entries(codes).map(([code, meaning]) => [`\`${code}\``, cell(meaning)]);
      return `## ${heading}\n\n${table(['code', 'means'], rows)}`;
    }),
    '',
  ].join('\n\n');
}
