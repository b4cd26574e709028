import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsClient } from 'aws4fetch';
import { digestOf, isContentId } from '../content-id.ts';
import { type HttpRequest, readAtMost, request, StoreFault } from './http.ts';
import type { MediaStore, StoredMedium } from './store.ts';

/** Where a bucket is, and with what to sign. */
interface S3Settings {
  /** Address of the service, such as `https://s3.eu-central-1.amazonaws.com`; the bucket is a part of the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Keys begin with this, so that a bucket may hold other things as well. */
const prefix = 'media/';

/**
 * Bytes in a bucket that speaks S3 (signature version 4, path style). Each PUT carries the SHA-256 that the content id
 * is made of as `x-amz-content-sha256`: the service itself refuses bytes that are not those.
 */
export class S3Store implements MediaStore {
  readonly name: string;
  readonly spool: string = path.join(tmpdir(), 'agora-media-incoming');
  readonly #bucket: string;
  readonly #client: AwsClient;

  readonly #pageSize: number;

  /** @param pageSize objects that are asked for in one page of a listing, at most 1000 */
  constructor({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings, pageSize = 1000) {
    this.#pageSize = pageSize;
    this.name = `the bucket ${bucket} at ${endpoint}`;
    this.#bucket = `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}`;
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  }

  async put(cid: string, file: string): Promise<void> {
    const answer = await this.#ask('PUT', this.#address(cid), {
      body: await readFile(file),
      headers: { 'x-amz-content-sha256': digestOf(cid), 'content-type': 'application/octet-stream' },
    });
    await expectStatus(answer, 200);
  }

  async get(cid: string, most: number): Promise<Buffer | undefined> {
    const answer = await this.#ask('GET', this.#address(cid));
    if (answer.status === 404) return discard(answer);
    if (answer.status !== 200) await expectStatus(answer, 200);
    return readAtMost(answer, most);
  }

  async has(cid: string): Promise<boolean> {
    const answer = await this.#ask('HEAD', this.#address(cid));
    if (answer.status === 404) return false;
    await expectStatus(answer, 200);
    return true;
  }

  async delete(cid: string): Promise<void> {
    const answer = await this.#ask('DELETE', this.#address(cid));
    if (answer.status !== 404) await expectStatus(answer, 200, 204);
  }

  /** By the first version of the listing, whose pages go on after a key: every service knows it. */
  async *list(): AsyncGenerator<StoredMedium> {
    let after: string | undefined;
    do {
      const query = new URLSearchParams({
        prefix,
        'max-keys': String(this.#pageSize),
        marker: after ?? prefix,
      });
      const xml = await expectStatus(await this.#ask('GET', `${this.#bucket}?${query.toString()}`), 200);
      let last: string | undefined;
      for (const [, contents = ''] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        last = element(contents, 'Key');
        const cid = last?.slice(prefix.length) ?? '';
        const storedAt = new Date(element(contents, 'LastModified') ?? Number.NaN);
        if (isContentId(cid))
          yield { cid, storedAt: Number.isNaN(storedAt.getTime()) ? undefined : storedAt };
      }
      after = element(xml, 'IsTruncated') === 'true' ? last : undefined;
    } while (after !== undefined);
  }

  #address(cid: string): string {
    if (!isContentId(cid)) throw new TypeError('Only a content id may become a key.');
    return `${this.#bucket}/${prefix}${cid}`;
  }

  #ask(method: string, address: string, more: Omit<HttpRequest, 'method'> = {}): Promise<Response> {
    return request(this.name, (signal) =>
      this.#client.fetch(address, { ...more, method, signal, redirect: 'error' }),
    );
  }
}

async function expectStatus(answer: Response, ...statuses: readonly number[]): Promise<string> {
  const text = await answer.text();
  if (statuses.includes(answer.status)) return text;
  throw new StoreFault(`S3 answered ${answer.status} ${element(text, 'Code') ?? ''}`.trimEnd());
}

async function discard(answer: Response): Promise<undefined> {
  await answer.body?.cancel();
  return undefined;
}

/** Text of an element whose content is plain, as those of a listing are. */
function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll('&amp;', '&');
}
