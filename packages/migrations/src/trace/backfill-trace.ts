import type { Client } from '@agora/postgres';

import { withSession } from '../apply/session.ts';
import { runBackfill } from '../backfill/run-backfill.ts';
import type { BackfilledMigration } from '../backfill/work.ts';
import { ServerGuard } from '../proof/guard/server-guard.ts';
import type { TracedBackfill } from './trace.ts';

/**
 * Runs a migration's backfill batch by batch, as after a deploy.
 * @param client a connection to the same database, for what its server may be asked
 * @throws AgoraError as `runBackfill`, and `migrations.touches_server`
 */
export async function traceBackfill(
  { url }: { readonly url: string },
  client: Client,
  migration: BackfilledMigration,
): Promise<TracedBackfill> {
  const { backfill } = migration;
  if (backfill.kind === 'sql') await new ServerGuard(client).begin(backfill.script.statements);
  let longestBatchMs = 0;
  const { outcome, rows, changed, batches, durationMs, error } = await withSession(url, (session) =>
    runBackfill(session, migration, {
      onEvent: (event) => {
        if (event.kind === 'batch') longestBatchMs = Math.max(longestBatchMs, event.batch.ms);
      },
    }),
  );
  if (error !== undefined) throw error;
  return { outcome, rows, changed, batches, ms: durationMs, longestBatchMs };
}
