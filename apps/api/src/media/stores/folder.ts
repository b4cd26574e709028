import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { undefinedIfMissing } from '@agora/core';
import { isContentId } from '../content-id.ts';
import type { MediaStore, StoredMedium } from './store.ts';

/**
 * Bytes in a folder: `<folder>/<last two characters of the id>/<id>`. The characters before are the same in every id;
 * the last two spread evenly over some hundred folders.
 */
export class FolderStore implements MediaStore {
  readonly name: string;
  readonly spool: string;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = path.resolve(folder);
    this.name = `the folder ${this.#folder}`;
    // On the same volume as what is stored, or a rename would not be atomic.
    this.spool = path.join(this.#folder, 'incoming');
  }

  async put(cid: string, file: string): Promise<void> {
    const target = this.#path(cid);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await rename(file, target);
    await syncFolder(path.dirname(target));
  }

  async get(cid: string, most: number): Promise<Buffer | undefined> {
    const file = await open(this.#path(cid), 'r').catch(undefinedIfMissing);
    if (file === undefined) return undefined;
    try {
      const { size } = await file.stat();
      const bytes = Buffer.alloc(Math.min(size, most + 1));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await file.close();
    }
  }

  async has(cid: string): Promise<boolean> {
    return (await stat(this.#path(cid)).catch(undefinedIfMissing)) !== undefined;
  }

  async delete(cid: string): Promise<void> {
    await rm(this.#path(cid), { force: true });
  }

  async *list(): AsyncGenerator<StoredMedium> {
    const shards = await opendir(this.#folder).catch(undefinedIfMissing);
    if (shards === undefined) return;
    for await (const shard of shards) {
      if (!shard.isDirectory() || !/^[a-z2-7]{2}$/.test(shard.name)) continue;
      for await (const { name } of await opendir(path.join(this.#folder, shard.name))) {
        if (!isContentId(name) || !name.endsWith(shard.name)) continue;
        const found = await stat(this.#path(name)).catch(undefinedIfMissing);
        if (found?.isFile() === true) yield { cid: name, storedAt: found.mtime };
      }
    }
  }

  #path(cid: string): string {
    if (!isContentId(cid)) throw new TypeError('Only a content id may become a path.');
    return path.join(this.#folder, cid.slice(-2), cid);
  }
}

/** Makes the rename outlive a loss of power; Windows opens no folders, and journals renames itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
