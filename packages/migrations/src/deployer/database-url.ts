import { readFile } from 'node:fs/promises';

import { wrong } from './arguments.ts';

/**
 * The database: `--url`, else DATABASE_URL, else what the file holds that DATABASE_URL_FILE names, as secrets are mounted
 * into containers.
 * @throws AgoraError `migrations.usage` when none says it, or both variables do
 */
export async function databaseUrl(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (given !== undefined) return given;
  const { DATABASE_URL: url = '', DATABASE_URL_FILE: file = '' } = env;
  if (url !== '' && file !== '') throw wrong('DATABASE_URL and DATABASE_URL_FILE are both set.');
  if (url !== '') return url;
  if (file === '') throw wrong('There is no database: give --url, or set DATABASE_URL or DATABASE_URL_FILE.');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw wrong(`DATABASE_URL_FILE cannot be read: ${why}.`);
  });
  if (text.trim() === '') throw wrong(`DATABASE_URL_FILE names ${file}, which is empty.`);
  return text.trim();
}
