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
}

/** How often a request is tried in all, and the pause before the second, in milliseconds; each is twice the one before. */
const attempts = 4;
const firstPauseMs = 250;
/** Until the answer begins, in milliseconds. */
const timeoutMs = 120_000;

/** A request to a bucket. */
export interface BucketRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Key of an object; the bucket itself unless given. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer<ArrayBuffer> | string;
  /** Statuses that are an answer; 200 unless given. */
  readonly statuses?: readonly number[];
}

/** Speaks S3 (signature version 4, path style). What passes by is tried again; redirects are not followed. */
export class BucketClient {
  readonly name: string;
  readonly #address: string;
  readonly #client: AwsClient;

  constructor({ endpoint, bucket, ...settings }: BucketSettings) {
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

  /** @throws AgoraError `backup.store` */
  async ask({ method, key, query, body, statuses = [200] }: BucketRequest): Promise<Response> {
    const path = key === undefined ? '' : `/${key.split('/').map(encodeURIComponent).join('/')}`;
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const url = `${this.#address}${path}${search}`;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#try(url, method, body);
      if (answer instanceof Response && statuses.includes(answer.status)) return answer;
      const passes = !(answer instanceof Response) || answer.status >= 500 || answer.status === 429;
      if (passes && attempt < attempts) {
        if (answer instanceof Response) await answer.body?.cancel();
        await sleep(firstPauseMs * 2 ** (attempt - 1));
        continue;
      }
      throw await this.#fault(answer);
    }
  }

  /** The text of an answer. */
  async text(request: BucketRequest): Promise<string> {
    return (await this.ask(request)).text();
  }

  async #try(url: string, method: string, body: BucketRequest['body']): Promise<Response | Error> {
    // The answer's body may take as long as it likes.
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Error('it took too long to answer')), timeoutMs);
    try {
      return await this.#client.fetch(url, {
        method,
        redirect: 'error',
        signal: stop.signal,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      clearTimeout(timer);
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

/** Text of an element whose content is plain. */
export function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
