import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** A packed package. */
export interface Tarball {
  readonly file: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Paths in the package. */
  readonly files: readonly string[];
}

interface NpmPack {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs a folder as npm would publish it. */
export async function packTarball(directory: string, destination: string): Promise<Tarball> {
  const { stdout } = await promisify(execFile)(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
    { cwd: directory, shell: process.platform === 'win32' },
  );
  const [packed]: NpmPack[] = JSON.parse(stdout);
  if (packed === undefined) throw new Error(`npm packed nothing of ${directory}.`);
  return {
    file: path.join(destination, packed.filename),
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
    files: packed.files.map((file) => file.path),
  };
}
