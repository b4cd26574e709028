import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { ApiError } from '../../../api-error.ts';
import { contentIdOfDigest } from '../../../media/content-id.ts';

/** What has come in. */
export interface Received {
  /** Absolute path of the finished file; gone when the bracket ends, unless it was moved away. */
  readonly file: string;
  readonly cid: string;
  readonly bytes: number;
}

/** How much is taken, and how long it may take. */
interface Patience {
  readonly spool: string;
  readonly mostBytes: number;
  /** Milliseconds for the whole of it. */
  readonly deadlineMs: number;
}

/**
 * Takes in a body as a file of its own and reckons its content id as it flows: never more of it is in memory than a
 * piece. Whatever happens, nothing of it is left in the spool afterwards.
 *
 * The body is not destroyed when it is cut off: its socket still has an answer to carry.
 * @throws ApiError `request.too_large`, `request.too_slow`, `request.incomplete`, `media.malformed` for no bytes at all
 */
export async function receiving<T>(
  body: Readable,
  patience: Patience,
  use: (received: Received) => Promise<T>,
): Promise<T> {
  await mkdir(patience.spool, { recursive: true, mode: 0o700 });
  const file = path.join(patience.spool, `${randomUUID()}.upload`);
  try {
    return await use(await receive(body, file, patience));
  } finally {
    await rm(file, { force: true });
  }
}

async function receive(body: Readable, file: string, { mostBytes, deadlineMs }: Patience): Promise<Received> {
  const output = await open(file, 'wx', 0o600);
  const deadline = deadlineAfter(deadlineMs);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const chunks = body.iterator({ destroyOnReturn: false });
    for (;;) {
      const next = await Promise.race([chunks.next(), deadline.passed]);
      if (next.done === true) break;
      const chunk: unknown = next.value;
      if (!(chunk instanceof Uint8Array)) throw new TypeError('A body yields bytes.');
      bytes += chunk.length;
      if (bytes > mostBytes) throw tooLarge(mostBytes);
      hash.update(chunk);
      await output.writeFile(chunk);
    }
    if (bytes === 0) throw new ApiError('media.malformed', 'There are no bytes in the body.');
    // What is answered for is on the disk.
    await output.sync();
  } catch (cause) {
    if (cause instanceof ApiError || !isCutOff(cause)) throw cause;
    throw new ApiError('request.incomplete', 'The body ended before it was complete.', { cause });
  } finally {
    deadline.clear();
    await output.close();
  }
  return { file, cid: contentIdOfDigest(hash.digest()), bytes };
}

/** What is answered to a body that is larger than allowed, as soon as that is known. */
export function tooLarge(mostBytes: number): ApiError {
  return new ApiError('request.too_large', `A file may have at most ${mostBytes} bytes.`);
}

function deadlineAfter(milliseconds: number): { passed: Promise<never>; clear(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new ApiError('request.too_slow', `The file did not come within ${milliseconds / 1000} s.`)),
      milliseconds,
    );
  });
  // Nobody waits for it once the body has ended.
  passed.catch(() => undefined);
  return { passed, clear: () => clearTimeout(timer) };
}

/** Node's ways to say that the other side has gone. */
function isCutOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (
    code === 'ECONNRESET' ||
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ERR_STREAM_DESTROYED' ||
    error.message === 'aborted'
  );
}
