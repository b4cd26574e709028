import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

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

/** A server that speaks S3 and does not look at signatures. */
export interface S3Server {
  readonly port: number;
  /** What it takes as the id and as the secret of an access key. */
  readonly accessKey: string;
  close(): Promise<void>;
}

/** Starts one on 127.0.0.1, with one empty bucket. */
export async function startS3Server(bucket: string): Promise<S3Server> {
  const directory = await mkdtemp(path.join(tmpdir(), 'agora-s3-'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package has no types
  const S3 = createRequire(import.meta.url)('s3rver') as S3rverClass;
  const server = new S3({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  return {
    port,
    accessKey: 'S3RVER',
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
