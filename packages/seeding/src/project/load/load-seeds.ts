import path from 'node:path';
import { AgoraError } from '@agora/core';
import { findUpwards, importFile } from '@agora/core/config';
import type { Seeds } from '../../define/index.ts';
import type { SeedModel } from '../names/model-names.ts';
import { badFile, isRows, parseJson, readText } from './read-row-file.ts';
import { parseSeeds } from './seeds-schema.ts';

/** Seeds, and where they stand. */
export interface LoadedSeeds {
  readonly seeds: Seeds;
  readonly file: string;
}

const fileNames = ['ts', 'mts', 'js', 'mjs'].map((extension) => `agora.seed.${extension}`);

/** The profile of a file of rows, which has none of its own. */
const FILE_PROFILE = 'file';

/**
 * Finds and loads the seeds of a project.
 * @param from the project's folder; the search goes on upwards
 * @throws seed.no_file, seed.bad_file
 */
export async function loadSeeds(from: string): Promise<LoadedSeeds> {
  const file = findUpwards(from, fileNames);
  if (file !== undefined) return { file, seeds: await importSeeds(file) };
  throw new AgoraError({
    code: 'seed.no_file',
    message: `There is no agora.seed.ts in ${from}, nor in a folder above.`,
    why: 'The seeds of a project stand in it: its sets of rows, its profiles, its checks.',
    fix: "Write one: import { defineSeeds } from 'agora-db/seed'; export default defineSeeds({ sets: { ... }, profiles: { ... } });",
  });
}

/**
 * Loads another file: seeds (.ts, .js), or rows (.json, .csv) of the table that its name says.
 * @param into the model or table that rows go into, instead
 * @param models of the project: a name is a model's before it is a table's
 * @throws seed.bad_file
 */
export async function loadSeedFile(
  file: string,
  into: string | undefined,
  models: readonly SeedModel[],
): Promise<LoadedSeeds> {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.json') return { file, seeds: seedsOf(await jsonSets(file, into), models) };
  if (extension === '.csv')
    return { file, seeds: seedsOf({ [path.basename(file)]: { name: into ?? stem(file), file } }, models) };
  if (!/^\.[cm]?[jt]s$/.test(extension))
    throw badFile(
      file,
      `Seeds are read from no ${extension || 'such'} file.`,
      'Give a .ts, .js, .json or .csv file.',
    );
  return { file, seeds: await importSeeds(file) };
}

async function importSeeds(file: string): Promise<Seeds> {
  const loaded = await importFile(file).catch((error: unknown) => {
    throw badFile(file, error instanceof Error ? error.message : String(error), 'Correct the file.', error);
  });
  const exported =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  return parseSeeds(exported, file);
}

interface FileSet {
  /** A model if there is one of that name, else a table. */
  readonly name: string;
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly file?: string;
}

async function jsonSets(file: string, into: string | undefined): Promise<Readonly<Record<string, FileSet>>> {
  const value = parseJson(await readText(file), file);
  const base = path.basename(file);
  if (isRows(value)) return { [base]: { name: into ?? stem(file), rows: value } };
  const tables = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const bad = tables.find(([, rows]) => !isRows(rows));
  if (tables.length === 0 || bad !== undefined)
    throw badFile(
      file,
      bad === undefined ? 'It holds no rows.' : `"${bad[0]}" is not an array of objects.`,
      'Write [{ "field": value }, ...], or { "table": [{ "field": value }, ...] } for several tables.',
    );
  if (into !== undefined && tables.length > 1)
    throw badFile(file, 'It names its tables itself.', 'Leave out --into.');
  return Object.fromEntries(
    tables.map(([name, rows]) => [`${base}#${name}`, { name: into ?? name, rows: isRows(rows) ? rows : [] }]),
  );
}

function seedsOf(sets: Readonly<Record<string, FileSet>>, models: readonly SeedModel[]): Seeds {
  const isModel = (name: string): boolean => models.some((model) => model.name === name);
  return {
    sets: Object.fromEntries(
      Object.entries(sets).map(([key, { name, ...rows }]) => [
        key,
        { ...(isModel(name) ? { model: name } : { table: name }), ...rows },
      ]),
    ),
    profiles: { [FILE_PROFILE]: { sets: Object.keys(sets) } },
  };
}

function stem(file: string): string {
  return path.basename(file, path.extname(file));
}
