import { AgoraError } from '@agora/core';
import { type Client, withTransaction } from '@agora/postgres';

import type { Session } from '../apply/session.ts';
import { matchesChecksum } from '../project/checksum.ts';
import { isDone } from './batch.ts';
import { FIRST_PACE } from './pace/pace.ts';
import type { BackfillOptions } from './run-options.ts';
import {
  type BackfillId,
  type BackfillRecord,
  historyIdOf,
  insertRecordSql,
  lockRecordSql,
  type RecordChange,
  updateRecordSql,
} from './state-table.ts';
import type { BackfilledMigration, BackfillWork } from './work.ts';

/**
 * Opens the record of a backfill, or goes on with it, and says where it stands: anything but `running` is not to be run.
 * One that never ran and has nothing to do is done at once.
 * @throws AgoraError `backfill.edited`
 */
export async function beginBackfill(
  { client, schema }: Session,
  { name, backfill }: BackfilledMigration,
  work: BackfillWork,
  options: BackfillOptions,
): Promise<BackfillRecord> {
  const id: BackfillId = { schema, migration: name };
  const { direction = 'forward', resume = false, environment = null, actor = null } = options;
  const raw = backfill.kind === 'sql' ? backfill.script.raw : backfill.raw;
  const checksum = backfill.kind === 'sql' ? backfill.script.checksum : backfill.checksum;
  const historyId = (await historyIdOf(client, id)) ?? '';
  return withTransaction(client, async () => {
    const found = await readLocked(client, id);
    const edited = found !== undefined && !matchesChecksum(raw, found.checksum);
    const anew =
      found === undefined ||
      found.historyId !== historyId ||
      found.direction !== direction ||
      (found.state === 'cancelled' && resume && (edited || found.batches === 0));
    if (anew) {
      const done = direction === 'forward' && (await isDone(client, name, work.doneWhen));
      const state = done ? 'done' : 'running';
      const { name: table, estimatedRows: total } = work.table;
      const { size } = FIRST_PACE;
      const more = { environment, actor, total, size };
      await client.query(insertRecordSql(id, { historyId, checksum, table, direction, state, ...more }));
    } else {
      const { state } = found;
      if (state === 'done' || ((state === 'paused' || state === 'cancelled') && !resume)) return found;
      if (edited) throw editedMeanwhile(name);
      await client.query(updateRecordSql(id, goOn(found, work, actor)));
    }
    const opened = await readLocked(client, id);
    if (opened === undefined) throw new Error('The record that was written is not there.');
    return opened;
  });
}

async function readLocked(client: Client, id: BackfillId): Promise<BackfillRecord | undefined> {
  const { rows } = await client.query<BackfillRecord>(lockRecordSql(id));
  return rows[0];
}

/** What a record that is gone on with becomes; one that has met every row in vain begins its passes anew. */
function goOn(found: BackfillRecord, work: BackfillWork, actor: string | null): RecordChange {
  const base: RecordChange = { state: 'running', error: null, actor };
  const exhausted =
    found.state === 'failed' && found.end !== null && String(found.cursor) === String(found.end);
  if (!exhausted) return base;
  return work.repeatable ? { ...base, pass: 1, cursor: null, end: null } : { ...base, pass: 1 };
}

function editedMeanwhile(migration: string): AgoraError {
  return new AgoraError({
    code: 'backfill.edited',
    message: `The backfill of ${migration} was edited while it is on its way.`,
    why: 'The rows before its cursor were changed by another text.',
    fix: `Put the file back as it was; or begin anew with the new one: agora migrate backfill cancel ${migration}; then: agora migrate backfill resume ${migration}`,
  });
}
