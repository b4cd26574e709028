import { setTimeout as sleep } from 'node:timers/promises';
import { AgoraError } from '@agora/core';
import { AwsClient } from 'aws4fetch';

/** Where a bucket is, and with what to sign. */
export interface BucketSettings {
  /** Address of the service; the bucket is a part of the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** Ends requests that are under way; what is put away afterwards is tried once, and for a short time. */
  readonly signal?: AbortSignal | undefined;
}

/** How often a request is tried in all, and the pause before the second, in milliseconds; each is twice the one before. */
const attempts = 4;
const firstPauseMs = 250;
/** Until the answer begins, in milliseconds. */
const timeoutMs = 120_000;
/** The same once all was stopped, when somebody waits for the end. */
const stoppedTimeoutMs = 10_000;

/** A request to a bucket. */
interface BucketRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Key of an object; the bucket itself unless given. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer<ArrayBuffer> | string;
  /** Whether an object that is there stays as it is, and 412 is the answer; some services overlook it or answer 501. */
  readonly onlyNew?: boolean;
  /** Offset in bytes that the answer begins at. */
  readonly from?: number;
  /** Statuses that are an answer; 200 unless given, 206 of a part. */
  readonly statuses?: readonly number[];
}

/** Speaks S3 (signature version 4, path style). What passes by is tried again; redirects are not followed. */
export class BucketClient {
  readonly name: string;
  readonly #address: string;
  readonly #client: AwsClient;
  readonly #signal: AbortSignal | undefined;

  constructor({ endpoint, bucket, signal, ...settings }: BucketSettings) {
    this.#signal = signal;
    this.name = `s3://${bucket}`;
    this.#address = `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}`;
    this.#client = new AwsClient({
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey,
      region: settings.region,
      service: 's3',
      retries: 0,
      ...(settings.sessionToken === undefined ? {} : { sessionToken: settings.sessionToken }),
    });
  }

  /** An answer whose body is still to be read. @throws AgoraError `backup.store` */
  ask(request: BucketRequest): Promise<Response> {
    return this.#answered(request, (answer) => Promise.resolve(answer));
  }

  /**
   * The text of an answer; undefined where it is none of the statuses that succeed.
   * @param root element that it must have: a proxy, or a page of something else, answers 200 as well, and so does S3 itself
   * where the end of an upload fails
   */
  text(request: BucketRequest, root?: string): Promise<string | undefined> {
    return this.#answered(request, async (answer) => {
      const text = await answer.text();
      if (!answer.ok) return undefined;
      if (root !== undefined && !text.includes(`<${root}`))
        throw new Error(
          `it answered ${answer.status} ${element(text, 'Code') ?? `without ${root}: it speaks no S3`}`,
        );
      return text;
    });
  }

  /**
   * The body of an object. Where the line breaks it goes on from there.
   * @throws AgoraError `backup.store`
   */
  async *bytes(key: string): AsyncGenerator<Uint8Array> {
    let from = 0;
    for (let attempt = 1; ;) {
      const answer = await this.ask({ method: 'GET', key, from });
      try {
        for await (const chunk of answer.body ?? []) {
          yield chunk;
          from += chunk.length;
          attempt = 1;
        }
        return;
      } catch (error) {
        if (attempt >= attempts) throw await this.#fault(asError(error));
        await sleep(firstPauseMs * 2 ** (attempt - 1));
        attempt += 1;
      }
    }
  }

  /** What fails on the way, or while the answer is read, is tried again. */
  async #answered<T>(request: BucketRequest, read: (answer: Response) => Promise<T>): Promise<T> {
    const { statuses = [(request.from ?? 0) > 0 ? 206 : 200] } = request;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#try(request, async (one) =>
        statuses.includes(one.status) ? { read: await read(one) } : one,
      );
      if ('read' in answer) return answer.read;
      // 409: another writes the same object.
      const passes =
        !(answer instanceof Response) || answer.status >= 500 || [409, 429].includes(answer.status);
      if (!passes || attempt >= attempts || this.#signal?.aborted === true) throw await this.#fault(answer);
      if (answer instanceof Response) await answer.body?.cancel();
      await sleep(firstPauseMs * 2 ** (attempt - 1));
    }
  }

  async #try<T>(
    { method, key, query, body, onlyNew = false, from = 0 }: BucketRequest,
    use: (answer: Response) => Promise<T>,
  ): Promise<T | Error> {
    const path = key === undefined ? '' : `/${key.split('/').map(encodeURIComponent).join('/')}`;
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    // Of a body that is read later each piece has a time-out of its own.
    const stop = new AbortController();
    const isStopped = this.#signal?.aborted === true;
    const abort = (): void => stop.abort(this.#signal?.reason);
    if (!isStopped) this.#signal?.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(
      () => stop.abort(new Error('it took too long to answer')),
      isStopped ? stoppedTimeoutMs : timeoutMs,
    );
    try {
      const answer = await this.#client.fetch(`${this.#address}${path}${search}`, {
        method,
        redirect: 'error',
        signal: stop.signal,
        headers: {
          ...(onlyNew ? { 'if-none-match': '*' } : {}),
          ...(from === 0 ? {} : { range: `bytes=${from}-` }),
        },
        ...(body === undefined ? {} : { body }),
      });
      return await use(answer);
    } catch (error) {
      return asError(error);
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener('abort', abort);
    }
  }

  async #fault(answer: Response | Error): Promise<AgoraError> {
    const why =
      answer instanceof Response
        ? `It answered ${answer.status} ${element(await answer.text(), 'Code') ?? ''}`.trimEnd()
        : [answer.message, answer.cause instanceof Error ? answer.cause.message : '']
            .filter(Boolean)
            .join(': ');
    return new AgoraError({
      code: 'backup.store',
      message: `The bucket ${this.name} cannot be used.`,
      why: `${why}.`,
      fix: 'See that it is there, and that AWS_ACCESS_KEY_ID and its like may read, write, list and delete in it.',
      ...(answer instanceof Error ? { cause: answer } : {}),
    });
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Text of an element whose content is plain. */
export function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replaceAll(/&(?:#(x?)([\da-f]+)|(\w+));/gi, unescaped);
}

const ENTITIES: Readonly<Partial<Record<string, string>>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** What stands for a character: XML 1.0, 4.1 and 4.6. */
const unescaped = (whole: string, x: string | undefined, digits: string | undefined, name = ''): string =>
  digits === undefined
    ? (ENTITIES[name] ?? whole)
    : String.fromCodePoint(Number.parseInt(digits, x ? 16 : 10));
