import path from 'node:path';
import { AgoraError } from '@agora/core';
import { folderStore } from './folder.ts';
import type { BackupStore } from './store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The place that a text names: a folder, or `s3://bucket/prefix`, whose service and keys stand in the variables that tools of
 * AWS read.
 * @param around.cwd from which relative paths are meant
 * @param around.signal ends requests to a bucket that are under way
 * @throws AgoraError `backup.store`
 */
export async function openStore(
  place: string,
  {
    cwd,
    env,
    signal,
  }: { readonly cwd: string; readonly env: Environment; readonly signal?: AbortSignal | undefined },
): Promise<BackupStore> {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+]+):\/\/(.*)$/i.exec(place) ?? [];
  if (scheme === undefined) return folderStore(path.resolve(cwd, place));
  if (scheme.toLowerCase() !== 's3') throw noPlace(`${scheme}://`);
  const [bucket = '', ...prefix] = rest.split('/').filter((part) => part !== '');
  const { bucketStore } = await import('./bucket/bucket.ts');
  return bucketStore({ bucket, signal, ...readSettings(env) }, prefix.join('/'));
}

function readSettings(env: Environment): {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
} {
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const missing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    throw new AgoraError({
      code: 'backup.store',
      message: `The bucket cannot be used: ${missing.join(' and ')} not set.`,
      why: 'Requests to a bucket are signed with these.',
      fix: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_REGION, and AWS_ENDPOINT_URL for a service other than Amazon.',
    });
  }
  return {
    region,
    endpoint: env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] ?? `https://s3.${region}.amazonaws.com`,
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: env['AWS_SESSION_TOKEN'],
  };
}

function noPlace(scheme: string): AgoraError {
  return new AgoraError({
    code: 'backup.store',
    message: `${scheme} is no place where backups are kept.`,
    why: 'A folder is, and a bucket that speaks S3.',
    fix: 'Name a folder, or s3://bucket/prefix.',
  });
}
