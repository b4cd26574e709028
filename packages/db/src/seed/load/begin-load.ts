import { createHash } from 'node:crypto';
import { type Client, withTransaction } from '@agora/postgres';
import { dropStructure, recordSeedVersion, type SeedEnvironment } from '@agora/seeding';
import { rowsOf } from '../../sql/index.ts';
import { beginLoadSql } from './begin-load.sql.ts';
import { finishLoadSql } from './finish-load.sql.ts';
import type { LoadPlan } from './plan-load.ts';
import { type LoadIdentity, readMadeRows } from './plan/state.ts';
import { loadTableNames } from '../factories/index.ts';
import { writeReference } from './write/write-reference.ts';

/** Notes that a load begins and, on an empty database, takes indexes and keys away and writes the reference data. */
export async function beginLoad(
  client: Client,
  { identity, strategy, communities }: LoadPlan,
): Promise<void> {
  const { scale, seed, reference } = identity;
  await withTransaction(client, async () => {
    await rowsOf(client, beginLoadSql({ scale, seed, reference, strategy }));
    if (strategy === 'in place') return;
    await dropStructure(client, loadTableNames);
    await writeReference(client, { seed, referenceMs: reference.getTime() }, communities);
  });
}

/** Notes that a load is whole, after `durationMs`. */
export async function finishLoad(
  client: Client,
  { scale, seed, reference }: LoadIdentity,
  run: { readonly environment: SeedEnvironment; readonly durationMs: number },
): Promise<void> {
  await rowsOf(client, finishLoadSql({}));
  const made = await readMadeRows(client);
  const hash = createHash('sha256')
    .update(JSON.stringify([scale, seed, reference]))
    .digest('hex');
  const rows = [...made.values()].reduce((sum, count) => sum + count, 0);
  await recordSeedVersion(client, { name: 'load', version: 1, hash, rows, ...run });
}
