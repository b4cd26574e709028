import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Where the bytes of media are kept. */
export type MediaPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly endpoint: string;
      readonly bucket: string;
      readonly region: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    }
  | { readonly kind: 'ipfs'; readonly endpoint: string };

const wanted = 'must be a folder, s3+https://key:secret@host/bucket?region=name, or ipfs+http://host:port';

/** Reads the setting `MEDIA_STORE`: a folder's path, or the address of a bucket or a node. */
export const mediaPlace = z.string().transform((text, context): MediaPlace => {
  if (!text.includes('://')) return { kind: 'folder', folder: path.resolve(text) };
  const place = URL.canParse(text) ? placeOf(text) : undefined;
  if (place !== undefined) return place;
  context.addIssue({ code: 'custom', message: wanted });
  return z.NEVER;
});

function placeOf(text: string): MediaPlace | undefined {
  const [, kind, rest] = /^(s3|ipfs)\+(https?:\/\/.+)$/.exec(text) ?? [];
  if (kind === undefined || rest === undefined) return undefined;
  const url = new URL(rest);
  if (kind === 'ipfs') return { kind, endpoint: `${url.origin}${url.pathname}`.replace(/\/+$/, '') };
  const [bucket = '', ...more] = url.pathname.split('/').filter((part) => part !== '');
  const accessKeyId = decodeURIComponent(url.username);
  const secretAccessKey = decodeURIComponent(url.password);
  if (bucket === '' || more.length > 0 || accessKeyId === '' || secretAccessKey === '') return undefined;
  const region = url.searchParams.get('region') ?? 'us-east-1';
  return { kind: 's3', endpoint: url.origin, bucket, region, accessKeyId, secretAccessKey };
}

/** The most that IPFS nodes take and pass on as one block (docs.ipfs.tech, `ipfs block put`). */
const ipfsBlockBytes = 1_048_576;

/** Bytes of the largest file that a place takes, unless a setting says less (or, but for IPFS, more). */
export function mostBytesOf(place: MediaPlace | undefined): number {
  return place?.kind === 'ipfs' ? ipfsBlockBytes : 8_388_608;
}

/** `.agora/media` of the workspace that this file is in; of the current folder, when it is in none. */
export function defaultPlace(): MediaPlace {
  let root = import.meta.dirname;
  while (!existsSync(path.join(root, 'pnpm-workspace.yaml')) && root !== path.dirname(root))
    root = path.dirname(root);
  const found = root === path.dirname(root) ? process.cwd() : root;
  return { kind: 'folder', folder: path.join(found, '.agora', 'media') };
}
