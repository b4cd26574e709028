/** The part of `process.stdout` and `process.stderr` that output needs. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on?(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** Characters in a line; 80 where unknown. A terminal of unknown size reports 0. */
export function columnsOf(sink: Pick<Sink, 'columns'>): number {
  return sink.columns === undefined || sink.columns === 0 ? 80 : sink.columns;
}

/** A stream to write to: what was written after its reader went away is dropped. */
export interface Stream {
  readonly isTerminal: boolean;
  /** In characters; 80 where unknown. */
  readonly columns: number;
  write(text: string): void;
}

/**
 * Wraps a stream so that a reader which stops early (`agora history | head -1`) ends the writing and not
 * the work: EPIPE is not a fault of the command, and a deploy must not stop half way for it.
 */
export function openStream(sink: Sink): Stream {
  let closed = false;
  sink.on?.('error', (error) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    closed = true;
  });
  return {
    isTerminal: sink.isTTY === true,
    get columns() {
      return columnsOf(sink);
    },
    write(text) {
      if (!closed) sink.write(text);
    },
  };
}
