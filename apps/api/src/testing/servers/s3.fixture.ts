import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkSignatures } from './s3-signatures.fixture.ts';

/** What is used of s3rver, which has no types of its own. */
interface S3rver {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}
type S3rverClass = new (options: {
  port: number;
  address: string;
  silent: boolean;
  directory: string;
  configureBuckets: { name: string }[];
}) => S3rver;

/** A server that speaks S3 and takes what is signed as it must be, with an empty bucket; `url` is a value of MEDIA_STORE. */
export async function startS3(): Promise<{ url: string; close(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'agora-s3-'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package has no types
  const S3 = createRequire(import.meta.url)('s3rver') as S3rverClass;
  const server = new S3({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'forum' }],
  });
  const behind = await server.run();
  const front = await checkSignatures(behind.port, { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' });
  return {
    url: `s3+http://S3RVER:S3RVER@127.0.0.1:${front.port}/forum`,
    close: async () => {
      await front.close();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
