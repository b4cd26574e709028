import { readFileSync } from 'node:fs';
import path from 'node:path';

import { namedEnvironment } from '@agora/core';
import dotenv from 'dotenv';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What `.env` and, where an environment is named, `.env.<environment>` add to the variables of the process. What is
 * set already wins; then `.env.<environment>`, then `.env`, each the nearer folder first: in a monorepo the package of
 * the database often has its own.
 * @param given.folders the nearest first
 * @param given.option `--env`
 */
export function readEnvironmentFiles(given: {
  readonly folders: readonly string[];
  readonly env: Variables;
  readonly option: string | undefined;
}): Readonly<Record<string, string>> {
  const { env, option } = given;
  const folders = [...new Set(given.folders)];
  const general = folders.map((folder) => readVariables(path.join(folder, '.env')));
  // It may be named in .env itself.
  const named = namedEnvironment({ option, env: merge([env, ...general]) })?.name;
  const own =
    named === undefined || path.basename(named) !== named
      ? []
      : folders.map((folder) => readVariables(path.join(folder, `.env.${named}`)));
  // A file that is read because of a name does not change the name.
  const fixed = own.length === 0 || option !== undefined ? {} : { AGORA_ENV: named };
  const found = merge([env, fixed, ...own, ...general]);
  return Object.fromEntries(
    Object.entries(found).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && env[entry[0]] === undefined,
    ),
  );
}

/** The first that has a variable, wins. */
function merge(sources: readonly Variables[]): Variables {
  const entries = sources.toReversed().flatMap((variables) => Object.entries(variables));
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function readVariables(file: string): Variables {
  try {
    return dotenv.parse(readFileSync(file));
  } catch {
    // Not there, a folder, or not ours to read: as if it were not there.
    return {};
  }
}
