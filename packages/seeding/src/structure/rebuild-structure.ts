import { type Client, type ConnectionOptions, withConnection } from '@agora/postgres';
import { addConstraints, validateUnforced, validation } from './constraints.ts';
import { inParallel } from './in-parallel.ts';
import { missingStructure, strike, type StructurePart } from './structure-table.ts';
import { bypassesPolicies } from './policies.ts';

export interface RebuildOptions {
  readonly connection: ConnectionOptions;
  /** Tables of which the planner's statistics are made too: those that were filled meanwhile. */
  readonly tables: readonly string[];
  /** How many parts are made at once. */
  readonly connections: number;
  onPart?(part: StructurePart, left: number): void;
  /** Cancels what is being built: of large tables one index takes minutes. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes again what was taken off, and the planner's statistics. Each part is struck from the list in the transaction
 * that completes it, so a run that dies goes on where it stopped.
 * @throws the signal's reason; what the server says
 */
export async function rebuildStructure(options: RebuildOptions): Promise<void> {
  const { connection, signal } = options;
  const missing = await withConnection(connection, missingStructure);
  let left = missing.length;
  const built = (part: StructurePart): void => {
    left -= 1;
    options.onPart?.(part, left);
  };
  const foreign = missing.filter(({ kind }) => kind === 'foreign key');
  const keys = missing.filter(({ kind }) => kind === 'key');
  const indexes = missing.filter(({ kind }) => kind !== 'foreign key');
  // Each a job of its own, the largest tables' first.
  const builders = indexes.length === 0 ? 0 : options.connections;
  await inParallel({ connection, signal, connections: builders, jobs: indexes }, async (client, part) => {
    await buildIndex(client, part);
    if (part.kind === 'index') built(part);
  });
  // In one short transaction: done table by table, their locks would wait for the table's other indexes.
  await withConnection(connection, (client) => addConstraints(client, keys, foreign));
  for (const key of keys) built(key);
  // With the statistics of a table its checks are planned; the locks of checks exclude each other on one table only.
  const checks = [...new Set([...options.tables, ...foreign.map(({ table }) => table)])]
    .map((table) => ({ table, parts: foreign.filter((part) => part.table === table) }))
    .toSorted((a, b) => weight(b.parts) - weight(a.parts));
  const bypassed = await withConnection(connection, bypassesPolicies);
  // Without the right to bypass policies, each check locks its tables whole: side by side they would wait in circles.
  const checkers = bypassed ? options.connections : 1;
  await inParallel({ connection, signal, connections: checkers, jobs: checks }, async (client, job) => {
    const { table, parts } = job;
    if (options.tables.includes(table)) await client.query(`ANALYZE ${table}`);
    if (!bypassed && parts.length > 0) await validateUnforced(client, parts);
    for (const part of parts) {
      if (bypassed) await client.query(validation(part));
      built(part);
    }
  });
}

function weight(parts: readonly StructurePart[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Two statements in one message are one transaction. */
async function buildIndex(client: Client, part: StructurePart): Promise<void> {
  if (part.kind === 'index') await client.query(`${part.sql}; ${strike([part])}`);
  else await client.query(part.sql.replace('CREATE UNIQUE INDEX', 'CREATE UNIQUE INDEX IF NOT EXISTS'));
}
