import { Socket, type SocketConstructorOpts, type TcpSocketConnectOpts } from 'node:net';
import { Client, type ClientConfig, type Connection } from 'pg';
import { borrowBytes } from './page-memory.ts';

/** Bytes of a value from which on it is kept as bytes. */
const longBytes = 8192;
/** A message's kind and length, and of a row also how many values it has and the length of the first. */
const messageBytes = 5;
const rowBytes = 11;
const rowKind = 'D'.codePointAt(0);

/** Takes what is read of a connection apart, before pg does: the values of long rows on one side, all else on the other. */
export class LongRows {
  /** Who gets the value of a long row that has no other, in borrowed memory; nobody: pg reads the row itself. */
  taker: ((value: Buffer) => void) | undefined;
  readonly #pass: (bytes: Buffer) => void;
  /** Bytes of a message of pg's that are still to come. */
  #passing = 0;
  /** The beginning of a message that cannot be told yet. */
  #unclear: Buffer | undefined;
  #value: Buffer | undefined;
  #filled = 0;

  /** @param pass takes all else, in order; every piece is its own to keep */
  constructor(pass: (bytes: Buffer) => void) {
    this.#pass = pass;
  }

  /** Reads on. The memory of `read` may be used again afterwards. */
  push(read: Buffer): void {
    const bytes = this.#unclear === undefined ? read : Buffer.concat([this.#unclear, read]);
    this.#unclear = undefined;
    let passed = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#value !== undefined) {
        at += this.#fill(this.#value, bytes, at);
        passed = at;
      } else if (this.#passing > 0) {
        const some = Math.min(this.#passing, bytes.length - at);
        this.#passing -= some;
        at += some;
      } else if (isUnclear(bytes, at)) {
        this.#unclear = Buffer.from(bytes.subarray(at));
        break;
      } else {
        const length = this.taker === undefined ? undefined : longValue(bytes, at);
        if (length === undefined) {
          this.#passing = 1 + bytes.readUInt32BE(at + 1);
        } else {
          this.#passOn(bytes.subarray(passed, at));
          this.#value = borrowBytes(length);
          this.#filled = 0;
          at += rowBytes;
          passed = at;
        }
      }
    }
    this.#passOn(bytes.subarray(passed, at));
  }

  #fill(value: Buffer, bytes: Buffer, from: number): number {
    const copied = bytes.copy(value, this.#filled, from);
    this.#filled += copied;
    if (this.#filled === value.length) {
      this.#value = undefined;
      this.taker?.(value);
    }
    return copied;
  }

  #passOn(bytes: Buffer): void {
    if (bytes.length > 0) this.#pass(Buffer.from(bytes));
  }
}

/** Whether too little of a message is there to tell what it is. */
function isUnclear(bytes: Buffer, at: number): boolean {
  const there = bytes.length - at;
  if (there < messageBytes) return true;
  return bytes[at] === rowKind && there < rowBytes && bytes.readUInt32BE(at + 1) + 1 >= rowBytes;
}

/** The length of a row's only value, if it is long. */
function longValue(bytes: Buffer, at: number): number | undefined {
  const length = bytes.readUInt32BE(at + 1);
  if (bytes[at] !== rowKind || length < longBytes || bytes.readUInt16BE(at + 5) !== 1) return undefined;
  return bytes.readUInt32BE(at + 7);
}

/** What this file uses of pg's connection; its published types leave it out. */
interface Attachable {
  stream: Connection['stream'];
  readonly ssl: unknown;
  attachListeners(stream: Attached): void;
}

/** What pg listens to. */
interface Attached {
  on(event: string, listener: (bytes: Buffer) => void): unknown;
}

const longRows = new WeakMap<object, LongRows>();

/** What takes the long rows of a connection, where its client is a {@link LongRowClient}. */
export const longRowsOf = (connection: Connection): LongRows | undefined => longRows.get(connection);

/**
 * pg's client that can leave the values of long rows as the bytes they are. A page of 60 KB is sent on as bytes; pg would
 * take memory for each piece that is read, for their sum, and for a string, and that was what V8 collected most.
 */
export class LongRowClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg publishes no type of it
    const { connection } = this as unknown as { readonly connection: Attachable };
    const attach = connection.attachListeners.bind(connection);
    const read = (bytes: Buffer): void => longRows.get(connection)?.push(bytes);
    connection.attachListeners = (stream) => {
      const parted: Attached = {
        on(event, listener) {
          if (event !== 'data') return stream.on(event, listener);
          longRows.set(connection, new LongRows(listener));
          // Never called for a socket that reads into one piece of memory; one below TLS reads as Node does.
          return stream.on('data', read);
        },
      };
      attach(parted);
    };
    if (!connection.ssl) connection.stream = readingInto(Buffer.allocUnsafeSlow(65_536), read);
  }
}

/** A socket that reads into the same memory again and again: Node takes 64 KB anew for whatever comes. */
function readingInto(buffer: Buffer, read: (bytes: Buffer) => void): Socket {
  const options: SocketConstructorOpts & Pick<TcpSocketConnectOpts, 'onread'> = {
    onread: {
      buffer,
      callback: (bytes) => {
        read(buffer.subarray(0, bytes));
        return true;
      },
    },
  };
  return new Socket(options);
}
