import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is requested, and how. */
export interface Load {
  readonly url: string;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Most at once. */
  readonly connections: number;
}

/**
 * Requests one page at a fixed rate over kept connections, and measures how long answers take. A request is sent when it
 * is due, whether or not earlier ones were answered, and its time runs from then. A timer that fires up to a millisecond
 * late does not count: a short answer takes no longer.
 * @returns milliseconds, sorted
 */
export async function steadyLoad({ url, rate, seconds, connections }: Load): Promise<number[]> {
  const kept = new KeptConnections(new URL(url), connections);
  const times: number[] = [];
  const request = async (): Promise<void> => {
    const sent = performance.now();
    await kept.request();
    times.push(performance.now() - sent);
  };
  try {
    const pending: Promise<void>[] = [];
    const start = performance.now();
    const total = Math.floor(rate * seconds);
    while (pending.length < total) {
      // The first is due at once.
      const due = Math.min(total, 1 + Math.floor(((performance.now() - start) / 1000) * rate));
      while (pending.length < due) pending.push(request());
      await sleep(1);
    }
    await Promise.all(pending);
  } finally {
    kept.close();
  }
  return times.toSorted((a, b) => a - b);
}

/** The value below which a share of sorted values lies. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Requests one page, again and again, and reads no more of an answer than its status and length. Node's own client
 * takes new memory for every part of an answer, and what it collects garbage for was most of the tail that was measured.
 */
class KeptConnections {
  readonly #url: URL;
  readonly #most: number;
  readonly #lines: Line[] = [];
  readonly #queue: Waiting[] = [];

  constructor(url: URL, most: number) {
    this.#url = url;
    this.#most = most;
  }

  request(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ resolve, reject });
      this.#next();
    });
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }

  #next(): void {
    let line = this.#lines.find(({ free }) => free);
    if (line === undefined && this.#lines.length < this.#most) {
      line = new Line(this.#url, () => this.#next());
      this.#lines.push(line);
    }
    const waiting = line === undefined ? undefined : this.#queue.shift();
    if (waiting !== undefined) line?.send(waiting);
  }
}

/** What ends the head of an answer. */
const blankLine = '\r\n\r\n';

/** One kept connection, which reads all answers into the same memory. */
class Line {
  readonly #socket: Socket;
  readonly #request: string;
  readonly #answered: () => void;
  #waiting: Waiting | undefined;
  #head = '';
  #left = 0;

  constructor({ hostname, port, pathname, search }: URL, answered: () => void) {
    this.#request = `GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`;
    this.#answered = answered;
    const buffer = Buffer.alloc(65_536);
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: { buffer, callback: (bytes) => this.#read(buffer, bytes) },
    });
    this.#socket.once('error', (error) => this.#fail(error));
    this.#socket.once('close', () => this.#fail(new Error('the connection was closed')));
  }

  get free(): boolean {
    return this.#waiting === undefined;
  }

  send(waiting: Waiting): void {
    this.#waiting = waiting;
    this.#socket.write(this.#request);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** @returns true: go on reading */
  #read(buffer: Buffer, bytes: number): boolean {
    if (this.#left > 0) {
      this.#left -= bytes;
    } else {
      // Only the head becomes a string: the rest, which mostly comes in the same piece, is 60 KB of a page.
      const found = this.#head === '' ? buffer.subarray(0, bytes).indexOf(blankLine) : -1;
      const read = found === -1 ? bytes : found + blankLine.length;
      this.#head += buffer.toString('latin1', 0, read);
      const end = this.#head.indexOf(blankLine);
      if (end === -1) return true;
      const length = /^HTTP\/1\.1 200 .*\r\ncontent-length: (\d+)\r\n/is.exec(
        this.#head.slice(0, end + 2),
      )?.[1];
      if (length === undefined) this.#fail(new Error(this.#head.slice(0, end)));
      this.#left = Number(length) - (this.#head.length - end - blankLine.length) - (bytes - read);
    }
    if (this.#left > 0) return true;
    this.#head = '';
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve();
    this.#answered();
    return true;
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
  }
}
