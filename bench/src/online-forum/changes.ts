import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { migrationsDirectory } from '@agora/db';
import {
  contractExpansions,
  directivesOf,
  makeScript,
  type Migration,
  readFolder,
  rewriteChosen,
} from '@agora/migrations';
import { testServerUrl } from '@agora/testkit';

/** A change of the forum's schema, as one writes it at first. */
export interface ForumChange {
  readonly title: string;
  readonly name: string;
  readonly sql: string;
  /** Where versions of the API differ: the column that the next one calls otherwise. */
  readonly renames?: { readonly from: string; readonly to: string };
}

/**
 * One after another, on the table that every list and every post page reads. Their stamps lie after whatever the forum's
 * own history will hold.
 */
export const forumChanges: readonly ForumChange[] = [
  {
    title: 'rename of a column',
    name: '20990101000000_rename_view_count',
    sql: 'ALTER TABLE posts RENAME COLUMN view_count TO views;',
    renames: { from: 'view_count', to: 'views' },
  },
  {
    // Inside of JSON, where a bigint is a number as well: a column of its own would reach the API as another type.
    title: 'change of type',
    name: '20990102000000_widen_comment_count',
    sql: 'ALTER TABLE posts ALTER COLUMN comment_count TYPE bigint;',
  },
  {
    title: 'required column',
    name: '20990103000000_share_token',
    sql: 'ALTER TABLE posts ADD COLUMN share_token uuid NOT NULL DEFAULT gen_random_uuid();',
  },
];

/** The last migrations of a change, to which it is deployed. */
export interface WrittenChange {
  readonly change: ForumChange;
  readonly last: string;
  /** Of the migration that ends the expansion; undefined where there is none. */
  readonly contraction?: string;
}

/** Copies the forum's migrations. @param root an empty folder @returns the folder of the copy, and its last migration */
export async function copyMigrations(
  root: string,
): Promise<{ readonly directory: string; readonly last: string }> {
  const directory = path.join(root, 'migrations');
  await cp(migrationsDirectory, directory, { recursive: true });
  const { migrations } = await readFolder(directory);
  return { directory, last: migrations.at(-1)?.name ?? '' };
}

/**
 * Writes the migrations by which a live database does not feel a change, and the one that ends its expansion. No
 * database of the benchmark is asked: all is written before there is load.
 */
export async function writeChange(
  { root, directory }: { readonly root: string; readonly directory: string },
  change: ForumChange,
): Promise<WrittenChange> {
  const { migrations } = await readFolder(directory);
  const place = path.join(directory, change.name);
  const up = makeScript(path.join(place, 'migration.sql'), change.sql);
  const original = { name: change.name, directory: place, up };
  const adminUrl = await testServerUrl();
  const [report] = await rewriteChosen({
    adminUrl,
    migrations: [...migrations, original],
    isChosen: (one) => one === original,
  });
  if (report === undefined || report.rewritten.length === 0)
    throw new Error(`${change.name} stays as it is: ${JSON.stringify(report?.left)}`);
  for (const part of report.parts) await write(directory, part);
  const last = report.parts.at(-1)?.name ?? '';
  const expands = report.parts.some((part) => directivesOf(part.up.directives, 'expands').length > 0);
  if (!expands) return { change, last };
  const schemaPath = path.join(root, 'schema.prisma');
  const { contractions } = await contractExpansions({
    project: {
      root,
      configPath: path.join(root, 'prisma.config.ts'),
      schemaPath,
      schemaFiles: [schemaPath],
      migrationsDirectory: directory,
      url: undefined,
    },
    adminUrl,
  });
  return { change, last, contraction: contractions[0]?.migration.name ?? '' };
}

async function write(directory: string, { name, up, down, backfill }: Migration): Promise<void> {
  const folder = path.join(directory, name);
  await mkdir(folder, { recursive: true });
  const files = {
    'migration.sql': up.raw,
    'down.sql': down?.raw,
    'backfill.sql': backfill?.kind === 'sql' ? backfill.script.raw : undefined,
  };
  for (const [file, text] of Object.entries(files))
    if (text !== undefined) await writeFile(path.join(folder, file), text);
}
