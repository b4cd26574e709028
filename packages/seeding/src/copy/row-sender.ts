import { BinaryWriter, COPY_HEADER, COPY_TRAILER } from './binary-writer.ts';

/** Writes the rows of one table in COPY's binary format, in the order of its columns. */
export interface BinaryRows<Context> {
  count(context: Context): number;
  /** Pure but for the bytes it writes: the same context and index give the same row. */
  write(writer: BinaryWriter, context: Context, index: number): void;
}

/** Sends bytes of one COPY; settles when their buffer may be used again. */
export type Send = (bytes: Buffer) => Promise<void>;

/** Encodes rows, for one COPY after the other, into two buffers: one is filled while the other is on its way. */
export class RowSender {
  readonly #writer = new BinaryWriter();

  /** All of a COPY: what its format begins with, the rows that a context has in a table, what it ends with. */
  async write<Context>(table: BinaryRows<Context>, context: Context, send: Send): Promise<void> {
    const writer = this.#writer;
    const rows = table.count(context);
    let sending = Promise.resolve();
    writer.part(COPY_HEADER);
    for (let index = 0; index < rows; index += 1) {
      table.write(writer, context, index);
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
