import type { Readable } from 'node:stream';
import { type BucketClient, element } from './client.ts';

/** Bytes of a part: services take 10,000 of them, and none below 5 MiB but the last. */
const partBytes = 16 * 1024 * 1024;

/**
 * Stores a stream of any length: in one request where it is short, else in parts, each of which is tried again by itself. It
 * is there as a whole or not at all.
 * @param size of a part, in bytes
 */
export async function upload(
  client: BucketClient,
  key: string,
  content: Readable,
  size = partBytes,
): Promise<void> {
  let id: string | undefined;
  const tags: string[] = [];
  try {
    for await (const { part, last } of partsOf(content, size)) {
      if (last && id === undefined) {
        await client.text({ method: 'PUT', key, body: part });
        return;
      }
      id ??= await beginUpload(client, key);
      const query = { partNumber: String(tags.length + 1), uploadId: id };
      const answer = await client.ask({ method: 'PUT', key, query, body: part });
      await answer.body?.cancel();
      tags.push(answer.headers.get('etag') ?? '');
    }
    const parts = tags.map(
      (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`,
    );
    const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    const request = { method: 'POST', key, query: { uploadId: id ?? '' }, body } as const;
    await client.text(request, 'CompleteMultipartUploadResult');
  } catch (error) {
    // The first error is told.
    if (id !== undefined)
      await client
        .text({ method: 'DELETE', key, query: { uploadId: id }, statuses: [204, 404] })
        .catch(() => undefined);
    throw error;
  }
}

async function beginUpload(client: BucketClient, key: string): Promise<string> {
  const begun = await client.text({ method: 'POST', key, query: { uploads: '' } }, 'UploadId');
  return element(begun ?? '', 'UploadId') ?? '';
}

/** The stream in pieces of one size; the last may be shorter, and empty where there is nothing at all. */
async function* partsOf(
  content: Readable,
  size: number,
): AsyncGenerator<{ readonly part: Buffer<ArrayBuffer>; readonly last: boolean }> {
  let kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    let rest: Uint8Array = chunk;
    while (length + rest.length > size) {
      const fits = size - length;
      yield { part: Buffer.concat([...kept, rest.subarray(0, fits)]), last: false };
      rest = rest.subarray(fits);
      kept = [];
      length = 0;
    }
    kept.push(rest);
    length += rest.length;
  }
  yield { part: Buffer.concat(kept), last: true };
}
