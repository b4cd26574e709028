/** A request to a store. */
export interface HttpRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | FormData;
}

/** What went wrong with a store, before it is known what to answer the client. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

/** Milliseconds in which a store must have answered, all bytes included. */
const patienceMs = 30_000;

/**
 * Sends a request to a store and wraps what may go wrong on the way. One whose connection was lost is sent once more: a
 * store ends those that rested for a while, perhaps at this very moment. Everything that is asked of a store may be asked
 * twice, for what it keeps is named by its content.
 * @param store its name, for the message
 * @throws StoreFault when it cannot be reached, or not in time
 */
export async function request(
  store: string,
  send: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    return await send(signal).catch((error: unknown) => {
      if (!wasLost(error)) throw error;
      return send(signal);
    });
  } catch (cause) {
    throw new StoreFault(`No answer from ${store}.`, { cause });
  }
}

/** Whether a connection was there and ended before the answer: `fetch` tells by the cause of its TypeError. */
function wasLost(error: unknown): boolean {
  const cause = error instanceof TypeError ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

/** Reads an answer's body, and stops one byte beyond `most`: a store may not fill the memory. */
export async function readAtMost(answer: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (answer.body === null) return Buffer.alloc(0);
  const reader = answer.body.getReader();
  while (length <= most) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  if (length > most) await reader.cancel();
  return Buffer.concat(chunks).subarray(0, most + 1);
}
