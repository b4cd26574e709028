import { AgoraError } from '@agora/core';
import { type Client, failedWith, SQLSTATE } from '@agora/postgres';
import { recordRows, recordSeedVersion } from '../records/index.ts';
import type { MadeRows } from '../rows/index.ts';
import type { PlannedSeed } from './plan-seeds.ts';
import { insertRows, upsertRows } from './write-rows.ts';

export interface WriteSeedOptions {
  readonly environment: string;
  /** The rows once more, with what is too slow to make before it is known that they are written. */
  readonly made: readonly MadeRows[];
  /** Which of them are written; all of them count as the seed's. */
  readonly present: readonly MadeRows[];
  /** None of the rows is there. */
  readonly fresh: boolean;
}

/**
 * Writes the rows of one seed, and notes that it has been applied and which rows are its. In the transaction at hand.
 * @throws seed.own_rows when somebody's row has a key that a seed's row is to have
 */
export async function writeSeed(
  client: Client,
  { name, factory, hash, rows }: PlannedSeed,
  { environment, made, present, fresh }: WriteSeedOptions,
): Promise<void> {
  const started = performance.now();
  const all = present.flatMap((one) => one.rows);
  await (fresh ? insertRows : upsertRows)(client, factory, all).catch((error: unknown) => {
    throw failedWith(error, SQLSTATE.uniqueViolation) ? takenKey(factory.entity, error) : error;
  });
  const durationMs = performance.now() - started;
  await recordSeedVersion(client, { name, version: factory.version, hash, environment, durationMs, rows });
  await recordRows(client, name, made);
}

/** Somebody's own row has a name or another key that a seed's row is to have. */
function takenKey(entity: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'seed.own_rows',
    message: `A row that people made holds a value that the seed of "${entity}" needs. Nothing was changed.`,
    why: cause instanceof Error && 'detail' in cause ? String(cause.detail) : undefined,
    fix: 'Rename or remove that row first, or begin with a new database.',
    cause,
  });
}
