import { startS3Server } from '@agora/testkit';

import { checkSignatures } from './s3-signatures.fixture.ts';

/** A server that speaks S3 and takes what is signed as it must be, with an empty bucket; `url` is a value of MEDIA_STORE. */
export async function startS3(): Promise<{ url: string; close(): Promise<void> }> {
  const behind = await startS3Server('forum');
  const { accessKey } = behind;
  const front = await checkSignatures(behind.port, { accessKeyId: accessKey, secretAccessKey: accessKey });
  return {
    url: `s3+http://${accessKey}:${accessKey}@127.0.0.1:${front.port}/forum`,
    close: async () => {
      await front.close();
      await behind.close();
    },
  };
}
