import { BinaryWriter, COPY_HEADER, COPY_TRAILER } from './binary-writer.ts';
import type { LoadContext, LoadTable } from '../tables/load-table.ts';

/** Sends bytes of one COPY; settles when their buffer may be used again. */
export type Send = (bytes: Buffer) => Promise<void>;

/** Encodes rows, for one COPY after the other, into two buffers: one is filled while the other is on its way. */
export class RowSender {
  readonly #writer = new BinaryWriter();

  /** All of a COPY: what its format begins with, a community's rows in a table, what it ends with. */
  async write(table: LoadTable, ctx: LoadContext, send: Send): Promise<void> {
    const writer = this.#writer;
    const rows = table.count(ctx);
    let sending = Promise.resolve();
    writer.part(COPY_HEADER);
    for (let index = 0; index < rows; index += 1) {
      table.write(writer, ctx, index);
      if (!writer.full) continue;
      // The buffer to fill next is the one on its way: wait for that one only.
      await sending;
      sending = send(writer.take());
    }
    writer.part(COPY_TRAILER);
    await sending;
    await send(writer.take());
  }
}
