import { type Client, withTransaction } from '@agora/postgres';

import { batchFailed, notDone } from './backfill-errors.ts';
import {
  countSql,
  EXACT_TEXTS,
  type KeyValue,
  lastKeySql,
  nthKeySql,
  OWN_TEXTS,
  rangeCondition,
} from './key-range.ts';
import type { Pace } from './pace.ts';
import {
  type BackfillId,
  type BackfillRecord,
  type BackfillState,
  lockRecordSql,
  updateRecordSql,
} from './state-table.ts';
import type { BackfillDirection, BackfillWork } from './work.ts';

/** Somebody has paused or cancelled it, or its record is gone. */
export interface Stopped {
  readonly kind: 'stopped';
  readonly state: Exclude<BackfillState, 'running'>;
}

/** Runs over a table before it gives up: rows that keep coming in are never all done. */
const MOST_PASSES = 5;

/**
 * Hidden rows are an error, not nothing. A batch is a small part of its table, whatever the statistics of a key of
 * several columns let the planner believe, and compiling it takes longer than running it.
 */
const PLAIN_READING = 'SET LOCAL row_security = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off';

interface Given {
  readonly id: BackfillId;
  readonly work: BackfillWork;
  readonly pace: Pace;
  readonly direction: BackfillDirection;
}

/** Changes the next rows and moves the cursor, in one transaction. `end`: the pass is over. */
export async function runBatch(
  client: Client,
  { id, work, pace }: Given,
): Promise<
  | Stopped
  | { readonly kind: 'end' }
  | { readonly kind: 'rows'; readonly rows: number; readonly changed: number }
> {
  return withTransaction(client, async () => {
    await client.query(`${PLAIN_READING}; ${EXACT_TEXTS}`);
    const record = await lockRecord(client, id);
    if (record.state !== 'running') return { kind: 'stopped', state: record.state };
    const end = record.end ?? (await keyOf(client, lastKeySql(work.table), id));
    if (end === undefined || (record.end !== null && same(record.cursor, end))) return { kind: 'end' };
    const after = record.cursor ?? undefined;
    const nth = await keyOf(client, nthKeySql(work.table, { after, upTo: end }, pace.size), id);
    const range = { after, upTo: nth ?? end };
    const rows = nth === undefined ? await count(client, countSql(work.table, range)) : pace.size;
    await client.query(OWN_TEXTS);
    const changed = rows === 0 ? 0 : await work.change(client, range);
    await client.query(
      updateRecordSql(id, {
        cursor: range.upTo,
        end,
        rows: record.rows + rows,
        changed: record.changed + changed,
        batches: record.batches + 1,
        size: pace.size,
        speed: pace.speed,
      }),
    );
    return { kind: 'rows', rows, changed };
  });
}

/**
 * Decides at the end of a pass: done; or on to the rows that came in behind its end; or, where a row may be met again,
 * once more from the beginning.
 * @throws AgoraError `backfill.not_done`
 */
export async function settlePass(
  client: Client,
  { id, work, direction }: Omit<Given, 'pace'>,
): Promise<Stopped | { readonly kind: 'done' } | { readonly kind: 'again'; readonly pass: number }> {
  return withTransaction(client, async () => {
    await client.query(`SET LOCAL row_security = off; ${EXACT_TEXTS}`);
    const record = await lockRecord(client, id);
    if (record.state !== 'running') return { kind: 'stopped', state: record.state };
    if (direction === 'back' || (await isDone(client, id.migration, work.doneWhen))) {
      await client.query(updateRecordSql(id, { state: 'done', error: null }));
      return { kind: 'done' };
    }
    const pass = record.pass + 1;
    const { end } = record;
    const last = await keyOf(client, lastKeySql(work.table), id);
    const grown = last !== undefined && end !== null && (await isAfter(client, work, end));
    if (!grown && !work.repeatable)
      throw notDone(
        id.migration,
        'Rows are left behind its cursor, and to meet a row twice might change it twice: the statement has no condition that leaves out rows that are done.',
      );
    if (pass > MOST_PASSES)
      throw notDone(
        id.migration,
        `After ${MOST_PASSES} runs over the table rows are still left: the application writes rows that want it, or the query asks for more than the statement does.`,
      );
    await client.query(updateRecordSql(id, grown ? { pass, end: last } : { pass, cursor: null, end: null }));
    return { kind: 'again', pass };
  });
}

/** Whether no row is left. The query runs in the transaction that is open, with row-level security off. */
export async function isDone(client: Client, migration: string, doneWhen: string): Promise<boolean> {
  const sql = `SELECT (${doneWhen}\n) IS TRUE AS done`;
  await client.query('SET LOCAL row_security = off');
  try {
    const { rows } = await client.query<{ done: boolean }>(sql);
    return rows[0]?.done === true;
  } catch (error) {
    throw batchFailed(migration, error, { sql, secret: false });
  }
}

async function lockRecord(
  client: Client,
  id: BackfillId,
): Promise<BackfillRecord | { readonly state: 'cancelled' }> {
  const { rows } = await client.query<BackfillRecord>(lockRecordSql(id));
  return rows[0] ?? { state: 'cancelled' };
}

async function keyOf(client: Client, sql: string, { migration }: BackfillId): Promise<KeyValue | undefined> {
  try {
    const { rows } = await client.query<{ key: string[] }>(sql);
    return rows[0]?.key;
  } catch (error) {
    throw batchFailed(migration, error, { sql, secret: false });
  }
}

async function count(client: Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ rows: number }>(sql);
  return rows[0]?.rows ?? 0;
}

async function isAfter(client: Client, { table }: BackfillWork, end: KeyValue): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM ${table.name} WHERE ${rangeCondition(table.key, { after: end })}) AS found`,
  );
  return rows[0]?.found === true;
}

function same(one: KeyValue | null, other: KeyValue): boolean {
  return one !== null && one.length === other.length && one.every((value, at) => value === other[at]);
}
