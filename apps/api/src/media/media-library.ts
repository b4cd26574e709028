import { ApiError } from '../api-error.ts';
import type { Config } from '../config.ts';
import { Gate } from './gate.ts';
import type { MediaStore } from './stores/store.ts';

/** Verified bytes that are kept in memory, all together. */
const keptBytes = 32 * 1024 * 1024;
/** Media that are read from the store at once: with the limit of one, this bounds the memory. */
const mostReads = 8;
/** Media that are stored at once: each holds a connection to the database meanwhile. */
const mostWrites = 3;

/**
 * The bytes of media, read from the configured store. A content id proves a whole and no part of it, so each medium is
 * read whole and checked before its first byte is sent; what was checked is kept for a while, in as much memory as is set
 * aside. See docs/adr/0008.
 */
export class MediaLibrary {
  /** What was read, for the metrics. */
  readonly counts = { read: 0, kept: 0, missing: 0, corrupt: 0 };
  readonly #settings: Config['media'];
  readonly #kept = new Map<string, Buffer>();
  #keptSize = 0;
  readonly #reading = new Map<string, Promise<Buffer>>();
  readonly #reads = new Gate(mostReads);
  readonly #writes = new Gate(mostWrites);
  #store: Promise<MediaStore> | undefined;

  /** Opens nothing yet. */
  constructor(settings: Config['media']) {
    this.#settings = settings;
  }

  /** The store of the settings; opened, and its library loaded, when it is first needed. */
  store(): Promise<MediaStore> {
    this.#store ??= import('./stores/open-store.ts').then(({ openStore }) => openStore(this.#settings.store));
    return this.#store;
  }

  /**
   * The bytes under a content id.
   * @param size how many there are, as the database has it
   * @throws ApiError `media.missing`, `media.corrupt`, `media.store_unavailable`
   */
  read(cid: string, size: number): Promise<Buffer> {
    const kept = this.#kept.get(cid);
    if (kept !== undefined) {
      this.counts.kept += 1;
      this.#kept.delete(cid);
      this.#kept.set(cid, kept);
      return Promise.resolve(kept);
    }
    let reading = this.#reading.get(cid);
    if (reading === undefined) {
      reading = this.#reads.run(() => this.#load(cid, size)).finally(() => this.#reading.delete(cid));
      this.#reading.set(cid, reading);
    }
    return reading;
  }

  /**
   * Stores a finished file, unless its bytes are there, and whole. What is there and corrupt is mended.
   * @throws ApiError `media.store_unavailable`
   */
  async keep(cid: string, file: string, size: number): Promise<void> {
    const store = await this.store();
    await available(store, async () => {
      const there = await store.get(cid, size);
      const { contentId } = await import('./content-id.ts');
      if (there === undefined || contentId(there) !== cid) await store.put(cid, file);
    });
  }

  /** Runs work that stores something, a few at a time. */
  writing<T>(work: () => Promise<T>): Promise<T> {
    return this.#writes.run(work);
  }

  async #load(cid: string, size: number): Promise<Buffer> {
    const store = await this.store();
    const stored = await available(store, () => store.get(cid, size));
    const bytes = stored ?? (await sampleBytes(cid));
    if (bytes === undefined) {
      this.counts.missing += 1;
      throw new ApiError('media.missing', 'The bytes of this medium are not in the store.', {
        why: `${store.name} holds nothing under ${cid}.`,
      });
    }
    const { contentId } = await import('./content-id.ts');
    if (contentId(bytes) !== cid) {
      this.counts.corrupt += 1;
      throw new ApiError('media.corrupt', 'The stored bytes of this medium are damaged.', {
        why: `What ${store.name} holds under ${cid} has another content id.`,
        fix: 'Restore it from a backup, or upload the file again: that replaces what is damaged.',
      });
    }
    this.counts.read += 1;
    this.#remember(cid, bytes);
    return bytes;
  }

  #remember(cid: string, bytes: Buffer): void {
    if (bytes.length > keptBytes / 4) return;
    this.#kept.set(cid, bytes);
    this.#keptSize += bytes.length;
    for (const [oldest, old] of this.#kept) {
      if (this.#keptSize <= keptBytes) break;
      this.#kept.delete(oldest);
      this.#keptSize -= old.length;
    }
  }
}

/** What seeds attach to posts comes with the program: it need not be stored to be served. */
async function sampleBytes(cid: string): Promise<Buffer | undefined> {
  const { sampleMedium } = await import('@agora/db/sample-media');
  return sampleMedium(cid);
}

async function available<T>(store: MediaStore, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ApiError('media.store_unavailable', 'The store of media cannot be used just now.', {
      why: `It is ${store.name}.`,
      cause,
      headers: { 'retry-after': '5' },
    });
  }
}
