import { readFileSync } from 'node:fs';
import path from 'node:path';

import dotenv from 'dotenv';

/** Reads a variable of the environment; undefined when it is not set, or empty. */
export type Variables = (name: string) => string | undefined;

/**
 * Variables of the process, with the `.env` files of some folders below them, as Prisma 5 and 6 read them: the first
 * that has a variable wins, and a value may contain others (`${HOST}`).
 */
export function createVariables(
  env: Readonly<Record<string, string | undefined>>,
  folders: readonly string[],
): Variables {
  const files = folders.map(readDotenv);
  const fromFile = (name: string): string | undefined =>
    files.map((file) => file[name]).find((value) => value);
  const read = (name: string, within: readonly string[]): string | undefined => {
    const written = fromFile(name);
    const value = env[name] || written;
    // Whoever put a file into the process did not look into its values; what was set otherwise is meant as it is.
    return value === undefined || value !== written || within.includes(name)
      ? value
      : expand(value, (inner) => read(inner, [...within, name]));
  };
  return (name) => read(name, []);
}

/** `${NAME}`, `${NAME:-default}` and `$NAME`; one that is not set stays as it is, and so does `\$`. */
function expand(value: string, read: Variables): string {
  return value.replaceAll(
    /\\\$|\$\{(\w+)(?::-([^}]*))?\}|\$([A-Za-z_]\w*)/g,
    (whole, braced?: string, otherwise?: string, bare?: string) => {
      if (whole === String.raw`\$`) return '$';
      return read(braced ?? bare ?? '') ?? otherwise ?? whole;
    },
  );
}

function readDotenv(folder: string): Readonly<Record<string, string>> {
  try {
    return dotenv.parse(readFileSync(path.join(folder, '.env')));
  } catch {
    // Most folders have none, and whoever may not read one sets the variables otherwise.
    return {};
  }
}
