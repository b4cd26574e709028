import { startS3Server } from '@agora/testkit';

/** A server that speaks S3, with the empty bucket `vault`, and the variables that lead to it. */
export async function startS3(): Promise<{ env: Record<string, string>; close(): Promise<void> }> {
  const server = await startS3Server('vault');
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}`,
      AWS_ACCESS_KEY_ID: server.accessKey,
      AWS_SECRET_ACCESS_KEY: server.accessKey,
    },
    close: () => server.close(),
  };
}
