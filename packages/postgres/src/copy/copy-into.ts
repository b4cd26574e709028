import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { type Client } from '../connection/connection.ts';
import { quoteIdentifier } from '../connection/quoting.ts';
import { AgoraError, isAgoraError } from '@agora/core';
import { describeSqlError } from '../errors/describe-sql-error.ts';
import { sqlState } from '../errors/server-error.ts';
import { copyLine, type CopyValue } from './copy-format.ts';

/** What to copy where. */
export interface CopyOptions {
  /** The table as SQL: quoted, and qualified by its schema if need be (see `quoteIdentifier`). */
  table: string;
  /** Names of the columns, unquoted, in the order of the values. */
  columns: readonly string[];
  rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>;
  /** Writes rows as frozen; only for a table made or truncated in the same transaction. */
  freeze?: boolean | undefined;
}

/** Characters gathered before they are sent: large enough to make single rows cheap, small enough for back-pressure. */
const chunkSize = 64 * 1024;

/**
 * Writes rows by COPY in text format. Rows are taken only as fast as the server accepts them. All rows
 * are stored or none; an error thrown by `rows` comes out unchanged.
 * @returns the number of rows stored
 * @throws postgres.copy_invalid_value, postgres.copy_row_width (with the row's number), or what the server says
 */
export async function copyInto(client: Client, options: CopyOptions): Promise<number> {
  const columns = options.columns.map(quoteIdentifier).join(', ');
  const freeze = options.freeze ? ', FREEZE' : '';
  const sql = `COPY ${options.table} (${columns}) FROM STDIN WITH (FORMAT text${freeze})`;
  const target = client.query(copyFrom(sql));
  let refused = false;
  target.once('error', () => {
    refused = true;
  });
  try {
    await pipeline(Readable.from(chunks(options), { objectMode: true, highWaterMark: 1 }), target);
    return target.rowCount;
  } catch (error) {
    // A fault of our own side: the server must have given the COPY up before the connection is used again.
    if (!refused && !target.closed) await once(target, 'close').catch(() => undefined);
    if (sqlState(error) === undefined) throw error;
    throw describeSqlError(error, sql);
  }
}

/** The rows as text in pieces of about {@link chunkSize}. A plain list is walked without a promise for each row. */
async function* chunks(options: CopyOptions): AsyncGenerator<Buffer> {
  const state = { text: '', row: 0 };
  if (Symbol.asyncIterator in options.rows) {
    for await (const row of options.rows) {
      if (append(state, row, options)) yield take(state);
    }
  } else {
    for (const row of options.rows) {
      if (append(state, row, options)) yield take(state);
    }
  }
  if (state.text !== '') yield take(state);
}

function append(
  state: { text: string; row: number },
  row: readonly CopyValue[],
  options: CopyOptions,
): boolean {
  state.row += 1;
  if (row.length !== options.columns.length) {
    throw new AgoraError({
      code: 'postgres.copy_row_width',
      message: `Row ${state.row} has ${row.length} values for ${options.columns.length} columns of ${options.table}.`,
      why: 'Every row must have one value for every column, null included.',
      fix: 'Compare the columns with the rows.',
    });
  }
  try {
    state.text += copyLine(row);
  } catch (error) {
    throw isAgoraError(error) ? located(error, state.row, row, options) : error;
  }
  return state.text.length >= chunkSize;
}

function take(state: { text: string }): Buffer {
  const text = Buffer.from(state.text);
  state.text = '';
  return text;
}

/** Adds row and column to the error of a value. */
function located(
  error: AgoraError,
  number: number,
  row: readonly CopyValue[],
  options: CopyOptions,
): AgoraError {
  const column = options.columns[row.findIndex((value) => !writable(value))];
  return new AgoraError({
    ...error.toJSON(),
    message: `Row ${number} for ${options.table}, column "${column}": the value cannot be written by COPY.`,
    cause: error.cause,
  });
}

function writable(value: CopyValue): boolean {
  try {
    copyLine([value]);
    return true;
  } catch {
    return false;
  }
}
