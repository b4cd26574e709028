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
} from './table/key-range.ts';
import type { Pace } from './pace/pace.ts';
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

/**
 * No batch waits for the disk or for a replica. A crash of the server takes the newest batches with the cursor that they
 * moved, and they are done again; the end of a pass waits, and so for all before it.
 */
const NOT_WAITED_FOR = 'SET LOCAL synchronous_commit = off';

interface Given {
  readonly id: BackfillId;
  readonly work: BackfillWork;
  readonly pace: Pace;
}

/**
 * Changes the next rows and moves the cursor, in one transaction. `end`: the pass is over. What can be said together is:
 * on a busy machine each answer that is waited for costs as much as hundreds of rows.
 * @param last where the batch before has left the record, if there was one
 */
export async function runBatch(
  client: Client,
  { id, work, pace }: Given,
  last?: BatchDone,
): Promise<BatchEnd> {
  try {
    const found = await openBatch(client, { id, work, pace }, last);
    const { record, end, nth } = found;
    if (record.state !== 'running') return await ended(client, { kind: 'stopped', state: record.state });
    if (end === undefined || (record.end !== null && same(record.cursor, end)))
      return await ended(client, { kind: 'end' });
    const after = record.cursor ?? undefined;
    const range = { after, upTo: nth ?? end };
    const rows = nth === undefined ? await count(client, countSql(work.table, range)) : pace.size;
    const began = performance.now();
    const changed = rows === 0 ? 0 : await work.change(client, range, OWN_TEXTS);
    const ms = performance.now() - began;
    const moved = updateRecordSql(id, {
      cursor: range.upTo,
      end,
      rows: record.rows + rows,
      changed: record.changed + changed,
      batches: record.batches + 1,
      size: pace.size,
      speed: pace.speed,
    });
    await client.query(`${moved}; COMMIT`);
    return { kind: 'rows', rows, changed, ms, cursor: range.upTo, end };
  } catch (error) {
    // A failing ROLLBACK means the connection is gone, and the transaction with it: the first error counts.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Where a batch has left the record. */
export interface BatchDone {
  readonly cursor: KeyValue;
  readonly end: KeyValue;
}

type BatchEnd =
  | Stopped
  | { readonly kind: 'end' }
  | ({
      readonly kind: 'rows';
      readonly rows: number;
      readonly changed: number;
      /** How long its rows took to change, in milliseconds: what more or fewer of them alters. */
      readonly ms: number;
    } & BatchDone);

async function ended<T>(client: Client, outcome: T): Promise<T> {
  await client.query('COMMIT');
  return outcome;
}

/** Begins the transaction, locks the record, and finds the last key of the batch, if there are rows enough for one. */
async function openBatch(client: Client, { id, work, pace }: Given, last: BatchDone | undefined) {
  const begin = `BEGIN; ${NOT_WAITED_FOR}; ${PLAIN_READING}; ${EXACT_TEXTS}; ${lockRecordSql(id)}`;
  const nthSql = (after: KeyValue | null, upTo: KeyValue): string =>
    nthKeySql(work.table, { after: after ?? undefined, upTo }, pace.size);
  const ahead = last === undefined || same(last.cursor, last.end) ? '' : `; ${nthSql(last.cursor, last.end)}`;
  const answers = await answersTo(client, begin + ahead);
  const locked: unknown = answers.at(ahead === '' ? -1 : -2)?.[0];
  // What the query asks for by name is what the type says.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const record = (locked ?? { state: 'cancelled' }) as BackfillRecord;
  if (record.state !== 'running') return { record };
  const end = record.end ?? (await keyOf(client, lastKeySql(work.table), id));
  if (end === undefined) return { record };
  const isAsked =
    last !== undefined && ahead !== '' && same(record.cursor, last.cursor) && same(end, last.end);
  const nth = isAsked ? keyIn(answers.at(-1)?.[0]) : await keyOf(client, nthSql(record.cursor, end), id);
  return { record, end, nth };
}

/** The rows of each statement of one message. */
async function answersTo(client: Client, sql: string): Promise<readonly (readonly unknown[])[]> {
  const answers: unknown = await client.query(sql);
  return (Array.isArray(answers) ? answers : [answers]).map((answer: unknown) =>
    typeof answer === 'object' && answer !== null && 'rows' in answer && Array.isArray(answer.rows)
      ? answer.rows
      : [],
  );
}

function keyIn(row: unknown): KeyValue | undefined {
  if (typeof row !== 'object' || row === null || !('key' in row) || !Array.isArray(row.key)) return undefined;
  return row.key.map(String);
}

/**
 * Decides at the end of a pass: done; or on to the rows that came in behind its end; or, where a row may be met again,
 * once more from the beginning.
 * @throws AgoraError `backfill.not_done`
 */
export async function settlePass(
  client: Client,
  { id, work, direction }: Omit<Given, 'pace'> & { readonly direction: BackfillDirection },
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
    throw batchFailed(migration, error, { sql, secret: false, what: 'the "done when" query' });
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
