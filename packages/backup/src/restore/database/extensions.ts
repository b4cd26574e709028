import type { Catalog } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';

/** Extensions of a backup that a server cannot make: their files are not on its machine. */
export async function missingExtensions(
  client: Client,
  { objects }: Pick<Catalog, 'objects'>,
): Promise<readonly string[]> {
  const wanted = [...objects.values()].filter(({ kind }) => kind === 'extension').map(({ name }) => name);
  if (wanted.length === 0) return [];
  const { rows } = await client.query<{ name: string }>(
    `SELECT e AS name FROM unnest($1::text[]) e
      WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions a WHERE a.name = e) ORDER BY 1`,
    [wanted],
  );
  return rows.map(({ name }) => name);
}

/**
 * Names extensions that the server lacks, before anything is made.
 * @throws AgoraError `backup.extensions_missing`
 */
export async function refuseWithoutExtensions(client: Client, catalog: Catalog): Promise<void> {
  const missing = await missingExtensions(client, catalog);
  if (missing.length === 0) return;
  throw new AgoraError({
    code: 'backup.extensions_missing',
    message: `The server lacks ${missing.length} extension(s) of the backup: ${missing.join(', ')}.`,
    why: 'Objects of the backup need them. Their programs belong to the machine of the server, and are in no backup.',
    fix: 'Install their packages there, or switch them on at your provider (SELECT name FROM pg_available_extensions lists what it has); or name a server that has them: --server postgresql://...',
  });
}
