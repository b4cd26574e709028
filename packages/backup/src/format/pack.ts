import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import zlib from 'node:zlib';
import { AgoraError } from '@agora/core';
import type { FileCipher } from '../key/cipher.ts';
import type { ManifestFile } from './manifest.ts';

type Compression = 'gzip' | 'zstd';

/** The best that this Node has: zstd came with 22.15. */
export function bestCompression(): Compression {
  return 'createZstdCompress' in zlib ? 'zstd' : 'gzip';
}

/** How the files of one backup are stored. */
export interface Packing {
  readonly compression: Compression;
  readonly cipher: FileCipher | undefined;
}

const SEALED = '.age';

/** Name of a file as it is stored. */
const packedName = (name: string, { compression, cipher }: Packing): string =>
  `${name}.${compression === 'gzip' ? 'gz' : 'zst'}${cipher === undefined ? '' : SEALED}`;

/** Stores a stream: compressed, encrypted, counted. @returns what the manifest says of the file */
export async function packInto(
  draft: { write(file: string, content: Readable): Promise<void> },
  name: string,
  content: Readable,
  packing: Packing,
): Promise<ManifestFile> {
  const compressed = linked(content, compressor(packing.compression));
  const sealed = packing.cipher === undefined ? compressed : await packing.cipher.encrypt(compressed);
  const seen = new Seen();
  const file = packedName(name, packing);
  await draft.write(file, linked(sealed, seen));
  return { name: file, ...seen.result };
}

/** Stores what another program has compressed: encrypted, counted. */
export async function storeInto(
  draft: { write(file: string, content: Readable): Promise<void> },
  name: string,
  content: Readable,
  { cipher }: Pick<Packing, 'cipher'>,
): Promise<ManifestFile> {
  const sealed = cipher === undefined ? content : await cipher.encrypt(content);
  const seen = new Seen();
  const file = `${name}${cipher === undefined ? '' : SEALED}`;
  await draft.write(file, linked(sealed, seen));
  return { name: file, ...seen.result };
}

/** Its name before it was stored. */
export const storedName = (file: string): string =>
  file.endsWith(SEALED) ? file.slice(0, -SEALED.length) : file;

/** The content of a file that was stored so. */
export async function unpack(file: Readable, packing: Packing): Promise<Readable> {
  const compressed = packing.cipher === undefined ? file : await packing.cipher.decrypt(file);
  return linked(compressed, decompressor(packing.compression));
}

/** What is seen of a stored file as it is. */
export async function inspect(file: Readable): Promise<Omit<ManifestFile, 'name'>> {
  const seen = new Seen();
  for await (const _chunk of linked(file, seen));
  return seen.result;
}

/** A pipe in which a fault of the source ends the target too, and the other way round. */
export function linked<T extends Transform>(source: Readable, target: T): T {
  source.once('error', (error) => target.destroy(error));
  target.once('close', () => {
    if (!source.destroyed) source.destroy();
  });
  source.pipe(target);
  return target;
}

/** Level 1: the machine that a database lives on has better to do. */
function compressor(compression: Compression): Transform {
  if (compression === 'gzip') return zlib.createGzip({ level: 1, chunkSize: 64 * 1024 });
  return zstd('createZstdCompress');
}

function decompressor(compression: Compression): Transform {
  if (compression === 'gzip') return zlib.createGunzip({ chunkSize: 64 * 1024 });
  return zstd('createZstdDecompress');
}

/** Types of Node 20 do not know it. */
function zstd(name: string): Transform {
  const make: unknown = Reflect.get(zlib, name);
  if (typeof make !== 'function') {
    throw new AgoraError({
      code: 'backup.no_zstd',
      message: 'The backup is compressed by zstd, which this Node does not have.',
      why: `This is Node ${process.version}; zstd came with 22.15.`,
      fix: 'Run it with Node 22.15 or newer.',
    });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both makers give one
  return make() as Transform;
}

/** Counts and hashes what passes. */
class Seen extends Transform {
  readonly #hash = createHash('sha256');
  #size = 0;
  #digest: string | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    this.#size += chunk.length;
    done(undefined, chunk);
  }

  get result(): Omit<ManifestFile, 'name'> {
    this.#digest ??= this.#hash.digest('hex');
    return { size: this.#size, sha256: this.#digest };
  }
}

/** A text as a stream. */
export const textStream = (text: string): Readable => Readable.from([Buffer.from(text)]);

/** What a stream of text holds. */
export async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** A pipe that shows each piece that passes. */
export function tap(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      look(chunk);
      done(undefined, chunk);
    },
  });
}
