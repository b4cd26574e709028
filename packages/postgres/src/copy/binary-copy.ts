import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import { type Client } from '../connection/connection.ts';
import { quoteIdentifier } from '../connection/quoting.ts';
import { describeSqlError } from '../errors/describe-sql-error.ts';
import { sqlState } from '../errors/server-error.ts';

/** What to copy where, in COPY's binary format (PostgreSQL manual, COPY, "Binary Format"). */
export interface BinaryCopyOptions {
  /** The table as SQL: quoted, and qualified by its schema if need be (see `quoteIdentifier`). */
  table: string;
  /** Names of the columns, unquoted, in the order of the fields. */
  columns: readonly string[];
  /** Stores the rows frozen; only into a table that the transaction at hand has made or emptied. Default: false. */
  freeze?: boolean | undefined;
}

/**
 * Opens a COPY in binary format and gives `use` a function that sends bytes of it: the format's header first, its
 * trailer last, cut anywhere. The function's promise settles once the bytes are on their way, after which their
 * buffer may be used again. All rows are stored or none; an error thrown by `use` comes out unchanged.
 * @returns the number of rows stored
 * @throws what the server says
 */
export async function withBinaryCopy(
  client: Client,
  options: BinaryCopyOptions,
  use: (send: (bytes: Buffer) => Promise<void>) => Promise<void>,
): Promise<number> {
  const columns = options.columns.map(quoteIdentifier).join(', ');
  const freeze = options.freeze === true ? ', FREEZE' : '';
  const sql = `COPY ${options.table} (${columns}) FROM STDIN WITH (FORMAT binary${freeze})`;
  const target = client.query(copyFrom(sql));
  let failure: unknown;
  target.on('error', (error) => {
    failure ??= error;
  });
  const settled = (start: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(failure);
      // The stream tells of an error once, also when nobody is waiting.
      if (failure !== undefined) return fail();
      target.once('error', fail);
      start((error) => {
        target.removeListener('error', fail);
        if (error) reject(error);
        else resolve();
      });
    });
  try {
    await use((bytes) =>
      settled((done) => {
        target.write(bytes, done);
      }),
    );
    await settled((done) => {
      target.once('finish', () => done());
      target.end();
    });
    return target.rowCount;
  } catch (error) {
    // After an error of the server or the connection nothing more comes on this stream: waiting would never end.
    if (failure === undefined && !target.destroyed) {
      target.destroy(error instanceof Error ? error : new Error(String(error)));
      await once(target, 'close').catch(() => undefined);
    }
    const cause = failure ?? error;
    if (sqlState(cause) === undefined) throw error;
    throw describeSqlError(cause, sql);
  }
}
